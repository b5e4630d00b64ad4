# Part of Gridlock, under the Apache License v2.0 with LLVM Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

"""Programs that wait while they hold a mutex that the awaited task locks, or do
something that looks like it."""

from choices import even, fill
from distance import Scope
from homes import Place
from libraries import executor, library
from pools import layout
from selfwait import NONE, SelfWait

INNOCENTS = {NONE: 10, "unlocked before": 3, "other mutex": 2, "task locks nothing": 2,
             "task tries": 1, "not waited": 1, "waited before": 2, "both share": 1,
             "way not taken": 1}

# How the waiting side locks $m: kind of the mutex, before, how it lets go early,
# after.
GUARDS = {
    "lock_guard": ("std::mutex", "std::lock_guard<std::mutex> $l($m);", "", ""),
    "deduced": ("std::mutex", "std::lock_guard $l($m);", "", ""),
    "unique_lock": ("std::mutex", "std::unique_lock<std::mutex> $l($m);", "$l.unlock();", ""),
    "scoped_lock": ("std::mutex", "std::scoped_lock $l($m);", "", ""),
    "by hand": ("std::mutex", "$m.lock();", "$m.unlock();", "$m.unlock();"),
    "deferred": ("std::mutex", "std::unique_lock<std::mutex> $l($m, std::defer_lock);\n"
                 "$l.lock();", "$l.unlock();", ""),
    "adopted": ("std::mutex", "$m.lock();\nstd::lock_guard<std::mutex> $l($m, "
                "std::adopt_lock);", "", ""),
    "assigned": ("std::mutex", "std::unique_lock<std::mutex> $l;\n"
                 "$l = std::unique_lock<std::mutex>($m);", "$l.unlock();", ""),
    "moved": ("std::mutex", "std::unique_lock<std::mutex> $k($m);\n"
              "auto $l = std::move($k);", "$l.unlock();", ""),
    "std::lock": ("std::mutex", "std::mutex $n;\nstd::lock($m, $n);\n"
                  "std::lock_guard<std::mutex> $l($m, std::adopt_lock);\n"
                  "std::lock_guard<std::mutex> $k($n, std::adopt_lock);", "", ""),
    "optional": ("std::mutex", "std::optional<std::lock_guard<std::mutex>> $l;\n"
                 "$l.emplace($m);", "$l.reset();", ""),
    "owned": ("std::mutex", "auto $l = std::make_unique<std::lock_guard<std::mutex>>($m);",
              "$l.reset();", ""),
    "recursive": ("std::recursive_mutex", "std::lock_guard<std::recursive_mutex> $l($m);",
                  "", ""),
    "timed": ("std::timed_mutex", "std::unique_lock<std::timed_mutex> $l($m);",
              "$l.unlock();", ""),
    "shared": ("std::shared_mutex", "std::unique_lock<std::shared_mutex> $l($m);",
               "$l.unlock();", ""),
    "shared reader": ("std::shared_mutex", "std::shared_lock<std::shared_mutex> $l($m);",
                      "$l.unlock();", ""),
    "own guard": ("std::mutex", "$G $l($m);", "", ""),
    "returned": ("std::mutex", "auto $l = $h($m);", "$l.unlock();", ""),
}

ABSEIL_GUARDS = {
    "MutexLock": ("absl::Mutex", "absl::MutexLock $l(&$m);", "", ""),
    "WriterMutexLock": ("absl::Mutex", "absl::WriterMutexLock $l(&$m);", "", ""),
    "ReaderMutexLock": ("absl::Mutex", "absl::ReaderMutexLock $l(&$m);", "", ""),
    "ReleasableMutexLock": ("absl::Mutex", "absl::ReleasableMutexLock $l(&$m);",
                            "$l.Release();", ""),
    "Lock": ("absl::Mutex", "$m.Lock();", "$m.Unlock();", "$m.Unlock();"),
}

# How the task locks it.
TASK_GUARDS = {
    "lock_guard": "std::lock_guard<$mutex> $l($m);\n",
    "unique_lock": "std::unique_lock<$mutex> $l($m);\n",
    "scoped_lock": "std::scoped_lock $l($m);\n",
    "by hand": "$m.lock();\n$m.unlock();\n",
}
ABSEIL_TASK_GUARDS = {
    "MutexLock": "absl::MutexLock $l(&$m);\n",
    "Lock": "$m.Lock();\n$m.Unlock();\n",
}
# How it locks it beside another reader, and how it does so if it can.
SHARES = {"std": "std::shared_lock<std::shared_mutex> $l($m);\n",
          "abseil": "absl::ReaderMutexLock $l(&$m);\n"}
TRIES = {"std": "if ($m.try_lock())\n  $m.unlock();\n",
         "abseil": "if ($m.TryLock())\n  $m.Unlock();\n"}

# Where the mutex lives: declaration, setup, carried type, use, and how another
# file knows it, if not from a header.
MUTEXES = {
    "local": ("", "$mutex $v;", "$mutex &", "$v", ""),
    "global": ("$mutex $v;", "", "", "$v", "extern $mutex $v;"),
    "member": ("struct $O {\n$mutex $f;\nint $g = 0;\n};", "$O $v;", "$O &", "$v.$f", ""),
    "nested": ("struct $M {\n$mutex $f;\n};\nstruct $O {\n$M $g;\n};", "$O $v;", "$O &",
               "$v.$g.$f", ""),
    "getter": ("class $O {\npublic:\n$mutex &$g() { return $f; }\nprivate:\n$mutex $f;\n};",
               "$O $v;", "$O &", "$v.$g()", ""),
    "pointer": ("", "$mutex $v0;\n$mutex *$v = &$v0;", "$mutex *", "(*$v)", ""),
    "shared": ("", "auto $v = std::make_shared<$mutex>();",
               "const std::shared_ptr<$mutex> &", "(*$v)", ""),
    "static": ("$mutex &$v() {\nstatic $mutex one;\nreturn one;\n}", "", "", "$v()",
               "$mutex &$v();"),
}


