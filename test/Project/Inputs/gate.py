# Part of Gridlock, under the Apache License v2.0 with LLVM Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

"""gate.py GATE ACTION COMMAND...: runs a command that comes to read the pipe GATE,
which is made here, and waits there while this does ACTION:

  edit:FILE     a line is added to a file
  interrupt     the command gets what Ctrl-C sends
  kill          the command is killed
  with:OTHER    another pipe is read meanwhile
  without:OTHER another pipe is not read meanwhile, but later

Before the first three, the command tells that it has done something. Then what it
reads is empty. A command that is stopped has to end with all of its processes
before. Prints what the command told, and ends with its code."""

import os
import signal
import subprocess
import sys
import time

LIMIT = 240  # seconds, until it is taken for a hang
GATE, (ACTION, _, NAME), COMMAND = sys.argv[1], sys.argv[2].partition(":"), sys.argv[3:]
HAS_OTHER = ACTION in ("with", "without")


class Pipe:
    def __init__(self, name):
        self.name, self.end = name, None
        if os.path.exists(name):
            os.remove(name)
        os.mkfifo(name)

    def is_read(self):
        """Who reads goes on waiting then."""
        try:
            self.end = os.open(self.name, os.O_WRONLY | os.O_NONBLOCK)
            return True
        except OSError:
            return False

    def leave(self):
        os.close(self.end)
        os.remove(self.name)
        with open(self.name, "w"):
            pass


def wait_for(what, is_so):
    end = time.monotonic() + LIMIT
    while not is_so():
        if time.monotonic() > end:
            fail("waited in vain until " + what)
        time.sleep(0.01)


def fail(text):
    os.killpg(RUN.pid, signal.SIGKILL)
    sys.exit(text)


def is_group_gone():
    try:
        os.killpg(RUN.pid, 0)
        return False
    except ProcessLookupError:
        return True


PIPE = Pipe(GATE)
OTHER = Pipe(NAME) if HAS_OTHER else None
RUN = subprocess.Popen(COMMAND, stderr=subprocess.PIPE, text=True, start_new_session=True)
TOLD = "" if HAS_OTHER else RUN.stderr.readline()
if not HAS_OTHER and not TOLD.startswith("[1/"):
    fail("it tells no progress but " + TOLD)
wait_for("the gate is read", PIPE.is_read)
if ACTION == "with":
    wait_for("the other pipe is read", OTHER.is_read)
elif ACTION == "without":
    # It cannot fail wrongly, only see too little.
    for _ in range(30):
        time.sleep(0.01)
        if OTHER.is_read():
            fail("both are read at once")
elif ACTION == "edit":
    with open(NAME, "a") as file:
        file.write("// edited meanwhile\n")
else:
    RUN.send_signal(signal.SIGINT if ACTION == "interrupt" else signal.SIGKILL)
    wait_for("all its processes have ended",
             lambda: RUN.poll() is not None and is_group_gone())
PIPE.leave()
if ACTION == "without":
    wait_for("the other pipe is read", OTHER.is_read)
if HAS_OTHER:
    OTHER.leave()
TOLD += RUN.stderr.read()
CODE = RUN.wait()
print(TOLD, end="")
sys.exit(CODE if CODE >= 0 else 0)
