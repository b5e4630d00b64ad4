# Part of Gridlock, under the Apache License v2.0 with LLVM Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

"""count.py [--page] [--jobs N] ROOT FOLDER -- CLANG-TIDY...

Counts the fixes of all reports in test/Tidy and examples: how many reports have
one, and of each kind how many there are, and whether what they leave compiles;
of the examples, whether the program ends. Each edit is proved apart from what it
does not touch: those of one file that do not meet are compiled together, and one
by one where that fails. --page writes the table into docs/fixes.md.
"""

import concurrent.futures
import glob
import os
import re
import shlex
import subprocess
import sys

import fixes

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "../../../examples"))
import watchdog  # noqa: E402

RUN = re.compile(r"RUN: %check (\S+) %s(.*)$", re.MULTILINE)
WARNING = re.compile(r"warning: .*\[gridlock-([\w-]+)\]")
TABLE = re.compile(r"(<!-- count -->\n).*?(<!-- end -->)", re.DOTALL)
KINDS = ["run the task here", "await it here", "await it", "return the future",
         "leave the rest", "lend the place", "run other tasks", "run it with", "put the tasks into a group",
         "a separate pool", "let go, and look again", "let go", "end the lock before",
         "run only what is ready"]


def kind_of(fix):
    text = "run the task here" if fix.on_warning else fix.message
    text = text.replace("fix: ", "", 1)
    if text.startswith("let go") and "and look again" in text:
        return "let go, and look again"
    return next(kind for kind in KINDS if text.startswith(kind))


def meets(fix, others):
    """Does an edit touch one of the others?"""
    return any(a.file == b.file and a.offset <= b.offset + b.length and
               b.offset <= a.offset + a.length
               for other in others for a in fix.replacements for b in other.replacements)


def batches(found):
    made = []
    for fix in found:
        for batch in made:
            if not meets(fix, batch):
                batch.append(fix)
                break
        else:
            made.append([fix])
    return made


