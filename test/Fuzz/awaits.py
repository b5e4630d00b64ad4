# Part of Gridlock, under the Apache License v2.0 with LLVM Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

"""Coroutines that suspend while they hold a mutex, or just before or after."""

from choices import even, fill
from locks import GUARDS
from pools import layout
from selfwait import NONE
from program import Program

INNOCENTS = {NONE: 6, "unlocked before": 3, "locked after": 2, "in a scope": 2,
             "in a call": 1, "in a lambda": 1}

TASK = """struct $T {
struct promise_type {
$T get_return_object() { return {}; }
std::suspend_never initial_suspend() noexcept { return {}; }
std::suspend_never final_suspend() noexcept { return {}; }
void return_void() {}
void unhandled_exception() { std::terminate(); }
};
};
class $E {
public:
bool await_ready() const { return set.load(); }
void await_suspend(std::coroutine_handle<> h) { handle = h; }
void await_resume() {}
void $open() {
set = true;
if (handle)
  handle.resume();
}
private:
std::atomic<bool> set{false};
std::coroutine_handle<> handle;
};
"""

# What is awaited, as an expression of the event e.
AWAITED = {
    "event": ("", "co_await e; /*W*/"),
    "operator": ("struct $D {\n$E &e;\n$E &operator co_await() const { return e; }\n};",
                 "co_await $D{e}; /*W*/"),
    "function": ("$E &$f($E &e) { return e; }", "co_await $f(e); /*W*/"),
    "suspend": ("struct $D {\n$E &e;\nbool await_ready() { return false; }\n"
                "void await_suspend(std::coroutine_handle<> h) { e.await_suspend(h); }\n"
                "void await_resume() {}\n};", "co_await $D{e}; /*W*/"),
    "in a loop": ("", "for (int i = 0; i < 1; ++i)\n  co_await e; /*W*/"),
    "conditional": ("", "if (!e.await_ready())\n  co_await e; /*W*/"),
}


class Awaits:
    """One program. choices: its tree; space: its namespace."""

    def __init__(self, choices, space):
        self.choices = choices
        self.program = Program(space)
        self.program.standard = "20"
        self.program.checks = ["gridlock-await-under-lock"]

    def build(self):
        choices, program = self.choices, self.program
        innocent = choices.pick("innocent", INNOCENTS)
        program.hangs = innocent == NONE
        guards = {g: 1 for g in GUARDS if g not in ("std::lock", "recursive")
                  and (GUARDS[g][2] or innocent != "unlocked before")}
        guard = choices.pick("guard", guards)
        mutex = GUARDS[guard][0]
        words = {c: choices.word("coroutine" + c, "name") for c in "lknhf"}
        words.update(open=choices.word("open", "name"), m="m", G=choices.word("guard"))
        words.update({c: choices.word("coroutine" + c) for c in "TED"})
        program.add(layout(fill(TASK, **words)))
        declare, await_ = (fill(part, **words) for part in AWAITED[choices.pick(
            "awaited", dict.fromkeys(AWAITED, 1))])
        program.add(layout(declare))
        _, lock, early, after = (fill(part, **words) for part in GUARDS[guard])
        if guard == "own guard":
            program.add(layout(fill(
                "class $G {\npublic:\nexplicit $G(std::mutex &m) : m(m) { m.lock(); }\n"
                "~$G() { m.unlock(); }\nprivate:\nstd::mutex &m;\n};", **words)))
        if guard == "returned":
            program.add(layout(fill(
                "std::unique_lock<std::mutex> $h(std::mutex &m) {\n"
                "return std::unique_lock<std::mutex>(m);\n}", **words)))
        self.coroutine(innocent, mutex, lock, early, after, await_)
        program.start("%s e;\n%s m;" % (words["E"], mutex))
        self.start(words, mutex)
        return program

    def coroutine(self, innocent, mutex, lock, early, after, await_):
        """The coroutine, as a function or a method or a lambda's body."""
        choices, program = self.choices, self.program
        task, event = choices.word("coroutineT"), choices.word("coroutineE")
        body = {
            NONE: "%s\nat();\n%s\n%s" % (lock, await_, after),
            "unlocked before": "%s\n%s\n%s" % (lock, early, await_),
            "locked after": "%s\n%s\n%s" % (await_, lock, after),
            "in a scope": "{\n%s\n%s\n}\n%s" % (lock, after, await_),
            "in a call": "part(m);\n%s" % await_,
            "in a lambda": "[&] {\n%s\n%s\n}();\n%s" % (lock, after, await_),
        }[innocent]
        if innocent == "in a call":
            program.functions(layout("void part(%s &m) {\n%s\n%s\n}" % (mutex, lock, after)))
        form = choices.pick("coroutine", even("function", "static method", "template"))
        name = choices.word("work", "name")
        head = "%s %s(%s &m, %s &e) {\n%s\n}" % (task, name, mutex, event, body)
        self.call = "%s(m, e);" % name
        if form == "static method":
            head = "struct Works {\nstatic %s\n};" % head
            self.call = "Works::" + self.call
        elif form == "template":
            head = "template <class M> " + head.replace("%s &m" % mutex, "M &m", 1)
        program.functions(layout(head))

    def start(self, words, mutex):
        """The coroutine starts in a thread of its own; then somebody locks the
        mutex, and the coroutine goes on."""
        self.program.start(
            "std::thread first([&] { %s });\nfirst.join();\n"
            "{\nstd::lock_guard<%s> guard(m);\n}\ne.%s();" % (
                self.call, mutex, words["open"]))
