# Part of Gridlock, under the Apache License v2.0 with LLVM Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

"""facts.py SOURCE -- CLANG-TIDY... [-- FLAGS...]: prints the facts of a source."""

import os
import subprocess
import sys

MODEL = os.path.join(os.path.dirname(os.path.abspath(__file__)), "pool.yaml")


def main():
    source, words = sys.argv[1], sys.argv[3:]
    tidy, flags = words, []
    if "--" in words:
        end = words.index("--")
        tidy, flags = words[:end], words[end + 1:]
    config = ("{CheckOptions: [{key: gridlock-self-wait.Dump, value: facts}, "
              "{key: gridlock-self-wait.Models, value: '%s'}]}" % MODEL)
    ended = subprocess.run(tidy + ["--config=" + config, source, "--", "-std=c++20"] + flags,
                           text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    print(ended.stderr)
    if ended.returncode != 0 or "error:" in ended.stdout + ended.stderr:
        sys.exit(ended.stdout + ended.stderr)


if __name__ == "__main__":
    main()
