# Part of Gridlock, under the Apache License v2.0 with LLVM Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

"""Runs a command that can write to no file, as on a full disk."""

import resource
import subprocess
import sys

resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
# What it tells comes through a pipe: that is no file.
RUN = subprocess.Popen(sys.argv[1:], stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
TOLD = RUN.communicate()[0]
sys.stdout.buffer.write(TOLD)
sys.stdout.flush()
sys.exit(RUN.returncode)
