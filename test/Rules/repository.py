# Part of Gridlock, under the Apache License v2.0 with LLVM Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

"""The files of the repository, and how a rule tells that it is broken."""

import fnmatch
import os
import subprocess
import sys

ROOT = sys.argv[1]
BROKEN = []


def files(*patterns):
    """Paths from the root that match one of the patterns, in order; `*` also
    stands for folders. Without git, everything that is no build."""
    listed = subprocess.run(
        ["git", "-C", ROOT, "ls-files", "-co", "--exclude-standard"],
        text=True, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    names = listed.stdout.splitlines() if listed.returncode == 0 else walked()
    names = {n for n in names if os.path.isfile(os.path.join(ROOT, n))}
    return sorted(n for n in names
                  if any(fnmatch.fnmatch(n, p) for p in patterns))


def walked():
    names = []
    for folder, folders, inside in os.walk(ROOT):
        folders[:] = [f for f in folders
                      if not f.startswith(("build", "__")) and f != ".git"]
        names += [os.path.relpath(os.path.join(folder, n), ROOT) for n in inside]
    return names


def text(name):
    with open(os.path.join(ROOT, name), encoding="utf-8", errors="replace") as file:
        return file.read()


def lines(name):
    return enumerate(text(name).splitlines(), 1)


def exists(name):
    return os.path.exists(os.path.join(ROOT, name))


def broken(message, *arguments):
    BROKEN.append(message % arguments)


def end():
    print("\n".join(BROKEN))
    sys.exit(1 if BROKEN else 0)
