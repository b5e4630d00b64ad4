# Part of Gridlock, under the Apache License v2.0 with LLVM Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

"""Runs a program and tells whether it ends or hangs.

watchdog.py ends|hangs PROGRAM [seconds]

A program hangs when it stands still for that long (2 s): all of its threads
sleep, and none was awake in between. One that is merely slow does not hang.
"""

import collections
import glob
import re
import subprocess
import sys
import time

QUIET_SECONDS = 2.0
DEADLINE_SECONDS = 120.0
POLL_SECONDS = 0.05

Outcome = collections.namedtuple("Outcome", "verdict code output seconds threads")

STATE = re.compile(r"^State:\s+(\w)", re.MULTILINE)
SWITCHES = re.compile(r"^(?:non)?voluntary_ctxt_switches:\s+(\d+)", re.MULTILINE)


def threads_of(process):
    """For each thread its state, and how often it came and went."""
    threads = {}
    for path in glob.glob("/proc/%d/task/*/status" % process.pid):
        try:
            with open(path) as file:
                status = file.read()
        except OSError:
            continue
        threads[path] = (STATE.findall(status), SWITCHES.findall(status))
    return threads


def asleep(threads):
    return bool(threads) and all(state == ["S"] for state, _ in threads.values())


def watch(program, quiet=QUIET_SECONDS, deadline=DEADLINE_SECONDS):
    """Runs a program to its end, its standstill or the deadline."""
    start = time.monotonic()
    process = subprocess.Popen([program], text=True, stdin=subprocess.DEVNULL,
                               stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    before, since, verdict = None, start, "neither"
    while verdict == "neither" and time.monotonic() - start < deadline:
        try:
            process.wait(POLL_SECONDS)
            verdict = "ends"
            break
        except subprocess.TimeoutExpired:
            pass
        threads = threads_of(process)
        if threads != before or not asleep(threads):
            before, since = threads, time.monotonic()
        elif time.monotonic() - since >= quiet:
            verdict = "hangs"
    seconds = time.monotonic() - start
    process.kill()
    output = process.communicate()[0]
    return Outcome(verdict, process.returncode, output, seconds, len(before or {}))


def main():
    if len(sys.argv) not in (3, 4) or sys.argv[1] not in ("ends", "hangs"):
        sys.exit(__doc__)
    quiet = float(sys.argv[3]) if len(sys.argv) == 4 else QUIET_SECONDS
    outcome = watch(sys.argv[2], quiet)
    print(outcome.output, end="")
    if outcome.verdict != sys.argv[1] or (outcome.verdict == "ends" and outcome.code):
        sys.exit("%s: expected that it %s; it %s after %.1f s, with %d threads and code %s"
                 % (sys.argv[2], sys.argv[1], outcome.verdict, outcome.seconds,
                    outcome.threads, outcome.code))


if __name__ == "__main__":
    main()
