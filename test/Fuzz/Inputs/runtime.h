// Part of Gridlock, under the Apache License v2.0 with LLVM Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

// What all random programs include: the standard library, the library that they
// use, and what tells the watchdog how far a program got. Its bodies are out of
// the analyser's sight.

#pragma once

#include <algorithm>
#include <array>
#include <atomic>
#include <chrono>
#include <condition_variable>
#include <deque>
#include <functional>
#include <future>
#include <list>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <queue>
#include <shared_mutex>
#include <thread>
#include <tuple>
#include <vector>
#if __cplusplus >= 202002L
#include <coroutine>
#include <latch>
#include <semaphore>
#endif
#ifdef FUZZ_ASIO
#if __cplusplus >= 202002L
#define ASIO_HAS_CO_AWAIT
#define ASIO_HAS_STD_COROUTINE
#endif
#include <asio.hpp>
#endif
#ifdef FUZZ_TBB
#include <oneapi/tbb/task_arena.h>
#endif
#ifdef FUZZ_ABSEIL
#include <absl/synchronization/blocking_counter.h>
#include <absl/synchronization/mutex.h>
#include <absl/synchronization/notification.h>
#endif
#ifdef FUZZ_QT
#include <QThreadPool>
#endif

void at();          // the wait comes next
void stalled();     // a wait with a time limit was over
void meet(int n);   // goes on when n threads are here, or after a time
