// Part of Gridlock, under the Apache License v2.0 with LLVM Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

// The cure: the callback hands the guest to the room's own thread, and the
// destructor waits there, where it holds up nobody.

#include "../ThreadPool.h"

#include <condition_variable>
#include <cstdio>
#include <functional>
#include <future>
#include <memory>
#include <mutex>
#include <utility>

class Guest {
public:
  Guest(ThreadPool &Readers, std::function<void()> OnLeave)
      : Readers(Readers), OnLeave(std::move(OnLeave)) {}

  ~Guest() {
    std::unique_lock<std::mutex> Lock(Mutex);
    Quiet.wait(Lock, [this] { return Reading == 0; });
  }

  void readLastLine() {
    {
      std::lock_guard<std::mutex> Lock(Mutex);
      ++Reading;
    }
    Readers.submit([this] {
      OnLeave();
      std::lock_guard<std::mutex> Lock(Mutex);
      if (--Reading == 0)
        Quiet.notify_all();
    });
  }

private:
  ThreadPool &Readers;
  std::function<void()> OnLeave;
  std::mutex Mutex;
  std::condition_variable Quiet;
  int Reading = 0;
};

class Room {
public:
  explicit Room(ThreadPool &Readers) : Readers(Readers) {}

  void enter() {
    Visitor = std::make_unique<Guest>(
        Readers, [this] { Porter.submit([this] { leave(); }); });
    Visitor->readLastLine();
  }

  void waitUntilEmpty() { Empty.get_future().wait(); }

private:
  void leave() {
    Visitor.reset();
    std::puts("the guest has left");
    Empty.set_value();
  }

  ThreadPool &Readers;
  std::unique_ptr<Guest> Visitor;
  std::promise<void> Empty;
  ThreadPool Porter{1};
};

int main() {
  ThreadPool Readers(2);
  Room Lobby(Readers);
  Lobby.enter();
  Lobby.waitUntilEmpty();
}
