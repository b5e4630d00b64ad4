// REQUIRES: tbb
// RUN: %check wait-cycle %s -- -std=c++17

// A task that waits for a group runs other tasks meanwhile: its place is not
// taken.

#include <oneapi/tbb/task_arena.h>
#include <oneapi/tbb/task_group.h>

void helpingOk() {
  tbb::task_arena arena(2);
  tbb::task_group group;
  group.run([&] { arena.execute([] {}); });
  arena.execute([&] { group.wait(); });
}

void bothOk() {
  tbb::task_arena arena(2);
  tbb::task_group outer;
  outer.run([&] {
    arena.execute([] {
      tbb::task_group inner;
      inner.run([] {});
      inner.wait();
    });
  });
  outer.run([&] { arena.execute([] {}); });
  outer.wait();
}

#ifdef GRIDLOCK_RUN
#include "../self-wait/Inputs/Cases.h"
#define CASE(fn) {#fn, fn}
int main(int argc, char **argv) {
  return runCase(argc, argv, {CASE(helpingOk), CASE(bothOk)});
}
#endif
