# Part of Gridlock, under the Apache License v2.0 with LLVM Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

"""Programs in which tasks of two executors wait for each other, or nearly."""

from distance import Scope
from homes import Place
from libraries import executor
from selfwait import NONE, SelfWait

INNOCENTS = {NONE: 6, "third executor": 2, "inner not waited": 2, "inner on its own": 1,
             "main": 1}


class Cycles(SelfWait):
    """A task of one pool waits for a task of another, which waits for the
    first."""

    def build(self):
        self.pick_wait()
        self.innocent = self.choices.pick("innocent", INNOCENTS)
        self.program.hangs = self.innocent == NONE
        self.program.checks = ["gridlock-wait-cycle"]
        self.pick_places()
        self.start(self.chain("outer", self.scope, self.body(), 4, whole=True))
        return self.program

    def pick_wait(self):
        super().pick_wait()
        if self.group in ("idle", "signal"):
            self.group, self.whole = "whole", self.choices.pick(
                "simple whole", {"direct": 1, "returned": 1, "sync wrapper": 1, "set": 1})

    def pick_places(self):
        choices = self.choices
        self.pool = executor(choices, "pool", self.cxx20, several=False)
        second = executor(choices, "second", self.cxx20, several=False)
        self.home = Place(choices, "pool", self.pool)
        self.other = Place(choices, "second", second)
        places = [self.home, self.other]
        if self.innocent == "third executor":
            third = executor(choices, "third", self.cxx20, several=False)
            self.last = Place(choices, "third", third)
            places.append(self.last)
        else:
            self.last = self.home
        for place in places:
            self.program.add(place.pool.text())
            place.add_to(self.program)
        self.scope = Scope([place.parameter() for place in places])

    def inner(self, do, apart, alone=False):
        """The task of the second pool: it waits for one of the first."""
        ask = self.last.ask("[] { return 7; }")
        back = "auto back = %s;\nreturn back.get(); /*W*/\n" % ask
        if self.innocent == "inner not waited":
            back = "auto back = %s;\nreturn back.valid() ? 1 : 0;\n" % ask
        elif self.innocent == "inner on its own":
            back = "auto back = std::async(std::launch::async, [] { return 7; });\n" \
                "return back.get();\n"
        return super().inner(self.chain("second", self.scope, back, 2), False, alone)
