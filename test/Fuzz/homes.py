# Part of Gridlock, under the Apache License v2.0 with LLVM Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

"""Where an executor lives, and how the code gets at it."""

import collections

from choices import fill
from pools import layout, with_arrow

# declare: at namespace scope, once a class; variable: at namespace scope, once
# an object; setup: in the function that starts all; carry: the type by which
# functions get it; use: the executor, in the words of such a function; known:
# how another file knows the variable, if it does not have it from a header.
Home = collections.namedtuple("Home", "declare variable setup carry use known",
                              defaults=[""])

HOMES = {
    "local": Home("", "", "$P $v;", "$P &", "$v"),
    "pointer": Home("", "", "$P $v0;\n$P *$v = &$v0;", "$P *", "(*$v)"),
    "global": Home("", "$P $v;", "", "", "$v", "extern $P $v;"),
    "global pointer": Home("", "$P *$v = nullptr;", "$P $v0;\n$v = &$v0;", "", "(*$v)",
                           "extern $P *$v;"),
    "global owner": Home("", "std::unique_ptr<$P> $v;",
                         "$v = std::make_unique<$P>();", "", "(*$v)",
                         "extern std::unique_ptr<$P> $v;"),
    "accessor": Home("", "$P &$v() {\nstatic $P one;\nreturn one;\n}", "", "", "$v()",
                     "$P &$v();"),
    "singleton": Home("", "class $O {\npublic:\nstatic $O &instance() {\nstatic $O one;\n"
                      "return one;\n}\n$P $f;\n};", "", "", "$O::instance().$f"),
    "member": Home("struct $O {\n$P $f;\n};", "", "$O $v;", "$O &", "$v.$f"),
    "nested": Home("struct $M {\n$P $f;\n};\nstruct $O {\n$M $g;\n};", "", "$O $v;",
                   "$O &", "$v.$g.$f"),
    "getter": Home("class $O {\npublic:\n$P &$g() { return $f; }\nprivate:\n$P $f;\n};",
                   "", "$O $v;", "$O &", "$v.$g()"),
    "getters": Home("class $M {\npublic:\n$P *$g() { return &$f; }\nprivate:\n$P $f;\n};\n"
                    "class $O {\npublic:\n$M &$h() { return $f; }\nprivate:\n$M $f;\n};",
                    "", "$O $v0;\n$O *$v = &$v0;", "$O *", "(*$v->$h().$g())"),
    "unique": Home("struct $O {\nstd::unique_ptr<$P> $f = std::make_unique<$P>();\n};",
                   "", "$O $v;", "$O &", "(*$v.$f)"),
    "shared": Home("", "", "auto $v = std::make_shared<$P>();",
                   "const std::shared_ptr<$P> &", "(*$v)"),
    "shared member": Home("struct $O {\n$O() : $f(std::make_shared<$P>()) {}\n"
                          "std::shared_ptr<$P> $f;\n};", "", "$O $v;", "$O &", "(*$v.$f)"),
    "optional": Home("struct $O {\n$O() { $f.emplace(); }\nstd::optional<$P> $f;\n};",
                     "", "$O $v;", "$O &", "(*$v.$f)"),
    "reference": Home("struct $O {\n$P &$f;\n};", "", "$P $v0;\n$O $v{$v0};", "$O &",
                      "$v.$f"),
    "vector": Home("", "", "std::vector<std::unique_ptr<$P>> $v;\n"
                   "$v.push_back(std::make_unique<$P>());",
                   "std::vector<std::unique_ptr<$P>> &", "(*$v[0])"),
    "base class": Home("struct $O {\n$P $f;\n};\nstruct $M : $O {};", "", "$M $v;", "$M &",
                       "$v.$f"),
}

# Kinds of which two objects are told apart by what stands in the source.
SEPARATE = ["local", "pointer", "global", "member", "nested", "getter", "unique",
            "shared", "reference"]


class Place:
    """One executor at its place. pool: what it is of; twin: a Place whose
    classes this one shares, so that both are objects of one class."""

    def __init__(self, choices, tag, pool, twin=None, leave_out=()):
        self.pool, self.twin = pool, twin
        options = {kind: 3 if kind == "local" else 1 for kind in HOMES
                   if kind not in leave_out}
        if pool.signal == "spin":
            # An object of each program's own would spin beside all others.
            options.pop("global")
        self.kind = twin.kind if twin else choices.pick(tag + " home", options)
        owner = twin.tag if twin else tag
        self.tag = tag
        name = lambda hint: choices.word(tag + hint, "name")
        shared = lambda hint: choices.word(owner + hint, "name")
        words = dict(P=pool.name, O=choices.word(owner + "owner"),
                     M=choices.word(owner + "middle"), v=name("object"),
                     v0=name("object") + "_", f=shared("field"), g=shared("getter"),
                     h=shared("middle"))
        home = Home(*(fill(part, **words) for part in HOMES[self.kind]))
        self.declare = layout("" if twin else home.declare)
        self.variable, self.known = layout(home.variable), home.known
        self.setup, self.use = home.setup, home.use
        self.type, self.name = home.carry, words["v"]

    def add_to(self, program):
        """Declares it, and makes it at the start."""
        program.add(self.declare)
        program.variable(self.variable, self.known)
        program.start(self.setup)

    def parameter(self):
        """(type, name) of what functions get, or None if they need nothing."""
        return (self.type, self.name) if self.type else None

    def ask(self, task):
        """The future of a task."""
        return self.pool.ask(self.use, task)

    def post(self, task):
        return self.pool.post(self.use, task)

    def call(self, method, argument=""):
        return with_arrow(self.use, "%s(%s)" % (method, argument))
