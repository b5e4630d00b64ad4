# Part of Gridlock, under the Apache License v2.0 with LLVM Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

"""The choice tree of one program.

Each choice has a name and depends on the seed and that name alone, so that one
can be changed and the others stay: that is how a program is made smaller, and
how its nearest twin is found.
"""

import random
import string

SYLLABLES = ["ba", "cro", "du", "fe", "gli", "ho", "ka", "lu", "mo", "ni", "pe",
             "ra", "su", "ta", "vo", "wi", "za", "bri", "sto", "plu"]


class Choices:
    """What one program is made of.

    seed: any value that can be printed. fixed: name -> option, for choices that
    are not left to the seed; an option that does not fit there is ignored.
    """

    def __init__(self, seed, fixed=None):
        self.seed = seed
        self.fixed = dict(fixed or {})
        self.made = {}     # name -> option, in the order of the choices
        self.simplest = {}  # name -> the option to reduce to

    def pick(self, name, options):
        """One of the options: {option: weight}; the first is the simplest."""
        if name in self.made:
            return self.made[name]
        names = list(options)
        value = self.fixed.get(name)
        if value not in options:
            chance = random.Random("%s/%s" % (self.seed, name))
            value = chance.choices(names, [options[n] for n in names])[0]
        self.made[name] = value
        self.simplest[name] = names[0]
        return value

    def word(self, hint, kind="Type"):
        """A name that means nothing, the same for the same hint."""
        chance = random.Random("%s/word/%s" % (self.seed, hint))
        word = "".join(chance.choice(SYLLABLES) for _ in range(3))
        # Two hints may get the same syllables; a digit tells them apart.
        word += str(sum(map(ord, hint)) % 10)
        return word.capitalize() if kind == "Type" else word


def even(*options):
    """Options of equal weight."""
    return {option: 1 for option in options}


def fill(text, **words):
    """Replaces each $word of a piece of C++."""
    return string.Template(text).substitute(words)


def indent(text, depth=1):
    """Moves each line of a piece of C++ to the right."""
    return "".join("  " * depth + line if line.strip() else line
                   for line in text.splitlines(True))
