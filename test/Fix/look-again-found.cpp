// RUN: %prove %s %t -- -std=c++17
// What is found under the lock is returned; what is not is made by a task.

#include "Crew.h"
#include <map>

class Squares {
public:
  int of(int X) {
    std::lock_guard<std::mutex> Lock(Mutex);
    auto Found = Known.find(X);
    if (Found != Known.end())
      return Found->second;
    int Made = Workers.enqueue([this, X] { return make(X); }).get();
    Known.emplace(X, Made);
    return Made;
  }

private:
  int make(int X) {
    std::lock_guard<std::mutex> Lock(Mutex);
    return X * X + int(Known.size());
  }

  std::map<int, int> Known;
  std::mutex Mutex;
  Crew Workers;
};

int main() {
  Squares All;
  return All.of(3) + All.of(3) == 18 ? 0 : 1;
}

// FIXES
// note: fix: let go of 'Lock' meanwhile, and look again: two threads may do the work at once, the first result stays
// -    std::lock_guard<std::mutex> Lock(Mutex);
// +    std::unique_lock<std::mutex> Lock(Mutex);
// +    Lock.unlock();
// +    Lock.lock();
// +    Found = Known.find(X);
// +    if (Found != Known.end())
// +      return Found->second;
