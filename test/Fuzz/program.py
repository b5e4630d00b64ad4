# Part of Gridlock, under the Apache License v2.0 with LLVM Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

"""One random program as text, with the lines of its waits."""

from pools import layout

WAIT = "/*W*/"


class Program:
    """A program in a namespace of its own; `run` of that namespace starts it."""

    def __init__(self, space):
        self.space = space
        self.standard, self.library = "17", ""
        self.classes, self.calls, self.started, self.finished = [], [], [], []
        self.checks = ["gridlock-self-wait"]  # by which a hanging wait is told
        self.hangs = False  # what is meant to happen
        self.crashes = False  # the system may end it instead

    def add(self, text):
        """Declarations that functions need."""
        if text.strip():
            self.classes.append(text)

    def functions(self, text):
        if text.strip():
            self.calls.append(text)

    def start(self, text):
        """Statements of the function that starts all."""
        if text.strip():
            self.started.append(text)

    def finish(self, text):
        """Statements that come when all tasks have ended."""
        self.finished.append(text)

    def text(self):
        body = "\n".join(self.started + self.finished)
        return ("namespace %s {\n%s\n%s\nvoid run() {\n%s}\n} // namespace %s\n" % (
            self.space, "\n".join(self.classes), "\n".join(self.calls),
            layout(body), self.space)).replace(" ;", ";")
