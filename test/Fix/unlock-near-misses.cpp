// RUN: %prove --no-run %s %t -- -std=c++17
// The lock is kept where the statement that waits needs it itself, where two
// guards are held, where the guard comes from elsewhere, in macros and templates,
// where the awaited work is submitted, which blocks nobody, and where the guard was
// moved from.

#include "Crew.h"
#include <map>

static std::mutex First, Second;
static std::map<int, int> Known;

static int locked() {
  std::scoped_lock Both(First, Second);
  return 1;
}

#define WAIT_FOR(F) (F).get()

using Holder = std::lock_guard<std::mutex>;

void stored(Crew *Workers) {
  std::lock_guard<std::mutex> Lock(First);
  Known[1] = Workers->enqueue(locked).get();
}

void two(Crew *Workers) {
  std::lock_guard<std::mutex> Lock(First);
  std::lock_guard<std::mutex> Other(Second);
  Workers->enqueue(locked).get();
}

void several(Crew *Workers) {
  std::scoped_lock Lock(First, Second);
  Workers->enqueue(locked).get();
}

void alias(Crew *Workers) {
  Holder Lock(First);
  Workers->enqueue(locked).get();
}

void constant(Crew *Workers) {
  const std::lock_guard<std::mutex> Lock(First);
  Workers->enqueue(locked).get();
}

void inMacro(Crew *Workers) {
  std::lock_guard<std::mutex> Lock(First);
  ++Known[0];
  WAIT_FOR(Workers->enqueue(locked));
}

void branch(Crew *Workers, bool Wanted) {
  std::lock_guard<std::mutex> Lock(First);
  if (Wanted)
    Workers->enqueue(locked).get();
}

void submittedBefore(Crew *Workers) {
  std::lock_guard<std::mutex> Lock(First);
  std::future<int> Result;
  Result = Workers->enqueue(locked);
  Known[2] = Result.get();
}

int movedFrom(Crew *Workers) {
  std::unique_lock<std::mutex> Lock(First);
  auto Kept = std::move(Lock);
  return Workers->enqueue(locked).get();
}

template <class M> void inTemplate(Crew *Workers, M &Mutex) {
  std::lock_guard<M> Lock(Mutex);
  Workers->enqueue(locked).get();
}
template void inTemplate(Crew *, std::mutex &);

int main() {
  Crew Workers;
  stored(&Workers);
  two(&Workers);
  several(&Workers);
  alias(&Workers);
  constant(&Workers);
  inMacro(&Workers);
  branch(&Workers, true);
  submittedBefore(&Workers);
  movedFrom(&Workers);
  inTemplate(&Workers, First);
}

// FIXES
