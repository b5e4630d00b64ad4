# Part of Gridlock, under the Apache License v2.0 with LLVM Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

"""How far a wait stands from its task: chains of calls of many forms."""

from choices import fill
from pools import layout

# Each form: what is declared, and the call. $params and $args are those of what
# is carried along, $members the same as fields, $body what is done at last.
FORMS = {
    "free": ("int $f($params) {\n$body}\n", "$f($args)"),
    "static": ("struct $S {\nstatic int $f($params) {\n$body}\n};\n", "$S::$f($args)"),
    "method": ("struct $S {\n${members}int $f() {\n$body}\n};\n", "$S{$args}.$f()"),
    "functor": ("struct $S {\n${members}int operator()() {\n$body}\n};\n", "$S{$args}()"),
    "virtual": ("struct $B {\nvirtual ~$B() = default;\nvirtual int $f($params) = 0;\n};\n"
                "struct $S : $B {\nint $f($params) override {\n$body}\n};\n"
                "int $g($params) {\nstd::unique_ptr<$B> one = std::make_unique<$S>();\n"
                "return one->$f($args);\n}\n", "$g($args)"),
    "virtual reference": (
        "struct $B {\nvirtual int $f($params) = 0;\n};\n"
        "struct $S : $B {\nint $f($params) override {\n$body}\n};\n"
        "int $g($comma$B &one) { return one.$f($args); }\n"
        "int $h($params) {\n$S one;\nreturn $g($argsComma one);\n}\n", "$h($args)"),
    "template": ("${template}int $f($generic) {\n$body}\n", "$f($args)"),
    "class template": ("template <class X> struct $S {\nX start;\nint $f($params) {\n"
                       "$body}\n};\n", "$S<int>{0}.$f($args)"),
    "lambda": ("int $f($params) {\nauto $g = [&] {\n$body};\nreturn $g();\n}\n",
               "$f($args)"),
    "generic lambda": ("int $f($params) {\nauto $g = [&](auto) -> int {\n$body};\n"
                       "return $g(1);\n}\n", "$f($args)"),
    "callback": ("int $g(const std::function<int()> &back) { return back(); }\n"
                 "int $f($params) {\nreturn $g([&]() -> int {\n$body});\n}\n", "$f($args)"),
    "template callback": ("template <class F> int $g(F &&back) { return back(); }\n"
                          "int $f($params) {\nreturn $g([&]() -> int {\n$body});\n}\n",
                          "$f($args)"),
    "stored callback": ("struct $S {\nstd::function<int()> back;\n"
                        "int $g() { return back(); }\n};\n"
                        "int $f($params) {\n$S one;\none.back = [&]() -> int {\n$body};\n"
                        "return one.$g();\n}\n", "$f($args)"),
    "recursion": ("int $f(int n$commaParams) {\nif (n > 0)\n  return $f(n - 1$commaArgs);\n"
                  "$body}\n", "$f(2$commaArgs)"),
    "constructor": ("struct $S {\nint value = 0;\nexplicit $S(int n$commaParams) {\n"
                    "value = n + $g($args);\n}\nstatic int $g($params) {\n$body}\n};\n",
                    "$S(1$commaArgs).value"),
    "function pointer": ("int $f($params) {\n$body}\n"
                         "int $g($params) {\nint (*next)($types) = &$f;\n"
                         "return next($args);\n}\n", "$g($args)"),
    "bind": ("int $f($params) {\n$body}\nint $g($params) {\n"
             "auto next = std::bind(&$f$commaRefs);\nreturn next();\n}\n", "$g($args)"),
    "branch": ("int $f($params) {\nint n = 3;\nfor (int i = 0; i < 2; ++i)\n  n += i;\n"
               "if (n == 0)\n  return 0;\n$body}\n", "$f($args)"),
}


class Scope:
    """What functions carry along: a list of (type, name)."""

    def __init__(self, carried):
        self.carried = [item for item in carried if item]

    def words(self):
        names = [name for _, name in self.carried]
        params = ", ".join(space(kind) + name for kind, name in self.carried)
        # A pointer as a generic parameter would take no reference to a copy.
        generic = ", ".join("T%d &%s" % (i, name) for i, name in enumerate(names))
        template = ", ".join("class T%d" % i for i in range(len(names)))
        comma = ", " if names else ""
        args = ", ".join(names)
        return dict(
            params=params, args=args, generic=generic,
            template="template <%s> " % template if names else "",
            members="".join("%s%s;\n" % (space(k), n) for k, n in self.carried),
            types=", ".join(kind for kind, _ in self.carried),
            comma=params + comma, argsComma=args + comma.strip(),
            commaParams=comma + params, commaArgs=comma + args,
            commaRefs="".join(", std::ref(%s)" % name for name in names))

    def plus(self, *more):
        return Scope(self.carried + list(more))


def space(kind):
    return kind if kind.endswith(("&", "*")) else kind + " "


def chain(choices, tag, scope, body, most, leave_out=(), mark=""):
    """Wraps body, statements that return an int, in 0 to `most` calls.

    Returns the declarations and the statement that does it all. mark: a comment
    at each call.
    """
    count = int(choices.pick(tag + " calls", {
        str(n): weight for n, weight in enumerate([4, 4, 3, 2, 1, 1, 1])
        if n <= most}))
    text, statement = "", body
    for level in range(count):
        name = "%s call %d" % (tag, level)
        form = choices.pick(name, {
            form: 3 if form == "free" else 1 for form in FORMS
            if form not in leave_out})
        words = {letter: choices.word(name + letter, "name") for letter in "fgh"}
        words.update({letter: choices.word(name + letter) for letter in "SB"})
        declared, call = FORMS[form]
        words.update(scope.words(), body=statement)
        text += layout(fill(declared, **words)) + "\n"
        statement = "return %s;%s\n" % (fill(call, **words), mark)
    return text, statement
