# Part of Gridlock, under the Apache License v2.0 with LLVM Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

"""Code that is not ours: the examples that come with Debian's packages of
libraries with executors. `./dev setup demo` installs them."""

import collections
import fnmatch
import glob
import json
import os
import re
import shutil
import subprocess

MULTIARCH = (glob.glob("/usr/include/*-linux-gnu") + [""])[0]
QT5 = MULTIARCH + "/qt5"
QT5_MODULES = ["", "/QtCore", "/QtConcurrent", "/QtDBus", "/QtGui", "/QtNetwork",
               "/QtWidgets"]

Corpus = collections.namedtuple("Corpus", "name package root only without flags generate")
Source = collections.namedtuple("Source", "path root command")

ASIO = "/usr/share/doc/libasio-dev/examples"
CORPORA = [
    Corpus("Asio", "libasio-doc", ASIO,
           only=["*"], without=["cpp03/*"],
           flags=["-std=c++20", "-DASIO_HAS_CO_AWAIT", "-DASIO_HAS_STD_COROUTINE"],
           generate=False),
    Corpus("Asio with Boost", "libasio-doc", ASIO,
           only=["cpp03/*"], without=["*/windows/*"],
           flags=["-std=c++14", "-DASIO_ENABLE_BOOST"], generate=False),
    Corpus("Boost.Thread, Boost.Fiber", "libboost*-doc",
           "/usr/share/doc/libboost*-doc/examples/libs",
           only=["thread/example/*", "fiber/examples/*"],
           without=["*/cuda/*", "*/hip/*", "*/numa/*"],
           flags=["-std=c++14"], generate=False),
    Corpus("oneTBB", "libtbb-doc", "/usr/share/doc/libtbb-dev/examples",
           only=["*"], without=["common/gui/*"], flags=["-std=c++17"], generate=False),
    Corpus("Qt", "qtbase5-examples", MULTIARCH.replace("include", "lib") + "/qt5/examples",
           only=["corelib/*", "network/*", "qtconcurrent/*"], without=[],
           flags=["-std=c++17", "-fPIC"] +
           [word for module in QT5_MODULES for word in ("-isystem", QT5 + module)],
           generate=True),
]


def version(corpus):
    """The installed version of the package, or nothing."""
    asked = subprocess.run(
        ["dpkg-query", "-W", "-f=${db:Status-Status} ${Package} ${Version}\n", corpus.package],
        text=True, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    found = [line.split(" ", 1)[1] for line in asked.stdout.splitlines()
             if line.startswith("installed ")]
    return found[0] if found else None


def fits(path, patterns):
    return any(fnmatch.fnmatch(path, pattern) for pattern in patterns)


def paths(corpus):
    """The roots and the sources, each only once where links lead to it."""
    found = {}
    for root in sorted({os.path.realpath(root) for root in glob.glob(corpus.root)}):
        for path in glob.glob(os.path.join(root, "**", "*.cpp"), recursive=True):
            inside = os.path.relpath(path, root)
            if fits(inside, corpus.only) and not fits(inside, corpus.without):
                found[os.path.realpath(path)] = root
    return sorted(found.items())


def folders_up(path, root):
    """The folders that a path lies in, up to the root: sources include their
    neighbours from any of them."""
    folder = os.path.dirname(path)
    while True:
        yield folder
        if folder == root:
            return
        folder = os.path.dirname(folder)


# Qt's sources include what its own tools make of the sources and the forms.
GENERATED = re.compile(r'^\s*#\s*include\s*["<](?:(\w+)\.moc|ui_(\w+)\.h)[">]', re.MULTILINE)


def generate(path, folder):
    """Makes the generated files that a source or its headers include."""
    os.makedirs(folder, exist_ok=True)
    inside = os.path.dirname(path)
    for name in glob.glob(os.path.join(inside, "*.cpp")) + glob.glob(os.path.join(inside, "*.h")):
        with open(name, encoding="utf-8", errors="replace") as file:
            included = GENERATED.findall(file.read())
        for moc, form in included:
            if moc:
                command = ["moc", os.path.join(inside, moc + ".cpp")]
                output = os.path.join(folder, moc + ".moc")
            else:
                forms = glob.glob(os.path.join(inside, "**", form + ".ui"), recursive=True)
                command = ["uic"] + (forms or [form + ".ui"])[:1]
                output = os.path.join(folder, "ui_%s.h" % form)
            tool = shutil.which(command[0], path="/usr/lib/qt5/bin") or shutil.which(command[0])
            if tool and os.path.exists(command[1]) and not os.path.exists(output):
                subprocess.run([tool] + command[1:] + ["-o", output],
                               stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def sources(corpus, compiler, folder):
    """The sources of a package, each with its command line."""
    found = []
    for path, root in paths(corpus):
        flags = corpus.flags + ["-w"]
        flags += [word for above in folders_up(path, root) for word in ("-I", above)]
        if corpus.generate:
            made = os.path.join(folder, "generated", os.path.relpath(os.path.dirname(path), root))
            generate(path, made)
            flags += ["-isystem", made]
        found.append(Source(path, root, [compiler] + flags + ["-c", path]))
    return found


def write_database(found, folder):
    """A compile database, as clang-tidy reads it."""
    os.makedirs(folder, exist_ok=True)
    with open(os.path.join(folder, "compile_commands.json"), "w") as file:
        json.dump([{"directory": os.path.dirname(source.path), "file": source.path,
                    "arguments": source.command} for source in found], file, indent=1)
