// Part of Gridlock, under the Apache License v2.0 with LLVM Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

// A registry opens the session that is asked for and not there yet, under its
// lock, so that none is opened twice. Opening runs on a worker and asks the
// registry for its settings: for the lock that is held until the session is
// open.

#include "../ThreadPool.h"

#include <cstdio>
#include <map>
#include <memory>
#include <mutex>
#include <string>

struct Session {
  std::string Greeting;
};

class Registry {
public:
  explicit Registry(ThreadPool &Network) : Network(Network) {}

  std::shared_ptr<Session> acquire(const std::string &Host) {
    std::lock_guard<std::mutex> Lock(Mutex);
    std::shared_ptr<Session> &Known = Sessions[Host];
    if (!Known)
      Known = open(Host);
    return Known;
  }

private:
  std::shared_ptr<Session> open(const std::string &Host) {
    auto Opened = Network.submit([this, Host] {
      return std::make_shared<Session>(Session{greeting() + Host});
    });
    return Opened.get(); // WARN[get]: 'Mutex'
  }

  std::string greeting() {
    std::lock_guard<std::mutex> Lock(Mutex);
    return Greeting;
  }

  ThreadPool &Network;
  std::mutex Mutex;
  std::string Greeting = "hello ";
  std::map<std::string, std::shared_ptr<Session>> Sessions;
};

int main() {
  ThreadPool Network(4);
  Registry Sessions(Network);
  std::puts(Sessions.acquire("example.org")->Greeting.c_str());
}
