# Part of Gridlock, under the Apache License v2.0 with LLVM Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

"""Home-made executors of many shapes."""

from choices import even, fill

# What the queue holds: its type, how it is made of the function f, how it runs.
ELEMENTS = {
    "function": ("std::function<void()>", "std::move(f)", "$x();"),
    "shared": ("std::shared_ptr<std::function<void()>>",
               "std::make_shared<std::function<void()>>(std::move(f))",
               "(*$x)();"),
    "job": ("std::unique_ptr<$Job>", "std::make_unique<$Work>(std::move(f))",
            "$x->$go();"),
    "packaged": ("std::packaged_task<void()>",
                 "std::packaged_task<void()>(std::move(f))", "$x();"),
    "pointer": ("$Job", "$Job{&$Job::$go, new std::function<void()>(std::move(f))}",
                "$x.call($x.data);"),
}

JOBS = {
    "job": """struct $Job {
  virtual ~$Job() = default;
  virtual void $go() = 0;
};
struct $Work : $Job {
  explicit $Work(std::function<void()> f) : f(std::move(f)) {}
  void $go() override { f(); }
  std::function<void()> f;
};
""",
    "pointer": """struct $Job {
  void (*call)(void *) = nullptr;
  void *data = nullptr;
  static void $go(void *data) {
    std::unique_ptr<std::function<void()>> f(
        static_cast<std::function<void()> *>(data));
    (*f)();
  }
};
""",
    "ranked": """struct $Job {
  int rank;
  std::function<void()> f;
  bool operator<(const $Job &other) const { return rank < other.rank; }
};
""",
}

# How the queue is declared, filled, emptied into x, and found empty.
QUEUES = {
    "deque": ("std::deque<$T> $q;", "$q.push_back($new);",
              "$x = std::move($q.front());\n$q.pop_front();", "$q.empty()"),
    "queue": ("std::queue<$T> $q;", "$q.push($new);",
              "$x = std::move($q.front());\n$q.pop();", "$q.empty()"),
    "list": ("std::list<$T> $q;", "$q.emplace_back($new);",
             "$x = std::move($q.front());\n$q.pop_front();", "$q.empty()"),
    "vector": ("std::vector<$T> $q;", "$q.push_back($new);",
               "$x = std::move($q.front());\n$q.erase($q.begin());",
               "$q.empty()"),
    "stack": ("std::vector<$T> $q;", "$q.push_back($new);",
              "$x = std::move($q.back());\n$q.pop_back();", "$q.empty()"),
    "map": ("std::map<int, $T> $q;\nint tickets = 0;",
            "$q.emplace(tickets++, $new);",
            "$x = std::move($q.begin()->second);\n$q.erase($q.begin());",
            "$q.empty()"),
    "ring": ("std::array<$T, 32> $q;\nunsigned first = 0, last = 0;",
             "$q[last++ % 32] = $new;", "$x = std::move($q[first++ % 32]);",
             "(first == last)"),
    "heap": ("std::priority_queue<$Job> $q;", "$q.push($Job{1, std::move(f)});",
             "$x = $q.top().f;\n$q.pop();", "$q.empty()"),
}

STARTS = {
    "lambda": "[this] { $loop(); }",
    "method": "&$Pool::$loop, this",
    "bind": "std::bind(&$Pool::$loop, this)",
    "static": "&$Pool::$enter, this",
}

THREADS = {
    # declaration, start, join
    "vector": ("std::vector<std::thread> $t;",
               "for (int i = 0; i < $workers; ++i)\n  $t.emplace_back($start);",
               "for (auto &one : $t)\n  one.join();"),
    "member": ("std::thread $t;", "$t = std::thread($start);", "$t.join();"),
    "owned": ("std::unique_ptr<std::thread> $t;",
              "$t = std::make_unique<std::thread>($start);", "$t->join();"),
    "list": ("std::list<std::thread> $t;",
             "for (int i = 0; i < $workers; ++i)\n"
             "  $t.push_back(std::thread($start));",
             "while (!$t.empty()) {\n  $t.front().join();\n  $t.pop_front();\n}"),
}

ASKS = {
    "task": """auto task = std::make_shared<std::packaged_task<int()>>(std::move(g));
std::future<int> later = task->get_future();
$post([task] { (*task)(); });
return later;""",
    "promise": """auto result = std::make_shared<std::promise<int>>();
std::future<int> later = result->get_future();
$post([result, g]() mutable { result->set_value(g()); });
return later;""",
}

INSIDES = {
    # fields, what a worker does first, the test
    "current": ("static inline thread_local $Pool *here = nullptr;",
                "here = this;", "return here == this;"),
    "flag": ("static inline thread_local bool here = false;", "here = true;",
             "return here;"),
    "ids": ("std::mutex idMutex;\nstd::vector<std::thread::id> ids;",
            "{\n  std::lock_guard<std::mutex> lock(idMutex);\n"
            "  ids.push_back(std::this_thread::get_id());\n}",
            "std::lock_guard<std::mutex> lock(idMutex);\n"
            "for (auto id : ids)\n  if (id == std::this_thread::get_id())\n"
            "    return true;\nreturn false;"),
}