class Source:
    """A file with reports, and what becomes of its fixes."""

    def __init__(self, path, flags, runs, tidy, folder):
        self.path, self.flags, self.runs, self.tidy = path, flags, runs, tidy
        self.folder = os.path.join(folder, re.sub(r"\W", "-", path))
        self.reports, self.fixed, self.checks = 0, 0, {}
        self.found, self.failed, self.ended = [], [], []

    def compiles(self, group):
        """Edits are laid over the files; the compiler sees the edited ones."""
        overlays = []
        for name in {one.file for fix in group for one in fix.replacements}:
            with open(name, "rb") as file:
                text = fixes.apply(file.read(), [one for fix in group for one in fix.replacements
                                                 if one.file == name])
            edited = os.path.join(self.folder, "edited-" + os.path.basename(name))
            with open(edited, "wb") as file:
                file.write(text)
            overlays.append((os.path.abspath(name), edited))
        overlay = os.path.join(self.folder, "overlay.yaml")
        with open(overlay, "w") as file:
            file.write("{version: 0, roots: [%s]}" % ", ".join(
                "{name: '%s', type: file, external-contents: '%s'}" % pair for pair in overlays))
        tidy = next(word for word in self.tidy if os.path.basename(word) == "clang-tidy")
        self.command = [os.path.join(os.path.dirname(tidy), "clang++"), "-ivfsoverlay", overlay,
                        os.path.abspath(self.path)] + self.flags
        ended = subprocess.run(self.command + ["-fsyntax-only", "-w"], text=True,
                               stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        return ended.returncode == 0, ended.stdout

    def ends(self, fix):
        self.compiles([fix])
        binary = os.path.join(self.folder, "program")
        subprocess.run(self.command + ["-pthread", "-w", "-o", binary], check=True)
        outcome = watchdog.watch(binary, 1.0, 30.0)
        return outcome.verdict == "ends" and outcome.code == 0

    def count(self):
        os.makedirs(self.folder, exist_ok=True)
        said, self.found = fixes.export(self.tidy + ["--header-filter=.*"], self.path, self.flags,
                                        os.path.join(self.folder, "fixes.yaml"))
        places = [match.group(1) for match in WARNING.finditer(said)]
        self.reports = len(places)
        for check in places:
            self.checks.setdefault(check, [0, 0])[0] += 1
        for check, _ in {(fix.check.replace("gridlock-", ""), fix.report) for fix in self.found}:
            self.checks.setdefault(check, [0, 0])[1] += 1
        for batch in batches(self.found):
            if not self.compiles(batch)[0]:
                self.failed += [(fix, said) for fix in batch
                                for good, said in [self.compiles([fix])] if not good]
        if self.runs:
            self.ended = [(fix, self.ends(fix)) for fix in self.found]
        return self


def sources(root, tidy, folder):
    for path in sorted(glob.glob("test/Tidy/*/*.cpp")):
        with open(path, encoding="utf-8") as file:
            text = file.read()
        match = RUN.search(text)
        rest = match.group(2) if match else ""
        if not match or "%{" in rest or "--config" in rest:
            continue
        flags = shlex.split(rest.split(" -- ", 1)[1]) if " -- " in rest else []
        flags = [flag.replace("%root", ".").replace("%S", os.path.dirname(path))
                 for flag in flags]
        if not any(flag.startswith("-std") for flag in flags):
            flags.append("-std=c++20")
        yield Source(path, flags, False, tidy, folder)
    for path in sorted(glob.glob("examples/*/hangs.cpp")):
        with open(path, encoding="utf-8") as file:
            coroutines = "Coroutines.h" in file.read()
        yield Source(path, ["-std=c++20" if coroutines else "-std=c++17"], True, tidy, folder)


def table(counted):
    checks, rows = {}, []
    for source in counted:
        for check, (reports, fixed) in source.checks.items():
            sums = checks.setdefault(check, [0, 0])
            sums[0] += reports
            sums[1] += fixed
    rows += ["| check | reports | with a fix |", "|---|--:|--:|"]
    rows += ["| `gridlock-%s` | %d | %d |" % (check, *sums)
             for check, sums in sorted(checks.items())]
    rows += ["", "| fix | offered | compile | run | end |", "|---|--:|--:|--:|--:|"]
    for kind in KINDS:
        offered = sum(kind_of(fix) == kind for s in counted for fix in s.found)
        failed = sum(kind_of(fix) == kind for s in counted for fix, _ in s.failed)
        ended = [good for s in counted for fix, good in s.ended if kind_of(fix) == kind]
        if offered:
            rows.append("| %s | %d | %d | %d | %d |"
                        % (kind, offered, offered - failed, len(ended), sum(ended)))
    return "\n".join(rows) + "\n"


def main():
    arguments = sys.argv[1:]
    page = "--page" in arguments
    jobs = int(arguments[arguments.index("--jobs") + 1]) if "--jobs" in arguments else 2
    split = arguments.index("--")
    root, folder = arguments[split - 2:split]
    folder, tidy = os.path.abspath(folder), arguments[split + 1:]
    os.chdir(root)
    with concurrent.futures.ThreadPoolExecutor(jobs) as pool:
        counted = list(pool.map(Source.count, sources(root, tidy, folder)))
    made = table(counted)
    print(made)
    bad = 0
    for source in counted:
        for fix, said in source.failed:
            bad += 1
            print("%s: does not compile after: %s\n%s" % (source.path, fix.message, said[:1500]))
        for fix, good in source.ended:
            if not good:
                bad += 1
                print("%s: does not end after: %s" % (source.path, fix.message))
    if page:
        with open("docs/fixes.md", encoding="utf-8") as file:
            text = file.read()
        with open("docs/fixes.md", "w", encoding="utf-8") as file:
            file.write(TABLE.sub(lambda match: match.group(1) + "\n" + made + "\n" + match.group(2),
                                 text))
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
