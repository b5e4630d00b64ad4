# Part of Gridlock, under the Apache License v2.0 with LLVM Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

"""What a task waits for, how, and where the future is kept meanwhile."""

import collections

# Where a future is kept. declare: at namespace scope; keep: statements, $ask is
# the future; name, kind: how it is passed on by reference.
Kept = collections.namedtuple("Kept", "declare keep use kind")

FUTURE = "std::future<int>"
KEPT = {
    "local": Kept("", "auto $x = $ask;", "$x", FUTURE),
    "typed": Kept("", "std::future<int> $x = $ask;", "$x", FUTURE),
    "assigned": Kept("", "std::future<int> $x;\n$x = $ask;", "$x", FUTURE),
    "moved": Kept("", "auto $y = $ask;\nauto $x = std::move($y);", "$x", FUTURE),
    "shared": Kept("", "std::shared_future<int> $x = $ask.share();", "$x",
                   "std::shared_future<int>"),
    "shared copy": Kept("", "auto $y = $ask.share();\nstd::shared_future<int> $x = $y;",
                        "$x", "std::shared_future<int>"),
    "struct": Kept("struct $S {\nint $y;\nstd::future<int> $f;\n};", "$S $x{1, $ask};",
                   "$x.$f", "$S"),
    "field": Kept("struct $S {\nstd::future<int> $f;\n};", "$S $x;\n$x.$f = $ask;", "$x.$f",
                  "$S"),
    "nested": Kept("struct $S {\nstd::future<int> $f;\n};\nstruct $T {\n$S $y;\n};",
                   "$T $x;\n$x.$y.$f = $ask;", "$x.$y.$f", "$T"),
    "vector": Kept("", "std::vector<std::future<int>> $x;\n$x.push_back($ask);", "$x[0]",
                   "std::vector<std::future<int>>"),
    "vector back": Kept("", "std::vector<std::future<int>> $x;\n$x.emplace_back($ask);",
                        "$x.back()", "std::vector<std::future<int>>"),
    "map": Kept("", "std::map<int, std::future<int>> $x;\n$x[1] = $ask;", "$x.at(1)",
                "std::map<int, std::future<int>>"),
    "map found": Kept("", "std::map<int, std::future<int>> $x;\n$x.emplace(1, $ask);",
                      "$x.find(1)->second", "std::map<int, std::future<int>>"),
    "optional": Kept("", "std::optional<std::future<int>> $x = $ask;", "$x.value()",
                     "std::optional<std::future<int>>"),
    "owned": Kept("", "auto $x = std::make_unique<std::future<int>>($ask);", "(*$x)",
                  "std::unique_ptr<std::future<int>>"),
    "pair": Kept("", "std::pair<int, std::future<int>> $x{1, $ask};", "$x.second",
                 "std::pair<int, std::future<int>>"),
    "tuple": Kept("", "std::tuple<int, std::future<int>> $x{1, $ask};", "std::get<1>($x)",
                  "std::tuple<int, std::future<int>>"),
    "array": Kept("", "std::array<std::future<int>, 2> $x;\n$x[1] = $ask;", "$x[1]",
                  "std::array<std::future<int>, 2>"),
    "plain array": Kept("", "std::future<int> $x[2];\n$x[0] = $ask;", "$x[0]", ""),
    "getter": Kept("class $S {\npublic:\nexplicit $S(std::future<int> one) : "
                   "$f(std::move(one)) {}\nstd::future<int> &$y() { return $f; }\n"
                   "private:\nstd::future<int> $f;\n};", "$S $x($ask);", "$x.$y()", "$S"),
}

# How a future is waited for; $use is the future.
GETS = {
    "get": "return $use.get(); /*W*/",
    "wait": "$use.wait(); /*W*/\nreturn 1;",
    "get into": "int $z = $use.get(); /*W*/\nreturn $z;",
    "wait then get": "$use.wait(); /*W*/\nreturn $use.get();",
    "timed": "if ($use.wait_for(std::chrono::milliseconds(150)) != /*W*/\n"
             "    std::future_status::ready)\n  stalled();\nreturn 1;",
    "again and again": "while ($use.wait_for(std::chrono::milliseconds(5)) != /*W*/\n"
                       "       std::future_status::ready) {\n}\nreturn 1;",
    "in a lambda": "auto $z = [&] { return $use.get(); }; /*W*/\nreturn $z();",
    "by reference": "auto &$z = $use;\nreturn $z.get(); /*W*/",
    "moved on": "auto $z = std::move($use);\nreturn $z.get(); /*W*/",
    "moved into": "return [](auto $z) { return $z.get(); }(std::move($use)); /*W*/",
}

