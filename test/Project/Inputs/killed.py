# Part of Gridlock, under the Apache License v2.0 with LLVM Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

"""Runs a command that tells its progress, and kills it after the first line."""

import subprocess
import sys

RUN = subprocess.Popen(sys.argv[1:], stderr=subprocess.PIPE, text=True)
RUN.stderr.readline()
RUN.kill()
RUN.wait()
