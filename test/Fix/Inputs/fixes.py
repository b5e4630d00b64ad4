# Part of Gridlock, under the Apache License v2.0 with LLVM Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

"""The fixes that clang-tidy exports: read, and applied to a text."""

import collections
import json
import os
import re
import subprocess

Replacement = collections.namedtuple("Replacement", "file offset length text")
# One warning, or one note of it: on_warning tells which. report counts warnings.
Fix = collections.namedtuple("Fix", "check report message on_warning replacements")

ENTRY = re.compile(r"^(\s*)(?:- )?(\w+): *(.*)$")


def scalar(text):
    if text.startswith("'"):
        return text[1:-1].replace("''", "'")
    return json.loads(text) if text.startswith('"') else text


def entries(lines):
    """The keys and values of LLVM's YAML, with quoted texts that go over several
    lines put together."""
    lines = iter(lines)
    for line in lines:
        match = ENTRY.match(line)
        if not match:
            continue
        key, value = match.group(2), match.group(3)
        if value[:1] in "'\"" and value:
            quote = value[0]
            while len(value) < 2 or not value.endswith(quote) or value.endswith("\\" + quote):
                value += next(lines).strip()
        yield key, value


def read(path):
    """The fixes of an exported file, in order."""
    try:
        with open(path, encoding="utf-8") as file:
            lines = file.read().splitlines()
    except FileNotFoundError:
        return []
    found, check, on_warning, report, replacement = [], "", True, 0, {}
    for key, value in entries(lines):
        if key == "DiagnosticName":
            check, report = scalar(value), report + 1
        elif key in ("DiagnosticMessage", "Notes"):
            on_warning = key == "DiagnosticMessage"
        elif key == "Message":
            found.append(Fix(check, report, scalar(value), on_warning, []))
        elif key == "FilePath":
            replacement["file"] = scalar(value)
        elif key in ("Offset", "Length"):
            replacement[key.lower()] = int(value)
        elif key == "ReplacementText":
            found[-1].replacements.append(Replacement(
                replacement["file"], replacement["offset"], replacement["length"],
                scalar(value)))
    return [fix for fix in found if fix.replacements]


def export(tidy, source, flags, to, checks="-*,gridlock-*"):
    """Runs clang-tidy; returns its output and the fixes."""
    # It writes none where there is nothing to fix: an old one must not stay.
    if os.path.exists(to):
        os.remove(to)
    command = tidy + ["--quiet", "--checks=" + checks, "--export-fixes=" + to,
                      source, "--"] + flags
    ended = subprocess.run(command, text=True, stdin=subprocess.DEVNULL,
                           stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    return ended.stdout, read(to)


def apply(text, replacements):
    """The text, as bytes, after the replacements, which must not overlap."""
    for one in sorted(replacements, key=lambda r: -r.offset):
        text = text[:one.offset] + one.text.encode() + text[one.offset + one.length:]
    return text
