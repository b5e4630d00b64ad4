// RUN: %prove %s %t -- -std=c++17
// The pool is global, and owned by a pointer; names have underscores.

#include "Crew.h"

namespace app {
static std::unique_ptr<Crew> thread_pool = std::make_unique<Crew>(1);

static int both() {
  auto left = thread_pool->enqueue([] { return 1; });
  auto right = 2;
  return left.get() + right;
}
} // namespace app

int main() {
  auto sum = app::thread_pool->enqueue(app::both);
  return sum.get() == 3 ? 0 : 1;
}

// FIXES
// note: fix: a separate pool 'thread_pool_for_children' for the tasks that are waited for: costs its threads
// +static std::unique_ptr<Crew> thread_pool_for_children = std::make_unique<Crew>(1);
// -  auto left = thread_pool->enqueue([] { return 1; });
// +  auto left = thread_pool_for_children->enqueue([] { return 1; });
// note: fix: a separate pool 'thread_pool_for_parents' for the tasks that wait: costs its threads
// +static std::unique_ptr<Crew> thread_pool_for_parents = std::make_unique<Crew>(1);
// -  auto sum = app::thread_pool->enqueue(app::both);
// +  auto sum = app::thread_pool_for_parents->enqueue(app::both);
