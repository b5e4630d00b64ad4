// RUN: %check self-wait %s

#include "Inputs/StdCases.h"

// Of libc++, jthread is still experimental, and move_only_function missing.

/// The scope ends with a join.
void jthreadBad() {
  Pool P(1);
  P.submit([&P] {
    std::jthread Other([&P] { ask(P, [] {}).wait(); }); // WARN[Other]:
  });
}

void jthreadOk() {
  Pool P(1);
  P.submit([] { std::jthread Other([] {}); });
}

void stopTokenBad() {
  Pool P(1);
  P.submit([&P] {
    std::mutex M;
    std::condition_variable_any Changed;
    bool Ready = false;
    std::stop_source Source;
    P.submit([&] {
      std::lock_guard<std::mutex> Lock(M);
      Ready = true;
      Changed.notify_all();
    });
    std::unique_lock<std::mutex> Lock(M);
    Changed.wait(Lock, Source.get_token(), [&] { return Ready; }); // WARN[wait]:
  });
}
