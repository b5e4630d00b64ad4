// RUN: %prove --no-run %s %t -- -std=c++17
// The type of what is returned is seen, or written, or there are other ways
// out; the future is not the task's own; or a wrapper tells what is returned.

#include "Crew.h"

static int one() { return 1; }

void kept(Crew *Workers, std::vector<std::future<int>> &All) {
  All.push_back(Workers->enqueue([Workers] {
    auto Child = Workers->enqueue(one);
    one();
    return Child.get();
  }));
}

void written(Crew *Workers) {
  Workers->enqueue([Workers]() -> int {
    auto Child = Workers->enqueue(one);
    one();
    return Child.get();
  });
}

void twoWays(Crew *Workers, bool Wanted) {
  Workers->enqueue([Workers, Wanted] {
    if (!Wanted)
      return 0;
    auto Child = Workers->enqueue(one);
    one();
    return Child.get();
  });
}

void others(Crew *Workers, std::future<int> &Child) {
  Workers->enqueue([Workers, &Child] {
    Child = Workers->enqueue(one);
    return Child.get();
  });
}

class Office {
  Crew Workers;

public:
  std::future<int> put(std::function<int()> Task) {
    auto Job = std::make_shared<std::packaged_task<int()>>(std::move(Task));
    Workers.post([Job] { (*Job)(); });
    return Job->get_future();
  }
};

void wrapped(Office &Open) {
  Open.put([&Open] {
    auto Child = Open.put(one);
    one();
    return Child.get();
  });
}

int main() {
  Crew Workers;
  std::vector<std::future<int>> All;
  kept(&Workers, All);
}

// FIXES