# What is signalled by the other task. declare; make; signal; await; kind.
Signal = collections.namedtuple("Signal", "declare make signal wait kind")

SIGNALS = {
    "promise": Signal("", "std::promise<void> $x;", "$x.set_value();",
                      "$x.get_future().wait(); /*W*/", "std::promise<void>"),
    "promised value": Signal("", "std::promise<int> $x;", "$x.set_value(3);",
                             "int $y = $x.get_future().get(); /*W*/\n(void)$y;",
                             "std::promise<int>"),
    "counter": Signal(
        "class $S {\npublic:\nexplicit $S(int $y) : left($y) {}\nvoid $f() {\n"
        "std::lock_guard<std::mutex> lock(m);\nif (--left == 0)\n  c.notify_all();\n}\n"
        "void $g() {\nstd::unique_lock<std::mutex> lock(m);\n"
        "c.wait(lock, [this] { return left == 0; }); /*W*/\n}\nprivate:\nstd::mutex m;\n"
        "std::condition_variable c;\nint left;\n};", "$S $x(1);", "$x.$f();",
        "$x.$g(); /*W*/", "$S"),
    "event": Signal(
        "class $S {\npublic:\nvoid $f() {\n{\nstd::lock_guard<std::mutex> lock(m);\n"
        "is = true;\n}\nc.notify_all();\n}\nvoid $g() {\n"
        "std::unique_lock<std::mutex> lock(m);\nwhile (!is)\n  c.wait(lock); /*W*/\n}\n"
        "private:\nstd::mutex m;\nstd::condition_variable c;\nbool is = false;\n};",
        "$S $x;", "$x.$f();", "$x.$g(); /*W*/", "$S"),
    "condition": Signal(
        "struct $S {\nstd::mutex m;\nstd::condition_variable c;\nbool is = false;\n};",
        "$S $x;", "std::lock_guard<std::mutex> lock($x.m);\n$x.is = true;\n"
        "$x.c.notify_one();", "std::unique_lock<std::mutex> lock($x.m);\n"
        "$x.c.wait(lock, [&] { return $x.is; }); /*W*/", "$S"),
    "flag": Signal("", "std::atomic<bool> $x{false};", "$x = true;",
                   "while (!$x.load()) /*W*/\n  std::this_thread::yield(); /*W*/",
                   "std::atomic<bool>"),
    "sleeping flag": Signal(
        "", "std::atomic<int> $x{0};", "$x.fetch_add(1);",
        "while ($x.load() < 1) /*W*/\n"
        "  std::this_thread::sleep_for(std::chrono::milliseconds(2)); /*W*/",
        "std::atomic<int>"),
}

SIGNALS20 = {
    "latch": Signal("", "std::latch $x(1);", "$x.count_down();", "$x.wait(); /*W*/",
                    "std::latch"),
    "semaphore": Signal("", "std::binary_semaphore $x{0};", "$x.release();",
                        "$x.acquire(); /*W*/", "std::binary_semaphore"),
    "atomic wait": Signal("", "std::atomic<int> $x{0};", "$x = 1;\n$x.notify_all();",
                          "$x.wait(0); /*W*/", "std::atomic<int>"),
}

SIGNALS_ABSEIL = {
    "notification": Signal("", "absl::Notification $x;", "$x.Notify();",
                           "$x.WaitForNotification(); /*W*/", "absl::Notification"),
    "blocking counter": Signal("", "absl::BlockingCounter $x(1);", "$x.DecrementCount();",
                               "$x.Wait(); /*W*/", "absl::BlockingCounter"),
    "absl::CondVar": Signal(
        "struct $S {\nabsl::Mutex m;\nabsl::CondVar c;\nbool is = false;\n};",
        "$S $x;", "absl::MutexLock lock(&$x.m);\n$x.is = true;\n$x.c.SignalAll();",
        "absl::MutexLock lock(&$x.m);\nwhile (!$x.is)\n  $x.c.Wait(&$x.m); /*W*/", "$S"),
    "absl::Condition": Signal(
        "struct $S {\nabsl::Mutex m;\nbool is = false;\n};", "$S $x;",
        "absl::MutexLock lock(&$x.m);\n$x.is = true;",
        "absl::MutexLock lock(&$x.m);\n$x.m.Await(absl::Condition(&$x.is)); /*W*/", "$S"),
}

