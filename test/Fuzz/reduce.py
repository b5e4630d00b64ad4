# Part of Gridlock, under the Apache License v2.0 with LLVM Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

"""Makes a program that was judged wrong as simple as it stays wrong."""

import difflib


def complex_choices(choices):
    return [name for name, value in choices.made.items()
            if value != choices.simplest[name]]


def reduce(result, evaluate):
    """Drops what is not needed.

    evaluate: a list of {choice: option} -> a Result each. Returns the reduced
    result, and for each choice that is left (choice, Result of its twin, the
    program with the simplest option instead).
    """
    wanted = (result.verdict, result.outcome)
    best = result
    for _ in range(6):
        names = complex_choices(best.choices)
        tries = evaluate([fixed_with(best, {name}) for name in names])
        droppable = [name for name, tried in zip(names, tries)
                     if (tried.verdict, tried.outcome) == wanted]
        if not droppable:
            return best, list(zip(names, tries))
        # All at once, half of them, and so on; one alone is known to do.
        sets, size = [], len(droppable)
        while size > 1:
            sets.append(set(droppable[:size]))
            size //= 2
        tries_of = dict(zip(names, tries))
        several = evaluate([fixed_with(best, names) for names in sets]) if sets else []
        best = next((one for one in several if (one.verdict, one.outcome) == wanted),
                    tries_of[droppable[0]])
    return best, []


def fixed_with(result, names):
    """The choices of a result, with the simplest options for some."""
    fixed = dict(result.choices.made)
    for name in names:
        fixed[name] = result.choices.simplest[name]
    return fixed


def story(result, twins):
    """The report on one disagreement."""
    lines = ["seed %s: %s (it %s)" % (result.choices.seed, result.verdict, result.outcome)]
    lines += ["  %s = %s" % (name, result.choices.made[name])
              for name in complex_choices(result.choices)]
    lines += ["reported: line %d: %s [%s]" % (line, message, check)
              for line, check, message in result.reports]
    lines.append("")
    lines += result.text.splitlines()
    for name, twin in twins:
        if twin.verdict in ("seen", "silent"):
            lines.append("\n== %s = %s instead: %s" % (
                name, twin.choices.made.get(name), twin.verdict))
            lines += list(difflib.unified_diff(
                result.text.splitlines(), twin.text.splitlines(), lineterm="", n=1))[2:]
    return "\n".join(lines) + "\n"
