// REQUIRES: llvm-19, boost-thread
// RUN: %python %S/Inputs/names.py %root/models/boost.yaml %s \
// RUN:   -- %clangxx -std=c++17 %{boost-thread} \
// RUN:   -- %clangxx -std=c++17 -DBOOST_THREAD_VERSION=2 \
// RUN:   -- %clangxx -std=c++17 %{boost-thread} -DWITH_EXECUTORS \
// RUN:     -DBOOST_THREAD_PROVIDES_EXECUTORS

// LACKS: boost::executors::serial_executor (its header is an error under Clang)

#ifndef __clang__
#include <boost/thread/executors/serial_executor.hpp>
#endif

// Continuations and executors together are an error of Boost 1.74 under Clang 19.
#ifdef WITH_EXECUTORS
#include <boost/thread/concurrent_queues/sync_bounded_queue.hpp>
#include <boost/thread/concurrent_queues/sync_priority_queue.hpp>
#include <boost/thread/concurrent_queues/sync_queue.hpp>
#include <boost/thread/executors/basic_thread_pool.hpp>
#include <boost/thread/executors/executor_adaptor.hpp>
#include <boost/thread/executors/generic_executor_ref.hpp>
#include <boost/thread/executors/loop_executor.hpp>
#include <boost/thread/executors/scheduled_thread_pool.hpp>
#include <boost/thread/executors/thread_executor.hpp>
#else
#include <boost/bind/bind.hpp>
#include <boost/function.hpp>
#include <boost/interprocess/sync/interprocess_semaphore.hpp>
#include <boost/optional.hpp>
#include <boost/ref.hpp>
#include <boost/signals2.hpp>
#include <boost/smart_ptr.hpp>
#include <boost/thread.hpp>
#include <boost/thread/barrier.hpp>
#include <boost/thread/future.hpp>
#include <boost/thread/latch.hpp>
#include <boost/thread/scoped_thread.hpp>
#endif
