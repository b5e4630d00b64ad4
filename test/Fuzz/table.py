# Part of Gridlock, under the Apache License v2.0 with LLVM Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

"""Counts: of the run, and of each construct."""

import collections
import re

from edits import BAD as WRONG

GOOD = ("seen", "silent")
BAD = ("missed", "false", "other check")


class Table:
    """What came of all programs of a run."""

    def __init__(self):
        self.verdicts = collections.Counter()
        self.outcomes = collections.Counter()
        self.constructs = collections.defaultdict(collections.Counter)
        self.edits = collections.defaultdict(collections.Counter)

    def add(self, result):
        self.verdicts[result.verdict] += 1
        if result.verdict not in GOOD + BAD:
            return
        self.outcomes[result.outcome] += 1
        constructs = set()
        for name, option in result.choices.made.items():
            # The same construct, for another executor or elsewhere in the chain.
            name = re.sub(r"^.* (calls?|file)( \d+)?$", r"\1", name)
            name = re.sub(r"^(second|third) ", "pool ", name)
            constructs.add((name, option))
        for construct in constructs:
            self.constructs[construct][result.verdict] += 1

    def add_edit(self, edit):
        self.edits[edit.kind][edit.verdict] += 1

    def discarded(self):
        return sum(count for verdict, count in self.verdicts.items()
                   if verdict not in GOOD + BAD)

    def line(self):
        """One line for all."""
        edits = sum(self.edits.values(), collections.Counter())
        return ("%d programs: %d hung, %d ended; %d missed, %d false, %d discarded; "
                "%d edits, %d of them wrong") % (
            sum(self.verdicts.values()), self.outcomes["hung"] + self.outcomes["stalled"],
            self.outcomes["ended"], self.verdicts["missed"] + self.verdicts["other check"],
            self.verdicts["false"], self.discarded(), sum(edits.values()),
            sum(edits[verdict] for verdict in WRONG))

    def rows(self):
        """(construct, option, seen, silent, missed, false), worst first within
        each construct."""
        rows = []
        for (name, option), counts in self.constructs.items():
            rows.append((name, option, counts["seen"], counts["silent"],
                         counts["missed"] + counts["other check"], counts["false"]))
        return sorted(rows, key=lambda row: (row[0], -row[4] - row[5], row[1]))

    def markdown(self):
        lines = ["| edit | ends, and is silent | wrong |", "|---|--:|--:|"]
        lines += ["| %s | %d | %d |" % (kind, counts["ended"], sum(counts[v] for v in WRONG))
                  for kind, counts in sorted(self.edits.items())]
        lines.append("")
        lines += ["| construct | | seen | silent | missed | false |",
                  "|---|---|--:|--:|--:|--:|"]
        for row in self.rows():
            lines.append("| %s | %s | %d | %d | %d | %d |" % row)
        return "\n".join(lines) + "\n"
