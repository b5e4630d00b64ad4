#!/usr/bin/env python3
# Part of Gridlock, under the Apache License v2.0 with LLVM Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

"""Looks for every name of a model among the declarations of the library's real
headers.

    names.py MODEL.yaml SOURCE -- COMPILER [flags] [-- COMPILER [flags]]...

The source includes the headers. A name is found if one of the compilations
declares it. What no installed version of the library declares stands in the
source, with its reason:

    // LACKS: std::copyable_function (C++26)

A comment behind a name may bound the major version of the library where that
is the compiler's: `# 14`, `# up to 18`, `# from 19 on`, `# 15 to 18`.
"""

import os
import re
import subprocess
import sys

NAME = re.compile(r"^(?:  - name: |      - )(?P<name>[^#]*[^#\s])")
RANGE = re.compile(r"\s*# (?:up to (?P<up>\d+)|from (?P<since>\d+) on|"
                   r"(?P<first>\d+) to (?P<last>\d+)|(?P<only>\d+))\b")
LACKS = re.compile(r"//\s*LACKS:\s*(\S+)\s+\(.+\)")


def model_names(path):
    """Triples of section, name, and the comment behind it."""
    section, headers = None, []
    with open(path, encoding="utf-8") as file:
        for line in file:
            top = re.match(r"(\w+):", line)
            if top:
                section = top.group(1)
            elif section == "headers":
                headers += re.findall(r"^  - (\S+)", line)
            elif section in ("types", "calls"):
                match = NAME.match(line)
                if match:
                    yield section, match.group("name"), line[match.end():]
    yield "headers", headers, ""


def applies(comment, version):
    match = RANGE.match(comment)
    if not match:
        return True
    bound = {k: int(v) for k, v in match.groupdict().items() if v}
    low = bound.get("since", bound.get("first", bound.get("only", 0)))
    high = bound.get("up", bound.get("last", bound.get("only", 999)))
    return low <= version <= high


def without_arguments(name):
    """Without template arguments; what an operator is called stays."""
    if "<" not in name and "operator" not in name:
        return name
    result, depth, at = "", 0, 0
    while at < len(name):
        operator = re.compile(r"\boperator\s*([^\w\s(]+|\(\))?").match(name, at)
        if operator and not depth:
            result += operator.group()
            at = operator.end()
            continue
        character = name[at]
        depth += character == "<"
        if not depth:
            result += character
        depth -= character == ">"
        at += 1
    return re.sub(r"operator (?!new|delete|co_await).*", "operator conversion", result)


def declared(command, source):
    ended = subprocess.run(
        command + ["-w", "-fsyntax-only", "-Xclang", "-ast-list", source],
        text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    if ended.returncode:
        sys.exit("%s\n%s" % (" ".join(command), ended.stderr))
    return set(map(without_arguments, set(ended.stdout.splitlines())))


def pattern(name):
    """In a component that is an operator, a star is a star."""
    return re.compile("::".join(
        re.escape(part) if re.match(r"operator\W", part)
        else "[^:]*".join(map(re.escape, part.split("*")))
        for part in name.split("::")) + "$")


def is_found(name, names):
    return name in names or "*" in name and any(map(pattern(name).match, names))


def main():
    model, source = sys.argv[1], sys.argv[2]
    commands, words = [], sys.argv[3:]
    for word in words:
        commands.append([]) if word == "--" else commands[-1].append(word)
    names = set().union(*(declared(command, source) for command in commands))
    version = subprocess.check_output([commands[0][0], "-dumpversion"], text=True)
    version = int(version.split(".")[0])
    with open(source, encoding="utf-8") as file:
        text = file.read()
    lacks, used, problems = set(LACKS.findall(text)), set(), []
    for section, name, comment in model_names(model):
        if section == "headers":
            problems += ["no such include in the test: %s" % header for header in name
                         if not re.search(r"#\s*include\s*<%s>" % re.escape(header), text)]
        elif applies(comment, version):
            found = is_found(name, names)
            if name in lacks:
                used.add(name)
            if found == (name in lacks):
                problems.append("%s, %s: %s" % (
                    section, name, "is there, though it is said to lack"
                    if found else "the headers declare nothing of this name"))
    problems += ["LACKS: %s: the model has no such name" % name
                 for name in sorted(lacks - used)]
    print("\n".join("%s: %s" % (os.path.basename(model), p) for p in problems))
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
