// REQUIRES: llvm-19, libcxx
// RUN: %python %S/Inputs/names.py %root/models/std.yaml %s \
// RUN:   -- %clangxx -std=c++2b \
// RUN:   -- %clangxx -std=c++2b %{libcxx} -fexperimental-library

// LACKS: std::copyable_function (C++26)
// LACKS: std::copyable_function::operator() (C++26)

#include <atomic>
#include <barrier>
#include <condition_variable>
#include <coroutine>
#include <deque>
#include <functional>
#include <future>
#include <latch>
#include <list>
#include <memory>
#include <mutex>
#include <optional>
#include <queue>
#include <semaphore>
#include <shared_mutex>
#include <stack>
#include <thread>
#include <utility>
#include <variant>
#include <vector>