class Pool:
    """One class of executors. needs: a set of 'inside', 'help', 'idle';
    several: may it have more than one worker?"""

    def __init__(self, choices, tag, cxx20, needs=(), several=True):
        self.choices, self.tag, self.needs = choices, tag, set(needs)
        pick = lambda what, options: choices.pick("%s %s" % (tag, what), options)
        word = lambda hint: choices.word(tag + hint, "name")
        self.workers = int(pick("workers", {"1": 5, "2": 1} if several else {"1": 1}))
        self.queue = pick("queue", dict.fromkeys(QUEUES, 1))
        if self.queue == "heap":
            self.element = "function"
        else:
            self.element = pick("element", dict.fromkeys(ELEMENTS, 1))
        signals = {"condition": 3, "condition-loop": 2, "spin": 1}
        if cxx20:
            signals["semaphore"] = 1
        self.signal = pick("signal", signals)
        threads = dict.fromkeys(THREADS, 1)
        if self.workers > 1:
            del threads["member"], threads["owned"]
        self.threads = pick("threads", threads)
        self.start = pick("start", dict.fromkeys(STARTS, 1))
        self.asks = pick("asks", dict.fromkeys(ASKS, 1))
        self.generic = pick("generic", even("no", "yes"))
        self.unlocks = pick("unlocks", even("scope", "by hand", "taker"))
        self.inside = pick("inside", dict.fromkeys(INSIDES, 1)) \
            if "inside" in self.needs else ""
        self.words = dict(
            Pool=choices.word(tag + "pool"), Job=choices.word(tag + "job"),
            Work=choices.word(tag + "work"), q=word("queue"), t=word("threads"),
            x="x", go=word("go"), loop=word("loop"), enter=word("enter"),
            post=word("post"), ask=word("ask"), m=word("mutex"), c=word("changed"),
            over=word("over"), take=word("take"), workers=str(self.workers),
            isInside=word("inside"), help=word("help"), idle=word("idle"))
        self.name = self.words["Pool"]
        self.post_name, self.ask_name = self.words["post"], self.words["ask"]
        self.idle_name, self.help_name = self.words["idle"], self.words["help"]
        self.inside_name = self.words["isInside"]

    def ask(self, use, task):
        """The future of a task; use: the executor."""
        return with_arrow(use, "%s(%s)" % (self.ask_name, task))

    def post(self, use, task):
        """Submits a task."""
        return with_arrow(use, "%s(%s)" % (self.post_name, task))

    def fill(self, text, **more):
        # Pieces hold pieces.
        for _ in range(3):
            text = fill(text, **{**self.words, **more})
        return text

    def jobs(self):
        key = "ranked" if self.queue == "heap" else self.element
        return self.fill(JOBS.get(key, ""))

    def put(self):
        """The statements that store f and wake a worker."""
        queue = QUEUES[self.queue]
        new = ELEMENTS[self.element][1]
        counted = "++pending;\n" if "idle" in self.needs else ""
        wake = {"condition": "$c.notify_one();", "condition-loop": "$c.notify_all();",
                "semaphore": "$c.release();", "spin": ""}[self.signal]
        return ("{\n  std::lock_guard<std::mutex> lock($m);\n  " + counted
                + queue[1].replace("$new", new) + "\n}\n" + wake)

    def await_one(self):
        """What a worker does until there is a task; the lock is held after it."""
        empty = QUEUES[self.queue][3]
        return {
            "condition": "std::unique_lock<std::mutex> lock($m);\n"
                         "$c.wait(lock, [this] { return $over || !%s; });" % empty,
            "condition-loop": "std::unique_lock<std::mutex> lock($m);\n"
                              "while (!$over && %s)\n  $c.wait(lock);" % empty,
            "semaphore": "$c.acquire();\nstd::unique_lock<std::mutex> lock($m);",
            "spin": "std::unique_lock<std::mutex> lock($m);\n"
                    "while (%s && !$over) {\nlock.unlock();\n"
                    "std::this_thread::sleep_for(std::chrono::microseconds(300));\n"
                    "lock.lock();\n}" % empty,
        }[self.signal]

    def pop(self):
        return QUEUES[self.queue][2]

    def loop(self):
        """The method that workers run."""
        kind, _, run = ELEMENTS[self.element]
        empty = QUEUES[self.queue][3]
        first = INSIDES[self.inside][1] + "\n" if self.inside else ""
        after = ("\n{\n  std::lock_guard<std::mutex> lock($m);\n  --pending;\n}"
                 "\nquiet.notify_all();") if "idle" in self.needs else ""
        take = "%s\nif (%s)\n  return;\n%s" % (self.await_one(), empty, self.pop())
        if self.unlocks == "taker":
            taken = take.replace("return;", "return false;")
            return ("bool $take(%s &$x) {\n%s\nreturn true;\n}\n" % (kind, taken)
                    + "void $loop() {\n%s%s $x;\nwhile ($take($x)) {\n%s%s\n}\n}"
                    % (first, kind, run, after))
        if self.unlocks == "by hand":
            body = "%s $x;\n%s\nlock.unlock();\n%s%s" % (kind, take, run, after)
        else:
            body = "%s $x;\n{\n%s\n}\n%s%s" % (kind, take, run, after)
        return "void $loop() {\n%sfor (;;) {\n%s\n}\n}" % (first, body)

    def extras(self):
        kind, _, run = ELEMENTS[self.element]
        empty = QUEUES[self.queue][3]
        text = ""
        if self.inside:
            text += "bool $isInside() {\n%s\n}\n" % INSIDES[self.inside][2]
        if "help" in self.needs:
            first = "if (!$c.try_acquire())\n  return false;\n" \
                if self.signal == "semaphore" else ""
            text += ("bool $help() {\n%s%s $x;\n{\n"
                     "std::lock_guard<std::mutex> lock($m);\n"
                     "if (%s)\n  return false;\n%s\n}\n%s\nreturn true;\n}\n"
                     % (first, kind, empty, self.pop(), run))
        if "idle" in self.needs:
            text += ("void $idle() {\nstd::unique_lock<std::mutex> lock($m);\n"
                     "quiet.wait(lock, [this] { return pending == 0; }); /*W*/\n}\n")
        return text

    def fields(self):
        kind = ELEMENTS[self.element][0]
        signal = {"condition": "std::condition_variable $c;",
                  "condition-loop": "std::condition_variable $c;",
                  "semaphore": "std::counting_semaphore<> $c{0};",
                  "spin": ""}[self.signal]
        text = "std::mutex $m;\n%s\nbool $over = false;\n%s\n" % (
            signal, QUEUES[self.queue][0].replace("$T", kind))
        if "idle" in self.needs:
            text += "std::condition_variable quiet;\nint pending = 0;\n"
        if self.inside:
            text += INSIDES[self.inside][0] + "\n"
        return text + THREADS[self.threads][0]

    def text(self):
        """The declaration of the class, and of what it needs."""
        threads = THREADS[self.threads]
        wake = {"condition": "$c.notify_all();", "condition-loop": "$c.notify_all();",
                "semaphore": "$c.release($workers);", "spin": ""}[self.signal]
        enter = "static void $enter($Pool *self) { self->$loop(); }\n" \
            if self.start == "static" else ""
        ask = ("template <class F> std::future<int> $ask(F g) {\n%s\n}\n"
               if self.generic == "yes" else
               "std::future<int> $ask(std::function<int()> g) {\n%s\n}\n")
        text = ("class $Pool {\npublic:\n$Pool() {\n%s\n}\n"
                "~$Pool() {\n{\nstd::lock_guard<std::mutex> lock($m);\n$over = true;\n}\n"
                "%s\n%s\n}\n"
                "void $post(std::function<void()> f) {\n%s\n}\n%s%s\n"
                "private:\n%s%s\n%s\n};\n"
                % (threads[1], wake, threads[2], self.put(), ask % ASKS[self.asks],
                   self.extras(), enter, self.loop(), self.fields()))
        start = self.fill(STARTS[self.start])
        return self.jobs() + layout(self.fill(text, start=start))


