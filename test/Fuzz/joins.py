# Part of Gridlock, under the Apache License v2.0 with LLVM Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

"""Programs in which a task ends its own executor, or another one."""

from choices import even, fill
from distance import Scope
from pools import Pool, layout
from selfwait import NONE, SelfWait

INNOCENTS = {NONE: 6, "other executor": 2, "main": 2, "own thread": 2}

# The owner: how it is made, what ends the executor, how it is passed on.
OWNERS = {
    "unique": ("auto $v = std::make_unique<$P>();", "$v.reset(); /*W*/",
               "std::unique_ptr<$P> &", "$v->"),
    "assigned": ("auto $v = std::make_unique<$P>();", "$v = nullptr; /*W*/",
                 "std::unique_ptr<$P> &", "$v->"),
    "shared": ("auto $v = std::make_shared<$P>();", "$v.reset(); /*W*/",
               "std::shared_ptr<$P> &", "$v->"),
    "deleted": ("$P *$v = new $P();", "delete $v; /*W*/", "$P *", "$v->"),
    "optional": ("std::optional<$P> $v;\n$v.emplace();", "$v.reset(); /*W*/",
                 "std::optional<$P> &", "$v->"),
    "owner": ("auto $v = std::make_unique<$O>();", "$v.reset(); /*W*/",
              "std::unique_ptr<$O> &", "$v->pool."),
}


class Joins(SelfWait):
    """An executor whose end waits for its workers."""

    def build(self):
        choices = self.choices
        self.innocent = choices.pick("innocent", INNOCENTS)
        self.program.hangs = self.innocent == NONE
        self.program.crashes = True
        self.program.checks = ["gridlock-self-join"]
        pool = Pool(choices, "pool", self.cxx20, several=False)
        self.program.add(pool.text().replace("join();", "join(); /*W*/"))
        kind = choices.pick("owner", dict.fromkeys(OWNERS, 1))
        words = dict(v=choices.word("owner", "name"), P=pool.name,
                     O=choices.word("ownerclass"))
        if kind == "owner":
            self.program.add(layout(fill("struct $O {\n$P pool;\n};", **words)))
        make, end, carried, use = (fill(part, **words) for part in OWNERS[kind])
        scope = Scope([(carried, words["v"])])
        call = self.chain("outer", scope, "at();\n%s\nreturn 1;\n" % end, 4, whole=True)
        self.program.start(make)
        self.run(pool, call, use)
        return self.program

    def run(self, pool, call, use):
        """What runs the end of the executor."""
        program = self.program
        run = "[&]() -> int {\n%s}" % call
        if self.innocent == "main":
            program.start("%sask([] { return 1; }).get();\n%s();".replace("ask", pool.ask_name)
                          % (use, run))
        elif self.innocent == "own thread":
            program.start("std::thread ender(%s);\nender.join();" % run)
        elif self.innocent == "other executor":
            second = Pool(self.choices, "second", self.cxx20, several=False)
            program.add(second.text())
            program.start("%s other;\nother.%s(%s).get();" % (second.name, second.ask_name, run))
        else:
            # Main goes on when the worker is about to end the executor.
            program.start("std::promise<void> over;\n%s%s([&] {\n(%s)();\n"
                          "over.set_value();\n}); /*W*/\nover.get_future().wait();"
                          % (use, pool.post_name, run))
