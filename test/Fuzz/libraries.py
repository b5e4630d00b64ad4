# Part of Gridlock, under the Apache License v2.0 with LLVM Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

"""Executors of libraries: as they are, and behind a class of the program's own. Of
Abseil, what tasks wait for and lock: it has no executors."""

import collections

from choices import fill
from pools import ASKS, Pool, layout

MULTIARCH = "/usr/include/x86_64-linux-gnu"

# flags: for the compiler and clang-tidy; link: for the linker.
Library = collections.namedtuple("Library", "flags link")

LIBRARIES = {
    "": Library([], []),
    "asio": Library(["-DFUZZ_ASIO"], []),
    "tbb": Library(["-DFUZZ_TBB"], ["-ltbb"]),
    "qt": Library(["-DFUZZ_QT", "-fPIC", "-isystem", MULTIARCH + "/qt6", "-isystem",
                   MULTIARCH + "/qt6/QtCore"], ["-lQt6Core"]),
    "abseil": Library(["-DFUZZ_ABSEIL"], ["-labsl_synchronization", "-labsl_time",
                                          "-labsl_base"]),
}


def library(choices):
    """The library that the program uses, or nothing."""
    return choices.pick("library", {"": 12, "asio": 5, "tbb": 1, "qt": 1, "abseil": 2})


# post: how $f is put into the executor $e; fields; create, end: in the
# constructor and the destructor of the class around it; ask: what gives a
# future at once; more: what else it is able to do.
Shape = collections.namedtuple("Shape", "library fields create end post ask more")

TOKEN = "return asio::post(%s, asio::use_future(std::move(g)));"
SHAPES = {
    "asio pool": Shape("asio", "asio::thread_pool $e{1};", "", "", "asio::post($e, std::move(f));",
                       TOKEN % "$e",
                       {"inside": "return $e.get_executor().running_in_this_thread();"}),
    "asio loop": Shape(
        "asio", "asio::io_context $e;\n"
        "asio::executor_work_guard<asio::io_context::executor_type> $w{$e.get_executor()};\n"
        "std::thread $t;", "$t = std::thread([this] { $e.run(); });", "$w.reset();\n$t.join();",
        "asio::post($e, std::move(f));", TOKEN % "$e",
        {"inside": "return $e.get_executor().running_in_this_thread();",
         "help": "return $e.poll_one() > 0;"}),
    "asio strand": Shape(
        "asio", "asio::thread_pool $e{2};\n"
        "asio::strand<asio::thread_pool::executor_type> $w{$e.get_executor()};", "", "",
        "asio::post($w, std::move(f));", TOKEN % "$w",
        {"inside": "return $w.running_in_this_thread();"}),
    "tbb arena": Shape("tbb", "tbb::task_arena $e{1, 0};", "", "", "$e.enqueue(std::move(f));",
                       "", {}),
    "qt pool": Shape("qt", "QThreadPool $e;", "$e.setMaxThreadCount(1);", "",
                     "$e.start(std::move(f));", "",
                     {"idle": "$e.waitForDone(); /*W*/"}),
}


class Wrapped:
    """A class of the program's own around one executor of a library."""

    workers, signal = 1, "library"

    def __init__(self, choices, tag, kind):
        self.shape = SHAPES[kind]
        word = lambda hint: choices.word(tag + hint, "name")
        self.name = choices.word(tag + "pool")
        self.post_name, self.ask_name = word("post"), word("ask")
        self.inside_name, self.help_name = word("inside"), word("help")
        self.idle_name = word("idle")
        self.words = dict(
            Pool=self.name, post=self.post_name, ask=self.ask_name, e=word("executor"),
            w=word("work"), t=word("thread"), inside=self.inside_name,
            help=self.help_name, idle=self.idle_name)
        ways = dict.fromkeys(ASKS, 1)
        if self.shape.ask:
            ways["token"] = 2
        way = choices.pick(tag + " asks", ways)
        self.asks = self.shape.ask if way == "token" else ASKS[way]

    ask, post = Pool.ask, Pool.post

    def text(self):
        """The declaration of the class."""
        shape = self.shape
        more = "".join("%s $%s() {\n%s\n}\n" % ("void" if name == "idle" else "bool", name, body)
                       for name, body in shape.more.items())
        text = ("class $Pool {\npublic:\n$Pool() {\n%s\n}\n~$Pool() {\n%s\n}\n"
                "void $post(std::function<void()> f) {\n%s\n}\n"
                "template <class F> std::future<int> $ask(F g) {\n%s\n}\n%s"
                "private:\n%s\n};\n" % (shape.create, shape.end, shape.post, self.asks, more,
                                        shape.fields))
        return layout(fill(text, **self.words))


class Bare:
    """A pool of Asio's, to which the code submits by Asio's own functions."""

    workers, signal = 1, "library"

    def __init__(self, choices, tag):
        self.name = choices.word(tag + "pool")
        self.way = choices.pick(tag + " asks", {"post": 2, "defer": 1, "dispatch": 1})

    def ask(self, use, task):
        return "asio::post(%s, asio::use_future(%s))" % (use, task)

    def post(self, use, task):
        return "asio::%s(%s, %s)" % (self.way, use, task)

    def text(self):
        return ("struct %s : asio::thread_pool {\n  %s() : asio::thread_pool(1) {}\n};\n"
                % (self.name, self.name))


def executor(choices, tag, cxx20, needs=(), several=True):
    """One class of executors: home-made, or of the library that the program
    uses. See Pool for what is asked."""
    used = library(choices)
    kinds = {"home-made": 1}
    kinds.update({kind: 1 for kind, shape in SHAPES.items()
                  if shape.library == used and set(needs) <= set(shape.more)})
    if used == "asio" and not needs:
        kinds["asio as it is"] = 2
    if used and len(kinds) > 1:
        kinds["home-made"] = 0.5
    kind = choices.pick(tag + " of", kinds)
    if kind == "home-made":
        return Pool(choices, tag, cxx20, needs, several)
    if kind == "asio as it is":
        return Bare(choices, tag)
    return Wrapped(choices, tag, kind)
