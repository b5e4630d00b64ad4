#!/usr/bin/env python3
# Part of Gridlock, under the Apache License v2.0 with LLVM Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

"""What Gridlock does, on a program that hangs and on code that is not ours.
`./dev demo` installs and builds what this needs."""

import argparse
import collections
import concurrent.futures
import os
import re
import resource
import shlex
import subprocess
import sys
import tempfile
import time

import real_code
import toolchain
import watchdog

EXAMPLE = "report-sections"
QUIET_SECONDS = 2.0
FILE_TIMEOUT_SECONDS = 600
FLAGS = ["-std=c++17"]
CHECKS = ["--load", "build/lib/GridlockTidy.so", "--checks=-*,gridlock-*"]

WARNING = re.compile(r"^(\S.*:\d+:\d+): warning: (.*) \[gridlock-[\w-]+\]$")
ERROR = re.compile(r"^(\S.*:\d+:\d+): error: (.*) \[clang-diagnostic-error\]$")

# The facts that the checks judge, so that silence is told from blindness.
FACTS = "{CheckOptions: [{key: gridlock-self-wait.Dump, value: facts}]}"
TASK, WAIT = re.compile(r"^ .*, submit: ", re.MULTILINE), re.compile(r"^ .*, wait: ", re.MULTILINE)

# What clang-tidy said about one source.
Analysed = collections.namedtuple("Analysed", "source findings errors broken output tasks waits")


def title(text):
    print("\n== %s\n" % text, flush=True)


def show(command):
    print("$ " + " ".join(shlex.quote(word) for word in command), flush=True)


# --- A program that hangs, and its cure --------------------------------------


def compile_and_watch(name, folder):
    """Builds and runs an example, and tells what became of it."""
    source = "examples/%s/%s.cpp" % (EXAMPLE, name)
    compiler, binary = toolchain.program("clang++"), os.path.join(folder, name)
    options = FLAGS + ["-pthread", source, "-o"]
    show([toolchain.name_of(compiler)] + options + [name])
    subprocess.run([compiler] + options + [binary], check=True)
    show(["./" + name])
    outcome = watchdog.watch(binary, QUIET_SECONDS)
    print(outcome.output, end="")
    if outcome.verdict == "hangs":
        print("... it hangs: for %.0f s none of its %d threads has moved. Stopped."
              % (QUIET_SECONDS, outcome.threads))
    else:
        print("... it %s after %.1f s, with code %s."
              % (outcome.verdict, outcome.seconds, outcome.code))
    return outcome.verdict == "ends" and outcome.code == 0, outcome.verdict == "hangs"


def report_on(name):
    """Shows what a user sees, and returns the number of warnings."""
    tidy = toolchain.program("clang-tidy")
    rest = CHECKS + ["examples/%s/%s.cpp" % (EXAMPLE, name), "--"] + FLAGS
    show([toolchain.name_of(tidy)] + rest)
    ended = subprocess.run([tidy] + rest, text=True, stdout=subprocess.PIPE,
                           stderr=subprocess.STDOUT)
    print(ended.stdout.replace(toolchain.ROOT + "/", ""), end="")
    warnings = sum(bool(WARNING.match(line)) for line in ended.stdout.splitlines())
    if not warnings:
        print("... nothing to report.")
    return warnings


def hang_and_cure():
    """Whether the example does what it is there to show."""
    with tempfile.TemporaryDirectory() as folder:
        title("A program that hangs")
        hangs = compile_and_watch("hangs", folder)[1]
        title("What Gridlock says about it, without running it")
        warned = report_on("hangs")
        title("The cured program")
        ends = compile_and_watch("cured", folder)[0]
        silent = not report_on("cured")
    return hangs and warned and ends and silent


# --- Code that is not ours ---------------------------------------------------


