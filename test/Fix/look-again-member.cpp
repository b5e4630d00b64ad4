// RUN: %prove %s %t -- -std=c++17
// A member is made when it is first asked for, in braces.

#include "Crew.h"

class Settings {
public:
  int level() {
    std::unique_lock lock(mutex);
    if (loaded == nullptr) {
      loaded = workers.enqueue([this] { return load(); }).get();
    }
    return *loaded;
  }

private:
  std::unique_ptr<int> load() {
    std::unique_lock inner(mutex);
    return std::make_unique<int>(start);
  }

  std::mutex mutex;
  std::unique_ptr<int> loaded;
  int start = 5;
  Crew workers;
};

int main() { return Settings().level() == 5 ? 0 : 1; }

// FIXES
// note: fix: let go of 'lock' meanwhile, and look again: two threads may do the work at once, the first result stays
// -      loaded = workers.enqueue([this] { return load(); }).get();
// +      lock.unlock();
// +      auto created = workers.enqueue([this] { return load(); }).get();
// +      lock.lock();
// +      if (loaded == nullptr)
// +        loaded = std::move(created);