class Locks(SelfWait):
    """One program that waits under a lock."""

    def build(self):
        pick = self.choices.pick
        self.pick_wait()
        options = dict(INNOCENTS)
        if self.group != "kept":
            del options["not waited"]
            del options["waited before"]
        self.innocent = pick("innocent", options)
        self.program.hangs = self.innocent == NONE
        self.program.checks = ["gridlock-wait-under-lock", "gridlock-wait-cycle"]
        self.pick_places()
        body = self.chain("inner", self.scope, self.body(), 2, whole=True)
        self.begin(self.chain("outer", self.scope, self.locked(body), 3, whole=True))
        return self.program

    def pick_wait(self):
        self.locks = "abseil" if library(self.choices) == "abseil" else "std"
        super().pick_wait()
        if self.group in ("idle", "signal"):
            # A signal under the lock, or the end of all, is another matter.
            self.group, self.whole = "whole", self.choices.pick(
                "simple whole", even("direct", "returned", "sync wrapper", "set"))

    def pick_places(self):
        choices = self.choices
        self.pool = executor(choices, "pool", self.cxx20, several=False)
        self.program.add(self.pool.text())
        self.home = self.other = Place(choices, "pool", self.pool)
        self.home.add_to(self.program)
        self.guards = ABSEIL_GUARDS if self.locks == "abseil" else GUARDS
        guards = dict.fromkeys(self.guards, 1)
        if self.innocent == "both share":
            guards = dict.fromkeys({"shared reader", "ReaderMutexLock"} & set(guards), 1)
        elif self.innocent == "unlocked before":
            guards = {g: 1 for g, parts in self.guards.items() if parts[2]}
        self.guard = choices.pick("guard", guards)
        self.mutex = self.guards[self.guard][0]
        carried = [self.home.parameter()]
        self.locked_mutex, item = self.declare_mutex("first")
        carried.append(item)
        self.task_mutex = self.locked_mutex
        if self.innocent == "other mutex":
            self.task_mutex, item = self.declare_mutex("second")
            carried.append(item)
        self.scope = Scope(carried)

    def declare_mutex(self, tag):
        word = self.choices.word
        kind = self.choices.pick("mutex home", dict.fromkeys(MUTEXES, 1))
        words = {c: word(tag + "mutex" + c, "name") for c in "vfg"}
        words.update(O=word(tag + "mutexO"), M=word(tag + "mutexM"), mutex=self.mutex)
        words["v0"] = words["v"] + "_"
        declare, setup, carry, use, known = (fill(part, **words) for part in MUTEXES[kind])
        self.program.variable(layout(declare), known)
        self.program.start(setup)
        return use, (carry, words["v"]) if carry else None

    def inner(self, do, apart, alone=False):
        """The task that is waited for: it locks the mutex."""
        words = dict(l="guard", m=self.task_mutex, mutex=self.mutex)
        forms = ABSEIL_TASK_GUARDS if self.locks == "abseil" else TASK_GUARDS
        lock = fill(forms[self.choices.pick("task guard", dict.fromkeys(forms, 1))], **words)
        if self.innocent == "both share":
            lock = fill(SHARES[self.locks], **words)
        elif self.innocent == "task locks nothing":
            lock = ""
        elif self.innocent == "task tries":
            lock = fill(TRIES[self.locks], **words)
        call = self.chain("task", self.scope, lock + "return 5;\n", 3)
        return super().inner(call, False, alone)

    def kept_body(self):
        body = super().kept_body()
        if self.innocent != "waited before":
            return body
        # The lock comes after the wait.
        return body.replace("at();\n", "") if "at();" in body else body

    def locked(self, body):
        """The body under the lock."""
        word = self.choices.word
        words = {c: word("lock" + c, "name") for c in "lknh"}
        words.update(m=self.locked_mutex, G=word("lockG"))
        _, lock, early, after = (fill(part, **words) for part in self.guards[self.guard])
        if self.guard == "own guard":
            self.program.add(layout(fill(
                "class $G {\npublic:\nexplicit $G(std::mutex &m) : m(m) { m.lock(); }\n"
                "~$G() { m.unlock(); }\nprivate:\nstd::mutex &m;\n};", **words)))
        if self.guard == "returned":
            self.program.add(layout(fill(
                "inline std::unique_lock<std::mutex> $h(std::mutex &m) {\n"
                "return std::unique_lock<std::mutex>(m);\n}", **words)))
        call = "[&]() -> int {\n%s}" % body
        if self.innocent == "unlocked before":
            after = early if after else ""
            return "%s\n%s\n%s" % (lock, early, body)
        if self.innocent == "way not taken":
            return ("volatile int closed = 0;\nif (closed == 1) {\n%s\n%s\nreturn 0;\n}\n%s"
                    % (lock, after, body))
        if self.innocent == "waited before":
            return "int before = %s();\n%s\n%s\nreturn before;\n" % (call, lock, after)
        if after:
            return "%s\nint all = %s();\n%s\nreturn all;\n" % (lock, call, after)
        return "%s\n%s" % (lock, body)

    def begin(self, call):
        """What runs it: the first thread, or one of its own."""
        way = self.choices.pick("runs on", even("main", "thread"))
        run = "[&]() -> int {\n%s}" % call
        if way == "main":
            self.program.start("%s();" % run)
        else:
            self.program.start("std::thread waiter(%s);\nwaiter.join();" % run)
