// REQUIRES: llvm-19, tbb
// RUN: %python %S/Inputs/names.py %root/models/tbb.yaml %s \
// RUN:   -- %clangxx -std=c++20 %{tbb}

// LACKS: tbb::detail::*::mutex (newer than 2021.8)
// LACKS: tbb::detail::*::rw_mutex (newer than 2021.8)

#define TBB_PREVIEW_ISOLATED_TASK_GROUP 1
#include <oneapi/tbb.h>
#include <oneapi/tbb/concurrent_queue.h>
#include <oneapi/tbb/flow_graph.h>
#include <oneapi/tbb/parallel_for.h>
#include <oneapi/tbb/task_arena.h>
#include <oneapi/tbb/task_group.h>
#include <tbb/concurrent_queue.h>
#include <tbb/flow_graph.h>
#include <tbb/parallel_for.h>
#include <tbb/task_arena.h>
#include <tbb/task_group.h>
#include <tbb/tbb.h>
