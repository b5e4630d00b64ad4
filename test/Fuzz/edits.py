# Part of Gridlock, under the Apache License v2.0 with LLVM Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

"""The edits that are offered for a program that hangs: each is made, and the
program compiled, run, and analysed again."""

import collections
import difflib
import re

BAD = ("is reported", "hangs", "crashed", "does not compile", "reaches out")

# One edit and what came of it. kind: its words without names; verdict: ended,
# or what is wrong with it; before, after: the program's texts.
Edit = collections.namedtuple("Edit", "seed kind verdict before after detail")


class Edited:
    """A program after one edit, in a namespace of its own."""

    hangs = crashes = False
    checks = ()

    def __init__(self, program, offer, number):
        self.space = "%se%d" % (program.space, number)
        self.standard, self.library = program.standard, program.library
        parts = program.parts()
        for part, offset, length, text in sorted(offer.edits, key=lambda e: -e[1]):
            parts[part] = parts[part][:offset] + text + parts[part][offset + length:]
        name = re.compile(r"\b%s\b" % program.space)
        self.texts = [name.sub(self.space, part) for part in parts]

    def parts(self):
        return self.texts

    def text(self):
        return "".join(self.texts)


def kind(message):
    """The words of a note or, for what is edited on the warning, its check,
    without the names of the program."""
    text = re.sub(r"'[^']*'", "…", message)
    return re.sub(r"^fix: ", "", text)


def attempt(results, evaluate):
    """Makes each edit of the programs that hang and are seen.

    evaluate: a list of (anything, program) -> a Result each, in any order.
    Returns an Edit each.
    """
    made, origins, done = [], {}, []
    for result in results:
        if result.verdict != "seen":
            continue
        for number, offer in enumerate(result.offers):
            if offer.edits is None:
                done.append(Edit(result.choices.seed, kind(offer.message), "reaches out",
                                 result.text, "", ""))
                continue
            edited = Edited(result.program, offer, number)
            origins[edited.space] = (result, offer)
            made.append((result.choices, edited))
    for after in evaluate(made) if made else []:
        result, offer = origins[after.program.space]
        done.append(Edit(result.choices.seed, kind(offer.message), verdict(result, after), result.text,
                         after.text, "%s %s" % (after.outcome, after.reports)))
    return done


def left(result):
    """What is reported, wherever it stands."""
    return collections.Counter((check, message) for _, check, message in result.reports)


def verdict(before, after):
    """What an edit is worth, given the Results of the program and the edited one."""
    if after.verdict == "silent":
        return "ended"
    # Of several reports an edit ends its own.
    if after.outcome in ("ended", "hung", "stalled") and \
            left(after) and left(after) < left(before):
        return "ended"
    if after.outcome == "ended":
        return "is reported"
    if after.outcome in ("hung", "stalled"):
        return "hangs"
    return after.verdict


def story(edit):
    """The report on one edit that is wrong."""
    lines = ["seed %s: %s: %s (%s)" % (edit.seed, edit.kind, edit.verdict, edit.detail), ""]
    before, after = edit.before.splitlines(), edit.after.splitlines()
    lines += list(difflib.unified_diff(before, after, lineterm="", n=0))[2:]
    return "\n".join(lines + [""] + before) + "\n"
