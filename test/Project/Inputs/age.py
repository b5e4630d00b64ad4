# Part of Gridlock, under the Apache License v2.0 with LLVM Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

"""age.py old|one-new FILE...: fails unless all files, or all but one, were last
written twenty years ago."""

import os
import sys
import time

NEW = [name for name in sys.argv[2:] if time.time() - os.stat(name).st_mtime < 20 * 365 * 86400]
if len(NEW) != {"old": 0, "one-new": 1}[sys.argv[1]]:
    sys.exit("written anew: %s" % NEW)
