// Part of Gridlock, under the Apache License v2.0 with LLVM Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

// A pool of sessions, kept by a mutex that is awaited. While the limit is not
// reached, acquire() creates a session: with the mutex held that
// create_session() takes to count it. Two sessions are there from the start, so
// the third coroutine is the one that waits for itself.

#include "../Coroutines.h"

#include <cstdio>
#include <future>
#include <vector>

class Sessions {
public:
  explicit Sessions(Worker &Network) : Network(Network), Free{1, 2}, Made(2) {}

  Task<int> acquire() {
    auto Guard = co_await Mutex.lock();
    if (Free.empty())
      co_return co_await create_session(); // WARN[co_await]: coroutine holds 'Mutex' while it awaits what locks 'Mutex' too
    int Session = Free.back();
    Free.pop_back();
    co_return Session;
  }

private:
  Task<int> create_session() {
    co_await Network.turn(); // connects
    auto Guard = co_await Mutex.lock();
    co_return ++Made;
  }

  Worker &Network;
  AsyncMutex Mutex;
  std::vector<int> Free;
  int Made;
};

Detached serve(Worker &Network, Sessions &All, int Client,
               std::promise<void> &Done) {
  co_await Network.turn();
  int Session = co_await All.acquire();
  std::printf("client %d has session %d\n", Client, Session);
  std::fflush(stdout);
  Done.set_value();
}

int main() {
  std::promise<void> Done[3];
  Worker Network;
  Sessions All(Network);
  for (int Client = 0; Client < 3; ++Client)
    serve(Network, All, Client, Done[Client]);
  for (std::promise<void> &One : Done)
    One.get_future().wait();
}
