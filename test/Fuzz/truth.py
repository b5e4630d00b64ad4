# Part of Gridlock, under the Apache License v2.0 with LLVM Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

"""What a program does when it runs: it ends, or it hangs for sure."""

import concurrent.futures
import glob
import os
import re
import select
import subprocess
import time

RUNS = 3
# A program that sleeps without an end is taken for hanging after this; one whose
# threads all sleep and never wake is known to hang much sooner.
PATIENCE = 4.0   # seconds
STILL = 0.5      # seconds
SAMPLE = 0.1    # seconds


def threads_of(process):
    """Each thread's state and how often it was switched, or None if gone."""
    seen = {}
    for path in glob.glob("/proc/%d/task/*/status" % process):
        try:
            with open(path) as file:
                text = file.read()
        except OSError:
            return None
        state = re.search(r"^State:\s+(\S)", text, re.M)
        switches = re.findall(r"ctxt_switches:\s+(\d+)", text)
        if not state:
            return None
        seen[path] = (state.group(1), tuple(switches))
    return seen


def watch(command):
    """Runs a program: 'ended', 'stalled', 'hung', 'hung elsewhere', 'crashed'."""
    process = subprocess.Popen(command, stdout=subprocess.PIPE,
                               stderr=subprocess.DEVNULL)
    out = process.stdout.fileno()
    os.set_blocking(out, False)
    text, last, still_since = b"", None, None
    progress = time.monotonic()
    hung = False
    while process.poll() is None:
        if select.select([out], [], [], SAMPLE)[0]:
            more = os.read(out, 4096)
            if more:
                text += more
                progress, last = time.monotonic(), None
                continue
            time.sleep(SAMPLE)
        now = time.monotonic()
        seen = threads_of(process.pid)
        asleep = seen and all(state == "S" for state, _ in seen.values())
        if not asleep or seen != last:
            last, still_since = seen, now
        elif now - still_since >= STILL:
            hung = True
        if hung or now - progress >= PATIENCE:
            hung = True
            process.kill()
            process.wait()
            break
    try:
        text += os.read(out, 4096)
    except BlockingIOError:
        pass
    process.stdout.close()
    words = text.decode().split()
    if hung:
        return "hung" if "at" in words else "hung elsewhere"
    if process.returncode or words[-1:] != ["end"]:
        return "crashed"
    return "stalled" if "stalled" in words else "ended"


def observe(program, numbers):
    """number -> what the program of that number does, each time the same, or
    'unsure'."""
    def one(number):
        outcomes = set()
        for _ in range(RUNS):
            outcomes.add(watch([program, str(number)]))
            if len(outcomes) > 1:
                return "unsure"
        return outcomes.pop()
    # Most of the time they only sleep.
    with concurrent.futures.ThreadPoolExecutor(12) as pool:
        return dict(zip(numbers, pool.map(one, numbers)))
