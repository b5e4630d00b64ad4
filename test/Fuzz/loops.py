# Part of Gridlock, under the Apache License v2.0 with LLVM Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

"""Programs in which a handler runs its own event loop, or something like it."""

from choices import even, fill
from distance import Scope
from homes import Place
from pools import layout
from selfwait import NONE, SelfWait

INNOCENTS = {NONE: 8, "poll": 1, "poll one": 1, "other loop": 2, "main": 2, "own thread": 1,
             "stopped before": 1, "stopped meanwhile": 1, "stop queued": 1, "run for": 1,
             "one queued": 1}

# What the handler does; $e is its loop.
RUNS = {
    "run": "$e.run(); /*W*/",
    "run one": "$e.run_one(); /*W*/",
    "used": "auto $x = $e.run(); /*W*/\n(void)$x;",
    "in a loop": "while (!$e.stopped())\n  $e.run(); /*W*/",
    "stopped after": "$e.run(); /*W*/\n$e.stop();",
    "by reference": "asio::io_context &$x = $e;\n$x.run(); /*W*/",
    "own thread": "std::thread $x([&] { $e.run(); }); /*W*/\n$x.join(); /*W*/",
    "async": "std::async(std::launch::async, [&] { $e.run(); /*W*/\n}).get(); /*W*/",
    "future": "asio::post($e, asio::use_future([] { return 1; })).get(); /*W*/",
}
RUNS20 = {
    "spawned": "asio::co_spawn($e, []() -> asio::awaitable<int> {\n"
               "co_await asio::post(co_await asio::this_coro::executor, "
               "asio::use_awaitable);\nco_return 3;\n}, asio::use_future).get(); /*W*/",
}
HARMLESS = {
    "poll": "$e.poll();",
    "poll one": "while ($e.poll_one() != 0) {\n}",
    "other loop": "asio::io_context $x;\nasio::post($x, [] {});\n$x.run();",
    "main": "$e.run();",
    "own thread": "$e.run();",
    "stopped before": "$e.stop();\n$e.run();",
    "stopped meanwhile": "std::thread $x([&] {\nstd::this_thread::sleep_for("
                         "std::chrono::milliseconds(20));\n$e.stop();\n});\n$e.run();\n"
                         "$x.join();",
    "stop queued": "asio::post($e, [&] { $e.stop(); });\n$e.run();",
    "run for": "$e.run_for(std::chrono::milliseconds(20));",
    "one queued": "asio::post($e, [] {});\n$e.run_one();",
}


class Context:
    """Asio's event loop."""

    workers, signal, name = 1, "library", "asio::io_context"

    def ask(self, use, task):
        return "asio::post(%s, asio::use_future(%s))" % (use, task)

    def post(self, use, task):
        return "asio::post(%s, %s)" % (use, task)


class Loops(SelfWait):
    """One program around an event loop."""

    def build(self):
        pick, program = self.choices.pick, self.program
        pick("library", {"asio": 1})
        self.innocent = pick("innocent", INNOCENTS)
        program.hangs = self.innocent == NONE
        program.checks = ["gridlock-nested-loop", "gridlock-self-wait", "gridlock-self-join"]
        self.home = Place(self.choices, "pool", Context())
        self.home.add_to(program)
        self.scope = Scope([self.home.parameter()])
        runs = dict(RUNS, **(RUNS20 if self.cxx20 else {}))
        text = HARMLESS[self.innocent] if self.innocent != NONE else \
            runs[pick("run", dict.fromkeys(runs, 1))]
        words = dict(self.words("body"), e=self.home.use)
        body = "at();\n%s\nreturn 1;\n" % fill(text, **words)
        self.begin(self.chain("outer", self.scope, body, 5, whole=True))
        return program

    def begin(self, call):
        """What runs the loop, and the handler on it."""
        program, loop = self.program, self.home.use
        run = "[&]() -> int {\n%s}" % call
        if self.innocent == "main":
            program.start("%s();" % run)
        elif self.innocent == "own thread":
            program.start("std::thread runner(%s);\nrunner.join();" % run)
        elif self.choices.pick("runs on", even("main", "thread")) == "main":
            program.start("%s;\n%s.run();" % (self.home.post(run), loop))
        else:
            program.start(layout("auto guard = asio::make_work_guard(%s);\n"
                                 "std::thread runner([&] { %s.run(); });\n%s;\n"
                                 "guard.reset();\nrunner.join();"
                                 % (loop, loop, self.home.post(run))))
