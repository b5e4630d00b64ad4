#!/usr/bin/env python3
# Part of Gridlock, under the Apache License v2.0 with LLVM Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

"""A stream of random programs: what they do when run, against what is reported,
and what they do after each edit that is offered.

run.py --build DIRECTORY [--seconds N | --programs N] [--seed S] [--check C]
"""

import argparse
import concurrent.futures
import os
import sys
import time

import edits
import reduce
from awaits import Awaits
from batch import Batch, Tools
from choices import Choices
from cycles import Cycles
from joins import Joins
from locks import Locks
from loops import Loops
from selfwait import SelfWait
from table import BAD, GOOD, Table

KINDS = {"self-wait": SelfWait, "wait-under-lock": Locks, "wait-cycle": Cycles,
         "self-join": Joins, "await-under-lock": Awaits, "nested-loop": Loops}
WEIGHTS = {"self-wait": 5, "wait-under-lock": 4, "wait-cycle": 2, "self-join": 1,
           "await-under-lock": 1, "nested-loop": 1}


def generate(seed, only, space, fixed=None):
    """One program: (its choices, the program)."""
    choices = Choices(seed, fixed)
    kinds = {kind: WEIGHTS[kind] for kind in KINDS if not only or kind == only}
    kind = choices.pick("kind", kinds)
    program = KINDS[kind](choices, space).build()
    program.library = choices.made.get("library", "")
    return choices, program


class Stream:
    """Programs of the seeds first, first + 1, and so on."""

    def __init__(self, arguments, tools):
        self.arguments, self.tools = arguments, tools
        self.table, self.wrong, self.dropped, self.worse = Table(), [], [], []
        self.batches = 0
        self.chosen = dict(one.split("=", 1) for one in arguments.chosen)

    def evaluate(self, made):
        """A Result for each (choices, program)."""
        results = []
        groups = {}
        for choices, program in made:
            key = program.standard, program.library, len(program.parts())
            groups.setdefault(key, []).append((choices, program))
        for some in groups.values():
            self.batches += 1
            results += Batch(self.tools, self.batches, some).results()
        return results

    def look(self, made):
        """A Result for each program, and an Edit for each edit of it."""
        results = self.evaluate(made)
        return results, edits.attempt(results, self.evaluate)

    def take(self, results, edited):
        for one in edited:
            self.table.add_edit(one)
            if one.verdict in edits.BAD:
                self.worse.append(one)
        for result in results:
            self.table.add(result)
            if result.verdict in BAD:
                self.wrong.append(result)
            elif result.verdict not in GOOD:
                self.dropped.append(result)

    def run(self):
        arguments, start, seed = self.arguments, time.monotonic(), self.arguments.seed
        last = seed + arguments.programs if arguments.programs else None
        with concurrent.futures.ThreadPoolExecutor(arguments.jobs) as pool:
            pending = set()
            while True:
                over = seed >= last if last else \
                    time.monotonic() - start > arguments.seconds
                if over and not pending:
                    break
                while not over and len(pending) < arguments.jobs + 1 and (
                        not last or seed < last):
                    seeds = range(seed, min(seed + arguments.batch, last or 1 << 60))
                    seed = seeds.stop
                    pending.add(pool.submit(self.look, [
                        generate(s, arguments.check, "p%d" % s, self.chosen)
                        for s in seeds]))
                done, pending = concurrent.futures.wait(
                    pending, return_when=concurrent.futures.FIRST_COMPLETED)
                for one in done:
                    self.take(*one.result())
                print("%4d s: %s" % (time.monotonic() - start, self.table.line()),
                      flush=True)

    def again(self, result):
        """Evaluates a program with other choices."""
        def evaluate(fixed):
            seed = result.choices.seed
            made = [generate(seed, self.arguments.check, "p%s_%d" % (seed, i),
                             dict(self.chosen, **one))
                    for i, one in enumerate(fixed)]
            by_space = {one.program.space: one for one in self.evaluate(made)}
            return [by_space[program.space] for _, program in made]
        return evaluate

    def report(self):
        """Writes each disagreement, some of them reduced."""
        folder = os.path.join(self.tools.folder, "report")
        os.makedirs(folder, exist_ok=True)
        for name in os.listdir(folder):
            os.unlink(os.path.join(folder, name))
        for result in self.dropped:
            write(os.path.join(folder, "discarded-%s.txt" % result.choices.seed), "%s: %s\n%s" % (
                result.verdict, result.outcome, reduce.story(result, [])))
        for number, edit in enumerate(self.worse):
            path = os.path.join(folder, "edit-%s-%d.txt" % (edit.seed, number))
            write(path, edits.story(edit))
            print("%s: %s: %s" % (path, edit.kind, edit.verdict), flush=True)
        for number, result in enumerate(self.wrong):
            twins = []
            if number < self.arguments.reduce:
                result, twins = reduce.reduce(result, self.again(result))
            path = os.path.join(folder, "%s-%s.txt" % (
                result.verdict.replace(" ", "-"), result.choices.seed))
            write(path, reduce.story(result, twins))
            print("%s: %s" % (path, ", ".join(
                "%s = %s" % (name, result.choices.made[name])
                for name, twin in twins if twin.verdict in GOOD)), flush=True)


def write(path, text):
    with open(path, "w") as file:
        file.write(text)


def write_page(path, table):
    """Puts the figures between the marks of a page."""
    begin, end = "<!-- measured: begin -->\n", "<!-- measured: end -->"
    with open(path) as file:
        text = file.read()
    before, rest = text.split(begin)
    write(path, "%s%s%s.\n\n%s%s" % (before, begin, table.line(), table.markdown(),
                                    end + rest.split(end)[1]))


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--build", required=True)
    parser.add_argument("--folder", help="where everything is written")
    parser.add_argument("--clang", default="clang++-19")
    parser.add_argument("--tidy", default="clang-tidy-19")
    parser.add_argument("--seconds", type=int, default=60)
    parser.add_argument("--programs", type=int, help="instead of a time")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--check", choices=list(KINDS))
    parser.add_argument("--with", dest="chosen", action="append", default=[],
                        metavar="CHOICE=OPTION",
                        help="the same option in all programs, as library=abseil")
    parser.add_argument("--batch", type=int, default=24)
    parser.add_argument("--reduce", type=int, default=10,
                        help="how many disagreements are made smaller")
    parser.add_argument("--page", help="a page whose table is written anew")
    parser.add_argument("-j", "--jobs", type=int, default=2)
    arguments = parser.parse_args()
    build = os.path.abspath(arguments.build)
    tools = Tools(os.path.abspath(arguments.folder or os.path.join(build, "fuzz")), build,
                  arguments.clang, arguments.tidy)
    stream = Stream(arguments, tools)
    stream.run()
    stream.report()
    if arguments.page:
        write_page(arguments.page, stream.table)
    print(stream.table.markdown())
    print(stream.table.line())
    return 1 if stream.wrong or stream.worse else 0


if __name__ == "__main__":
    sys.exit(main())