# Ways that do the submit and the wait in one; $ask the future, $P the types of
# what is carried, $A its names.
WHOLE = {
    "direct": ("", "return $ask.get(); /*W*/"),
    "sync wrapper": ("int $f($params) {\nreturn $ask.get(); /*W*/\n}", "return $f($args);"),
    "returned": ("std::future<int> $f($params) {\nreturn $ask;\n}",
                 "return $f($args).get(); /*W*/"),
    "returned late": ("std::future<int> $f($params) {\nauto $x = $ask;\nreturn $x;\n}\n"
                      "std::future<int> $g($params) {\nreturn $f($args);\n}",
                      "auto $y = $g($args);\nreturn $y.get(); /*W*/"),
    "out": ("void $f($comma std::future<int> &$x) {\n$x = $ask;\n}",
            "std::future<int> $y;\n$f($argsComma $y);\nreturn $y.get(); /*W*/"),
    "holder": ("struct $S {\nstd::future<int> $f;\nvoid $g($params) { $f = $ask; }\n"
               "int $h() {\nreturn $f.get(); /*W*/\n}\n};",
               "$S $x;\n$x.$g($args);\nreturn $x.$h();"),
    "set": ("", "std::vector<std::future<int>> $x;\nfor (int i = 0; i < 3; ++i)\n"
            "  $x.push_back($ask);\nint $y = 0;\nfor (auto &one : $x)\n"
            "  $y += one.get(); /*W*/\nreturn $y;"),
    "set by index": ("", "std::vector<std::future<int>> $x(2);\n"
                     "for (auto &one : $x)\n  one = $ask;\nint $y = 0;\n"
                     "for (size_t i = 0; i < $x.size(); ++i)\n  $y += $x[i].get(); /*W*/\n"
                     "return $y;"),
    "for each": ("", "std::list<std::future<int>> $x;\n$x.push_back($ask);\n"
                 "$x.push_back($ask);\nstd::for_each($x.begin(), $x.end(), "
                 "[](auto &one) { one.wait(); }); /*W*/\nreturn 1;"),
    "destructor": ("struct $S {\nstd::future<int> $f;\n~$S() {\n$f.wait(); /*W*/\n}\n};",
                   "/*W*/ $S $x{$ask}; /*W*/\nreturn 1;"),
    "capture": ("", "auto $x = [$y = $ask]() mutable { return $y.get(); }; /*W*/\n"
                "return $x();"),
    "own thread": ("", "auto $x = $ask;\nstd::thread $y([&] { $x.wait(); }); /*W*/\n"
                   "$y.join(); /*W*/\nreturn 1;"),
    "async": ("", "auto $x = $ask;\nreturn std::async(std::launch::async, "
              "[&] { return $x.get(); }).get(); /*W*/"),
    "conditional": ("", "auto $x = $ask;\nreturn $x.valid() ? $x.get() : 0; /*W*/"),
}

# The other task: $do are its statements, each ends with a return of an int.
INNERS = {
    "lambda": ("", "", "[&] {\n$do}"),
    "variable": ("", "std::function<int()> $j = [&] {\n$do};", "$j"),
    "auto variable": ("", "auto $j = [&] {\n$do};", "$j"),
    "called": ("", "auto $j = [&] {\n$do};", "[&] { return $j(); }"),
    "generic": ("", "auto $j = [&](auto) -> int {\n$do};", "[&] { return $j(1); }"),
    "mutable": ("", "", "[&, $k = 1]() mutable {\n++$k;\n$do}"),
}

# The same where the task needs nothing from around it.
INNERS_APART = {
    "function": ("int $j() { return 5; }", "", "$j"),
    "pointer": ("int $j() { return 5; }", "", "&$j"),
    "functor": ("struct $J {\nint operator()() const { return 5; }\n};", "", "$J()"),
    "bind": ("int $j(int a, int b) { return a + b; }", "", "std::bind(&$j, 1, 2)"),
    "method": ("struct $J {\nint $j() { return 5; }\n};", "$J $k;",
               "std::bind(&$J::$j, $k)"),
    "static method": ("struct $J {\nstatic int $j() { return 5; }\n};", "", "&$J::$j"),
    "passed on": ("template <class F> int $j(F f) { return f(); }", "",
                  "[] { return $j([] { return 5; }); }"),
}
