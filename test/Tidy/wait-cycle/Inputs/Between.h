// Between the first and the second lock or wait of a case: nothing. The run of the
// cases makes it a place where several threads meet.
#ifndef GRIDLOCK_TEST_BETWEEN_H
#define GRIDLOCK_TEST_BETWEEN_H

inline void (*Between)() = [] {};

#ifdef GRIDLOCK_RUN
#include <atomic>
#include <chrono>
#include <thread>

inline std::atomic<int> Expected{2};

// Goes on when all have come, or nobody else will.
inline void meet() {
  --Expected;
  auto Until = std::chrono::steady_clock::now() + std::chrono::milliseconds(300);
  while (Expected > 0 && std::chrono::steady_clock::now() < Until)
    std::this_thread::yield();
}
#endif

#endif