class Spawner:
    """An executor that gives each task a thread of its own."""

    def __init__(self, choices, tag):
        word = lambda hint: choices.word(tag + hint, "name")
        self.workers, self.signal = 1, "none"
        self.name = choices.word(tag + "pool")
        self.post_name, self.ask_name = word("post"), word("ask")
        self.asks = choices.pick(tag + " asks", dict.fromkeys(ASKS, 1))
        self.idle_name = word("idle")

    ask, post = Pool.ask, Pool.post

    def text(self):
        """The declaration of the class."""
        text = ("class $Pool {\npublic:\n~$Pool() {\nfor (auto &one : $t)\n  one.join();\n}\n"
                "void $post(std::function<void()> f) {\n"
                "std::lock_guard<std::mutex> lock($m);\n"
                "$t.emplace_back(std::move(f));\n}\n"
                "std::future<int> $ask(std::function<int()> g) {\n%s\n}\n"
                "private:\nstd::mutex $m;\nstd::list<std::thread> $t;\n};\n"
                % ASKS[self.asks])
        return layout(fill(text, Pool=self.name, post=self.post_name, ask=self.ask_name,
                           t="threads", m="mutex"))


def with_arrow(expression, rest):
    """(*p) and rest as p->rest, as people write it."""
    if expression.startswith("(*") and expression.endswith(")"):
        return "%s->%s" % (expression[2:-1], rest)
    return "%s.%s" % (expression, rest)


def layout(text):
    """Indents C++ by its braces."""
    depth, lines = 0, []
    for line in text.splitlines():
        line = line.strip()
        if not line:
            continue
        closing = line.startswith("}")
        extra = 0 if not lines or closing or lines[-1].rstrip().endswith(
            ("{", ";", "}", ":", "*/")) else 1
        if line in ("public:", "private:"):
            lines.append("  " * (depth - 1) + line)
            continue
        depth -= closing
        lines.append("  " * (depth + extra) + line)
        depth += line.count("{") - line.count("}") + closing
    return "\n".join(lines) + "\n"
