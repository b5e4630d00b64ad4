# Part of Gridlock, under the Apache License v2.0 with LLVM Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

"""One random program as text, with the lines of its waits."""

from pools import layout

WAIT = "/*W*/"


class Program:
    """A program in a namespace of its own; `run` of that namespace starts it."""

    def __init__(self, space):
        self.space = space
        self.standard, self.library = "17", ""
        self.several = False  # may it have more than one file?
        self.known, self.variables, self.calls, self.far = [], [], [], []
        self.started, self.finished = [], []
        self.checks = ["gridlock-self-wait"]  # by which a hanging wait is told
        self.hangs = False  # what is meant to happen
        self.crashes = False  # the system may end it instead

    def add(self, text):
        """Declarations that functions need, of all files."""
        if text.strip():
            self.known.append(text)

    def variable(self, definition, declaration):
        """An object, or a function that owns one; declaration: how other files
        know it."""
        if self.several and declaration:
            self.add(declaration)
            self.variables.append(definition)
        else:
            self.add(definition)

    def functions(self, text):
        if text.strip():
            self.calls.append(text)

    def elsewhere(self, text, declaration):
        """Functions of the other file; declaration: of the one that is called."""
        self.far.append(text)
        self.add(declaration)

    def start(self, text):
        """Statements of the function that starts all."""
        if text.strip():
            self.started.append(text)

    def finish(self, text):
        """Statements that come when all tasks have ended."""
        self.finished.append(text)

    def parts(self):
        """The text of each file: all in one; or the header, the file of `run`,
        and the other one."""
        body = layout("\n".join(self.started + self.finished))
        run = self.variables + self.calls + ["void run() {\n%s}" % body]
        if not self.far:
            return [self.spaced(self.known + run)]
        return [self.spaced(self.known), self.spaced(run), self.spaced(self.far)]

    def spaced(self, texts):
        return "namespace %s {\n%s\n} // namespace %s\n" % (
            self.space, "\n".join(texts).replace(" ;", ";"), self.space)

    def text(self):
        return "".join(self.parts())
