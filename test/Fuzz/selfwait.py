# Part of Gridlock, under the Apache License v2.0 with LLVM Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

"""Programs in which a task waits for another task of its own executor, or does
something that looks like it."""

import waits
from choices import even, fill
from distance import Scope, chain
from homes import SEPARATE, Place
from libraries import executor, library
from pools import Spawner, layout
from program import Program

NONE, FUTURES = "none", ("later", "poll", "ready", "helping")
# What keeps a program from hanging.
INNOCENTS = {NONE: 12, "other executor": 2, "other object": 2, "own thread": 1,
             "main": 1, "poll": 1, "ready": 1, "worker test": 2, "helping": 1,
             "later": 1, "callback": 1, "thread each": 1, "inner thread": 1,
             "not waited": 1}
OUTERS = {
    "lambda": ("", "", "[&]() -> int {\n$do}"),
    "variable": ("", "std::function<int()> $j = [&]() -> int {\n$do};", "$j"),
    "nested lambda": ("", "", "[&] {\nauto $j = [&]() -> int {\n$do};\nreturn $j();\n}"),
    "functor": ("struct $J {\n${members}int operator()() const {\n$do}\n};", "", "$J{$args}"),
    "method": ("struct $J {\n${members}int $j() {\n$do}\n};", "$J $k{$args};",
               "[&] { return $k.$j(); }"),
    "bound method": ("struct $J {\n${members}int $j() {\n$do}\n};", "$J $k{$args};",
                     "std::bind(&$J::$j, &$k)"),
    "bound function": ("int $j($params) {\n$do}", "", "std::bind(&$j$commaRefs)"),
}


