# Part of Gridlock, under the Apache License v2.0 with LLVM Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

"""same.py TIMES STAGE OUTPUT -- CLANG-TIDY... SOURCE

Runs clang-tidy several times and fails unless it says the same each time. What
the stage prints is left in OUTPUT.STAGE."""

import subprocess
import sys


def run(tidy, stage):
    config = "--config={CheckOptions: [{key: gridlock-self-wait.Dump, value: %s}]}" % stage
    ended = subprocess.run(tidy + [config, "--", "-std=c++20"], text=True,
                           stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    return ended.returncode, ended.stdout, ended.stderr


def main():
    times, stage, output, tidy = int(sys.argv[1]), sys.argv[2], sys.argv[3], sys.argv[5:]
    first = run(tidy, stage)
    with open("%s.%s" % (output, stage), "w") as file:
        file.write(first[2])
    if first[0] != 0 or "---" not in first[2]:
        sys.exit("clang-tidy ended with code %d:\n%s%s" % first)
    for _ in range(1, times):
        again = run(tidy, stage)
        if again != first:
            sys.exit("one run:\n%s%s\nanother:\n%s%s" % (first[1:] + again[1:]))


if __name__ == "__main__":
    main()