def analyse(source, folder):
    """Runs the checks on one source, in the background of other work."""
    command = [toolchain.program("clang-tidy"), "--load", toolchain.PLUGIN,
               "--checks=-*,gridlock-*", "--header-filter=.*", "--quiet",
               "--use-color=false", "--config=" + FACTS, "-p", folder, source.path]
    try:
        ended = subprocess.run(command, text=True, errors="replace",
                               timeout=FILE_TIMEOUT_SECONDS, stdin=subprocess.DEVNULL,
                               stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    except subprocess.TimeoutExpired:
        return Analysed(source, [], [], "did not end", "", 0, 0)
    lines = ended.stdout.splitlines()
    findings = [match.groups() for match in map(WARNING.match, lines) if match]
    errors = [match.groups() for match in map(ERROR.match, lines) if match]
    broken = "" if ended.returncode in (0, 1) else "crashed (%d)" % ended.returncode
    return Analysed(source, findings, errors, broken, ended.stdout,
                    len(TASK.findall(ended.stderr)), len(WAIT.findall(ended.stderr)))


def tell(analysed, seen, verbose):
    """Prints what is new in the outcome of one source."""
    if analysed.broken:
        print("  %s: clang-tidy %s" % (analysed.source.path, analysed.broken))
    if analysed.errors:
        print("  %s does not compile: %s"
              % (os.path.relpath(analysed.source.path, analysed.source.root),
                 analysed.errors[0][1]))
    for place, message in analysed.findings:
        if (place, message) not in seen:
            seen.add((place, message))
            print("  %s: %s" % (place, message))
            if verbose:
                print(analysed.output)


def analyse_corpus(corpus, arguments):
    """Analyses the examples of one package; returns a row of the table."""
    folder = os.path.join(toolchain.BUILD, "demo", corpus.name.replace(" ", "-"))
    found = real_code.sources(corpus, toolchain.program("clang++"), folder)
    real_code.write_database(found, folder)
    print("%s, %d files of %s" % (corpus.name, len(found), real_code.version(corpus)),
          flush=True)
    start, before = time.monotonic(), resource.getrusage(resource.RUSAGE_CHILDREN)
    seen, sums = set(), [0] * 4
    with concurrent.futures.ThreadPoolExecutor(arguments.jobs) as pool:
        for analysed in pool.map(lambda source: analyse(source, folder), found):
            tell(analysed, seen, arguments.verbose)
            sys.stdout.flush()
            new = (bool(analysed.errors), bool(analysed.broken), analysed.tasks, analysed.waits)
            sums = [a + b for a, b in zip(sums, new)]
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return [corpus.name, len(found)] + sums + [len(seen), round(time.monotonic() - start),
                                               round(cpu)]


COLUMNS = ["", "files", "errors", "crashed", "tasks", "waits", "findings", "time s", "CPU s"]


def print_table(rows):
    print()
    if len(rows) > 1:
        rows = rows + [["together"] + [sum(column) for column in list(zip(*rows))[1:]]]
    for row in [COLUMNS] + rows:
        print("%-26s" % row[0] + "".join("%9s" % cell for cell in row[1:]))
    print("\nerrors: files that do not compile as they are; what Clang made of them is analysed.\n"
          "tasks, waits: places that start a task or a thread, and that may block.")


def real_input(arguments):
    title("Code that is not ours: the examples in Debian's packages")
    rows = []
    for corpus in real_code.CORPORA:
        if arguments.only and arguments.only.lower() not in corpus.name.lower():
            continue
        if not real_code.version(corpus):
            print("%s: %s is not installed" % (corpus.name, corpus.package))
        elif not real_code.paths(corpus):
            print("%s: %s is installed without its examples: dpkg may be told to leave out "
                  "/usr/share/doc" % (corpus.name, corpus.package))
        else:
            rows.append(analyse_corpus(corpus, arguments))
    print_table(rows)
    return not any(row[3] for row in rows)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", metavar="NAME", help="only the packages with this name")
    parser.add_argument("--jobs", type=int, default=2, help="files at a time (2)")
    parser.add_argument("--verbose", action="store_true", help="each report with its chain")
    arguments = parser.parse_args()
    os.chdir(toolchain.ROOT)
    shown = True if arguments.only else hang_and_cure()
    sound = real_input(arguments)
    if not shown:
        print("\nThe example did not do what it should.")
    return 0 if shown and sound else 1


if __name__ == "__main__":
    sys.exit(main())
