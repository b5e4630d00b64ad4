// REQUIRES: complete-coroutines
// RUN: %check await-under-lock %s -- -std=c++20

// What a coroutine holds it holds on each executor that it goes on on.

#include "../wait-under-lock/Inputs/CrewCoroutines.h"

static std::mutex Deck;

Job overTwoMovesBad(Crew &c) {
  co_await AsTask{c};
  std::lock_guard<std::mutex> lock(Deck);
  co_await AsTask{c}; // WARN: 'Deck'
  co_return 1;
}

Job fromBeforeBad(Crew &c) {
  std::unique_lock<std::mutex> lock(Deck);
  co_await AsTask{c}; // WARN: 'Deck'
  co_await AsTask{c}; // WARN: 'Deck'
  co_return 1;
}

Job letGoOk(Crew &c) {
  co_await AsTask{c};
  {
    std::lock_guard<std::mutex> lock(Deck);
  }
  co_await AsTask{c};
  co_return 1;
}
