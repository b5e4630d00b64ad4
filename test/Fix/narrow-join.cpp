// RUN: %prove %s %t -- -std=c++17
// Nothing behind the wait needs the lock, and nothing before it is needed then.

#include <mutex>
#include <thread>

static std::mutex Mutex;
static int Count = 0;

static void add() {
  std::lock_guard<std::mutex> Lock(Mutex);
  ++Count;
}

int main() {
  std::thread Other;
  std::lock_guard<std::mutex> Lock(Mutex);
  Count = 1;
  Other = std::thread(add);
  Other.join();
}

// FIXES
// note: fix: end the lock before: nothing behind needs it
// -  std::lock_guard<std::mutex> Lock(Mutex);
// -  Count = 1;
// -  Other = std::thread(add);
// +  {
// +    std::lock_guard<std::mutex> Lock(Mutex);
// +    Count = 1;
// +    Other = std::thread(add);
// +  }
