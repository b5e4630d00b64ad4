// RUN: %prove %s %t -- -std=c++17
// A session is made where there is none yet, under the lock that its making
// wants too.

#include "Crew.h"
#include <map>
#include <string>

struct Session {
  std::string Greeting;
};

class Registry {
public:
  std::shared_ptr<Session> acquire(const std::string &Host) {
    std::lock_guard<std::mutex> Lock(Mutex);
    std::shared_ptr<Session> &Known = Sessions[Host];
    if (!Known)
      Known = open(Host);
    return Known;
  }

private:
  std::shared_ptr<Session> open(const std::string &Host) {
    auto Opened = Network.enqueue([this, Host] {
      return std::make_shared<Session>(Session{greeting() + Host});
    });
    return Opened.get();
  }

  std::string greeting() {
    std::lock_guard<std::mutex> Lock(Mutex);
    return Greeting;
  }

  Crew Network;
  std::mutex Mutex;
  std::string Greeting = "hello ";
  std::map<std::string, std::shared_ptr<Session>> Sessions;
};

int main() {
  Registry All;
  return All.acquire("anna")->Greeting == "hello anna" ? 0 : 1;
}

// FIXES
// note: fix: let go of 'Lock' meanwhile, and look again: two threads may do the work at once, the first result stays
// -    std::lock_guard<std::mutex> Lock(Mutex);
// +    std::unique_lock<std::mutex> Lock(Mutex);
// -    if (!Known)
// -      Known = open(Host);
// +    if (!Known) {
// +      Lock.unlock();
// +      auto Created = open(Host);
// +      Lock.lock();
// +      if (!Known)
// +        Known = std::move(Created);
// +    }
