# Part of Gridlock, under the Apache License v2.0 with LLVM Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

"""Runs a command four times at once; fails if one of them does."""

import subprocess
import sys

RUNS = [subprocess.Popen(sys.argv[1:]) for _ in range(4)]
sys.exit(any([run.wait() for run in RUNS]))
