#!/usr/bin/env python3
# Part of Gridlock, under the Apache License v2.0 with LLVM Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

"""Runs all tests of one or more builds and ends with `N passed, N failed`.

run.py NAME=BUILD_DIRECTORY... [--broken NAME]... [--filter REGEX]
"""

import argparse
import collections
import glob
import json
import os
import re
import subprocess
import sys
import tempfile
import time

PASSED = {"PASS", "FLAKYPASS", "XFAIL"}
SKIPPED = {"UNSUPPORTED", "SKIPPED", "EXCLUDED"}


def cache_entry(build, name):
    with open(os.path.join(build, "CMakeCache.txt")) as cache:
        for line in cache:
            found = re.match(re.escape(name) + r":\w+=(.*)", line)
            if found:
                return found.group(1)
    sys.exit("%s: no %s in its CMakeCache.txt" % (build, name))


def lit_program(build):
    llvm = cache_entry(build, "GRIDLOCK_LLVM_ROOT")
    # A plain copy of lit.py, or since LLVM 22 the package that bin/lit runs.
    for place in ("build/utils/lit/lit.py", "utils/lit/lit.py", "bin/lit"):
        if os.path.exists(os.path.join(llvm, place)):
            return [sys.executable, os.path.join(llvm, place)]
    sys.exit("lit is not in %s: install llvm-%s-tools"
             % (llvm, cache_entry(build, "GRIDLOCK_LLVM")))


def run_lit(build, arguments, counts):
    with tempfile.TemporaryDirectory() as folder:
        output = os.path.join(folder, "lit.json")
        command = lit_program(build) + ["-v", "--output", output]
        if arguments.jobs:
            command += ["-j", str(arguments.jobs)]
        if arguments.filter:
            command += ["--filter", arguments.filter]
        subprocess.run(command + [os.path.join(build, "test")])
        if not os.path.exists(output):
            print("lit did not finish")
            counts["failed"] += 1
            return
        with open(output) as file:
            tests = json.load(file)["tests"]
    for test in tests:
        code = test["code"]
        kind = ("passed" if code in PASSED else
                "skipped" if code in SKIPPED else "failed")
        counts[kind] += 1


def run_unit(build, arguments, counts):
    program = os.path.join(build, "bin", "GridlockUnitTests")
    if not os.path.exists(program) or arguments.filter:
        return
    with tempfile.TemporaryDirectory() as folder:
        output = os.path.join(folder, "unit.json")
        ended = subprocess.run([program, "--gtest_brief=1",
                                "--gtest_output=json:" + output])
        if not os.path.exists(output):
            print("the unit tests stopped with code %d" % ended.returncode)
            counts["failed"] += 1
            return
        with open(output) as file:
            result = json.load(file)
    counts["failed"] += result["failures"]
    counts["skipped"] += result["disabled"]
    counts["passed"] += result["tests"] - result["failures"] - result["disabled"]
    # A sanitizer's report after the last test fails no test by itself.
    if ended.returncode and not result["failures"]:
        counts["failed"] += 1


def summary(counts):
    text = "%d passed, %d failed" % (counts["passed"], counts["failed"])
    return text + (", %d skipped" % counts["skipped"] if counts["skipped"] else "")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("builds", nargs="*", metavar="NAME=BUILD_DIRECTORY")
    parser.add_argument("--broken", action="append", default=[],
                        help="a build that did not succeed: counts as one failure")
    parser.add_argument("--filter", help="only the lit tests whose name matches")
    parser.add_argument("-j", "--jobs", type=int)
    arguments = parser.parse_args()

    began = time.time()
    total = collections.Counter()
    for argument in arguments.builds:
        name, build = argument.split("=", 1)
        build = os.path.abspath(build)
        print("== Test: %s" % name, flush=True)
        start = time.time()
        counts = collections.Counter()
        run_lit(build, arguments, counts)
        run_unit(build, arguments, counts)
        print("== Test: %s: %s (%d s)\n"
              % (name, summary(counts), time.time() - start), flush=True)
        total += counts
    for name in arguments.broken:
        print("== Build: %s: failed" % name)
        total["failed"] += 1
    if not total["passed"] and not total["failed"]:
        print("No test ran.")
        total["failed"] += 1
    print("== Test: %d s" % (time.time() - began))
    print(summary(total))
    return 1 if total["failed"] else 0


if __name__ == "__main__":
    sys.exit(main())
