# Part of Gridlock, under the Apache License v2.0 with LLVM Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

"""code.py CODE COMMAND...: fails unless the command ends with this code."""

import subprocess
import sys

CODE = subprocess.call(sys.argv[2:])
if CODE != int(sys.argv[1]):
    sys.exit("it ended with %d" % CODE)
