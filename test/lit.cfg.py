# Part of Gridlock, under the Apache License v2.0 with LLVM Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

import glob
import importlib.util
import os
import shlex
import shutil
import subprocess
import sys

import lit.formats

llvm = int(config.gridlock_llvm)
root = config.gridlock_source_root
bin_dir = os.path.join(config.gridlock_llvm_root, "bin")

config.name = "Gridlock"
config.test_format = lit.formats.ShTest(execute_external=False)
config.suffixes = [".cpp", ".test", ".yaml"]
config.excludes = ["Inputs", "Unit", "CMakeLists.txt"]
config.test_source_root = os.path.join(root, "test")
config.test_exec_root = os.path.join(config.gridlock_build_root, "test")

# Rules and pages do not depend on the LLVM: once is enough.
if llvm != 19 or config.gridlock_sanitize:
    config.excludes += ["Rules"]


# The plugin with ASan needs ASan's runtime in the program that loads it.
def host_environment():
    if not config.gridlock_sanitize:
        return []
    clang = os.path.join(bin_dir, "clang")
    ask = [clang, "-print-file-name=libclang_rt.asan-x86_64.so"]
    runtime = subprocess.check_output(ask, text=True).strip()
    preload = ["env", "LD_PRELOAD=" + runtime]
    # Clang keeps vectors in memory pools that it never takes apart, and the
    # host has no frame pointers to tell its leaks from ours by.
    preload.append("ASAN_OPTIONS=detect_leaks=0")
    return preload


plugin = os.path.join(config.gridlock_build_root, "lib", "GridlockTidy.so")
if not os.path.exists(plugin):
    lit_config.fatal("%s is not built" % plugin)
tidy = host_environment() + [os.path.join(bin_dir, "clang-tidy"), "--load", plugin]
check = [sys.executable, os.path.join(root, "test", "check.py")] + tidy + ["--"]
prove = [sys.executable, os.path.join(root, "test", "Fix", "Inputs", "prove.py")]
# A program hangs and ends with any compiler: once is enough.
prove += (["--no-run"] if llvm != 19 or config.gridlock_sanitize else []) + tidy + ["--"]

# Where the libraries are that the models' tests include: name, a header, flags.
multiarch = (glob.glob("/usr/include/*-linux-gnu*") + [""])[0]


def qt(version):
    base = "%s/qt%d" % (multiarch, version)
    modules = ["", "/QtCore", "/QtConcurrent"]
    return ["-fPIC"] + [word for m in modules for word in ("-isystem", base + m)]


llvm_include = os.path.join(config.gridlock_build_root, "llvm-include")
libcxx = "/usr/lib/llvm-19/include/c++/v1"
libraries = [
    ("asio", "/usr/include/asio.hpp",
     ["-DASIO_HAS_CO_AWAIT", "-DASIO_HAS_STD_COROUTINE"]),
    ("boost-asio", "/usr/include/boost/asio.hpp", []),
    ("boost-thread", "/usr/include/boost/thread/future.hpp",
     ["-DBOOST_THREAD_VERSION=4"]),
    ("tbb", "/usr/include/oneapi/tbb/task_group.h", []),
    ("qt5", multiarch + "/qt5/QtCore/qthreadpool.h", qt(5)),
    ("qt6", multiarch + "/qt6/QtCore/qthreadpool.h", qt(6)),
    ("libuv", "/usr/include/uv.h", []),
    ("glib", "/usr/include/glib-2.0/glib.h",
     ["-isystem", "/usr/include/glib-2.0",
      "-isystem", multiarch.replace("include", "lib") + "/glib-2.0/include"]),
    ("poco", "/usr/include/Poco/ThreadPool.h", []),
    ("cpprest", "/usr/include/pplx/pplxtasks.h", []),
    ("thrift", "/usr/include/thrift/concurrency/ThreadManager.h", []),
    ("libevent", "/usr/include/event2/event.h", []),
    ("absl", "/usr/include/absl/synchronization/notification.h", []),
    ("llvm", os.path.join(llvm_include, "llvm/Support/ThreadPool.h"),
     ["-isystem", llvm_include,
      "-D_GNU_SOURCE", "-D__STDC_CONSTANT_MACROS",
      "-D__STDC_FORMAT_MACROS", "-D__STDC_LIMIT_MACROS"]),
    # libc++ 19 asks for Clang 17 at least.
    ("libcxx", libcxx + "/future" if llvm >= 17 else "",
     ["-nostdinc++", "-isystem", libcxx]),
]

config.available_features.add("llvm-%d" % llvm)
if config.gridlock_sanitize:
    # What a sanitizer cannot see: pages, completions, how long a stream takes.
    config.available_features.add("ran-without-sanitizers")
if llvm > 14:  # Clang 14 knows only std::experimental
    config.available_features.add("complete-coroutines")
for feature, programs in [("graphviz", ["dot"]), ("zsh", ["zsh"]),
                          ("chromium", ["chromium", "chromium-browser", "google-chrome"])]:
    if any(map(shutil.which, programs)):
        config.available_features.add(feature)
schema = glob.glob(os.path.join(root, ".cache", "sarif-schema", "package", "lib", "schemas",
                                "sarif-2.1.0*.json"))
if schema and importlib.util.find_spec("jsonschema"):
    config.available_features.add("sarif-schema")
    config.substitutions.append(("%sarif_schema", shlex.quote(schema[0])))
for name, header, flags in libraries:
    if os.path.exists(header):
        config.available_features.add(name)
    config.substitutions.append(("%{" + name + "}", shlex.join(flags)))

# Longer names first: lit replaces in this order.
config.substitutions += [
    ("%clang_tidy_raw", shlex.join(tidy)),
    ("%prove", shlex.join(prove)),
    ("%clang_tidy", os.path.join(bin_dir, "clang-tidy")),
    ("%llvm_lib", os.path.join(config.gridlock_llvm_root, "lib")),
    ("%build", config.gridlock_build_root),
    ("%check", shlex.join(check)),
    ("%gridlock", os.path.join(config.gridlock_build_root, "bin", "gridlock")),
    ("%tidy", shlex.join(tidy + ["--quiet", "--checks=-*,gridlock-*"])),
    ("%filecheck", "FileCheck --implicit-check-not=warning: "
                   "--implicit-check-not=error:"),
    # Clang 14 cannot compile what includes <coroutine>.
    ("%pages_left_out", "--but await-under-lock" if llvm < 15 else ""),
    ("%clangxx", os.path.join(bin_dir, "clang++")),
    ("%python", shlex.quote(sys.executable)),
    ("%root", shlex.quote(root)),
]

config.environment["PATH"] = os.pathsep.join(
    [bin_dir, config.environment.get("PATH", os.environ["PATH"])])
config.environment["LC_ALL"] = "C.UTF-8"
if config.gridlock_sanitize:
    # Clang keeps its memory pools until the end here too.
    config.environment["ASAN_OPTIONS"] = "detect_leaks=0"
