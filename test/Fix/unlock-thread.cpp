// RUN: %prove %s %t -- -std=c++17
// A thread is joined under a lock that it wants; the guard's template argument
// is not written.

#include <mutex>
#include <thread>

static std::mutex Mutex;
static int Lines = 0;

static void log() {
  std::scoped_lock Lock(Mutex);
  ++Lines;
}

int main() {
  std::thread Writer;
  {
    std::scoped_lock Lock(Mutex);
    ++Lines;
    Writer = std::thread(log);
    Writer.join(); // All lines are there now.
    ++Lines;
  }
  return Lines == 3 ? 0 : 1;
}

// FIXES
// note: fix: let go of 'Lock' meanwhile: what it guards may have changed after, look again
// -    std::scoped_lock Lock(Mutex);
// +    std::unique_lock Lock(Mutex);
// +    Lock.unlock();
// +    Lock.lock();
