// Part of Gridlock, under the Apache License v2.0 with LLVM Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

// The cure: the registry lets go of its lock while the session is opened. Two
// may ask at once; the session that comes second is thrown away.

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
    {
      std::lock_guard<std::mutex> Lock(Mutex);
      if (Sessions.count(Host))
        return Sessions[Host];
    }
    std::shared_ptr<Session> Opened = open(Host);
    std::lock_guard<std::mutex> Lock(Mutex);
    return Sessions.emplace(Host, Opened).first->second;
  }

private:
  std::shared_ptr<Session> open(const std::string &Host) {
    auto Opened = Network.submit([this, Host] {
      return std::make_shared<Session>(Session{greeting() + Host});
    });
    return Opened.get();
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