class SelfWait:
    """One program. choices: its tree; space: its namespace."""

    def __init__(self, choices, space):
        self.choices = choices
        self.program = Program(space)
        self.cxx20 = choices.pick("standard", {"17": 2, "20": 1}) == "20"
        self.program.standard = "20" if self.cxx20 else "17"
        self.program.several = choices.pick("files", {"one": 4, "several": 1}) == "several"

    def build(self):
        pick = self.choices.pick
        self.pick_wait()
        options = dict(INNOCENTS)
        if self.group not in ("kept", ):
            for one in FUTURES + ("not waited", ):
                options.pop(one, None)
        if self.group == "idle":
            options = {key: options[key] for key in (NONE, "own thread", "main",
                                                     "callback", "other executor")}
        if self.group == "signal":
            options.pop("callback")
        self.innocent = pick("innocent", options)
        self.program.hangs = self.innocent == NONE
        self.pick_executors()
        if self.choices.made["library"] not in ("", "abseil"):
            # A wait for work of a library's event loop is told by another check.
            self.program.checks = ["gridlock-self-wait", "gridlock-nested-loop"]
        self.start(self.chain("outer", self.scope, self.body(), 6, whole=True))
        return self.program

    def chain(self, tag, scope, body, most, mark="", whole=False):
        """Wraps a body in calls, some of them in another file, and returns the
        statement that does it all. whole: the body may need any function that
        was declared so far."""
        program, choices = self.program, self.choices
        text, statement = chain(choices, tag, scope, body, most, mark=mark)
        program.functions(text)
        if not program.several or choices.pick(tag + " file", even("same", "other")) == "same":
            return statement
        name, words = choices.word(tag + "far", "name"), scope.words()
        head = "int %s(%s)" % (name, words["params"])
        moved = program.calls[:] if whole else program.calls[-1:] if text else []
        del program.calls[len(program.calls) - len(moved):]
        program.elsewhere("\n".join(moved + [layout("%s {\n%s}" % (head, statement))]),
                          head + ";\n")
        return "return %s(%s);%s\n" % (name, words["args"], mark)

    def pick_wait(self):
        pick = self.choices.pick
        abseil = library(self.choices) == "abseil"
        groups = {"signal": 1} if abseil else {"kept": 4, "whole": 3, "signal": 3, "idle": 1}
        self.group = pick("group", groups)
        if self.group == "kept":
            self.kept = pick("kept", {k: 3 if k == "local" else 1 for k in waits.KEPT})
            gets = dict.fromkeys(waits.GETS, 1)
            self.get = pick("get", dict(gets, get=4))
        elif self.group == "whole":
            self.whole = pick("whole", dict.fromkeys(waits.WHOLE, 1))
        elif self.group == "signal":
            self.signals = waits.SIGNALS_ABSEIL if abseil else \
                dict(waits.SIGNALS, **(waits.SIGNALS20 if self.cxx20 else {}))
            self.signal = pick("signal", dict.fromkeys(self.signals, 1))

    def pick_executors(self):
        needs = set()
        if self.innocent == "worker test":
            needs.add("inside")
        if self.innocent == "helping":
            needs.add("help")
        if self.group == "idle":
            needs.add("idle")
        choices = self.choices
        if self.innocent == "thread each":
            self.pool = Spawner(choices, "pool")
        else:
            self.pool = executor(choices, "pool", self.cxx20, needs)
        self.program.add(self.pool.text())
        only = [h for h in SEPARATE if h != "global" or self.pool.signal != "spin"]
        if self.innocent == "other object":
            choices.fixed["pool home"] = choices.pick("pool home pair", even(*only))
        self.home = self.other = Place(choices, "pool", self.pool)
        if self.innocent == "other executor":
            pool = executor(choices, "second", self.cxx20, needs)
            self.program.add(pool.text())
            self.other = Place(choices, "second", pool)
        elif self.innocent == "other object":
            self.other = Place(choices, "second", self.pool, twin=self.home)
        places = [self.home] + ([self.other] if self.other is not self.home else [])
        for place in places:
            place.add_to(self.program)
        self.scope = Scope([place.parameter() for place in places])

    def words(self, tag):
        word = self.choices.word
        words = {c: word(tag + c, "name") for c in "xyzfghjk"}
        words.update({c: word(tag + c) for c in "STJK"})
        words.update(self.scope.words())
        return words

    def inner(self, do, apart, alone=False):
        """(declaration, statements, expression) of the task that is waited for.
        apart: it needs nothing from around it; alone: without statements."""
        options = dict(waits.INNERS, **(waits.INNERS_APART if apart else {}))
        form = self.choices.pick("inner", {
            form: 1 for form, parts in options.items() if not (alone and parts[1])})
        words = dict(self.words("inner"), do=do)
        return tuple(fill(part, **words) for part in options[form])

    def ask(self, expression):
        """The future of a task."""
        if self.innocent == "inner thread":
            return "std::async(std::launch::async, %s)" % expression
        return self.other.ask(expression)

    def body(self):
        """The statements that submit and wait."""
        make = {"kept": self.kept_body, "whole": self.whole_body,
                "signal": self.signal_body, "idle": self.idle_body}[self.group]
        body = make()
        if self.pool.workers > 1:
            body = "meet(%d);\n" % self.pool.workers + body
        if self.innocent == "worker test":
            test = self.home.call(self.pool.inside_name)
            form = self.choices.pick("test", even("return", "branch", "variable"))
            body = {"return": "if (%s)\n  return 0;\n%s" % (test, body),
                    "branch": "if (!%s) {\n%s}\nreturn 0;\n" % (test, body),
                    "variable": "const bool safe = !%s;\nif (safe) {\n%s}\nreturn 0;\n"
                                % (test, body)}[form]
        return body

    def kept_body(self):
        words = self.words("body")
        declare, before, expression = self.inner("return 5;\n", True)
        kept = waits.KEPT[self.kept]
        self.program.functions(declare + "\n")
        self.program.add(layout(fill(kept.declare, **words)))
        if self.innocent == "not waited":
            return before + "\n" + fill(kept.keep, ask=self.ask(expression), **words) \
                + "\nreturn 1;\n"
        if self.innocent == "later":
            future = "std::future<int> %s;\n" % words["z"]
            self.program.variable(future, "extern " + future)
            self.program.finish("%s.get();" % words["z"])
            return "%s\n%s = %s;\nreturn 1;\n" % (before, words["z"], self.ask(expression))
        keep = fill(kept.keep, ask=self.ask(expression), **words)
        use = fill(kept.use, **words)
        ready = "%s.wait_for(std::chrono::seconds(0)) == std::future_status::ready" % use
        get = fill(waits.GETS[self.get], use=use, **words)
        if self.innocent == "poll":
            return "%s\n%s\nreturn %s;\n" % (before, keep, ready)
        if self.innocent == "ready":
            form = self.choices.pick("test", even("branch", "return"))
            test = "if (%s) {\n%s\n}\nreturn 0;\n" if form == "branch" else \
                "if (!(%s))\n  return 0;\n%s\n"
            return "%s\n%s\n%s" % (before, keep, test % (ready, get))
        if self.innocent == "helping":
            keep += "\nwhile (!(%s))\n  %s;" % (ready, self.other.call(self.pool.help_name))
        wait = "at();\n%s\n" % get
        if kept.kind:
            scope = Scope([(fill(kept.kind, **words) + " &", words["x"])])
            wait = self.chain("wait", scope, wait, 3)
        return "%s\n%s\n%s" % (before, keep, wait)

    def whole_body(self):
        words = self.words("body")
        text, statement = waits.WHOLE[self.whole]
        declare, before, expression = self.inner("return 5;\n", True, "$ask" in text)
        self.program.functions(declare + "\n")
        words["ask"] = self.ask(expression)
        self.program.functions(layout(fill(text, **words)))
        return "%s\nat();\n%s\n" % (before, fill(statement, **words))

    def signal_body(self):
        words = self.words("body")
        signal = self.signals[self.signal]
        self.program.add(layout(fill(signal.declare, **words)))
        do = fill(signal.signal, **words) + "\nreturn 0;\n"
        kind = fill(signal.kind, **words) + " &"
        scope = Scope([(kind, words["x"])])
        do = self.chain("signal", scope, do, 3)
        _, before, expression = self.inner(do, False)
        submit = "%s;" % self.other.post(expression)
        if self.innocent == "inner thread":
            submit = "std::thread(%s).detach();" % expression
        # A class that wraps a condition variable is something to wait for itself.
        wait = self.chain("wait", scope, "at();\n%s\nreturn 1;\n" % fill(signal.wait, **words),
                          3, mark=" /*W*/")
        return "\n".join([fill(signal.make, **words), before, submit, wait])

    def idle_body(self):
        _, before, expression = self.inner("return 5;\n", False)
        return "%s\n%s;\nat();\n%s; /*W*/\nreturn 0;\n" % (
            before, self.other.post(expression),
            self.other.call(self.other.pool.idle_name))

    def start(self, call):
        """What runs the outer task, and waits for it."""
        words = dict(self.words("outer"), do=call)
        program = self.program
        if self.innocent == "main":
            program.start("[&]() -> int {\n%s}();" % call)
            return
        if self.innocent == "callback":
            back = "std::function<int()> %s;\n" % words["z"]
            program.variable(back, "extern " + back)
            program.finish("%s();" % words["z"])
            call = "%s = [&]() -> int {\n%s};\nreturn 1;\n" % (words["z"], call)
            words["do"] = call
        form = self.choices.pick("outer", {
            form: 1 for form in OUTERS
            if self.innocent != "callback" or "lambda" in form or form == "variable"})
        if form == "nested lambda" and self.innocent == "callback":
            form = "lambda"
        declare, before, expression = (fill(part, **words) for part in OUTERS[form])
        program.functions(layout(declare))
        program.start(before)
        if self.innocent == "own thread":
            program.start("std::thread %s(%s);\n%s.join();"
                          % (words["x"], expression, words["x"]))
            return
        times = self.pool.workers
        way = self.choices.pick("main waits", even("future", "post"))
        if way == "future":
            names = [words["x"] + str(i) for i in range(times)]
            for name in names:
                program.start("auto %s = %s;" % (
                    name, self.home.ask(expression)))
            for name in names:
                program.start("%s.get();" % name)
            return
        for i in range(times):
            name = words["y"] + str(i)
            program.start("std::promise<void> %s;" % name)
            program.start("%s;" % self.home.post("[&] {\n(%s)();\n"
                          "%s.set_value();\n}" % (expression, name)))
        for i in range(times):
            program.start("%s.get_future().wait();" % (words["y"] + str(i)))
