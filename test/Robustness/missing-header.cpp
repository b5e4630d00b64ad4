// RUN: %check self-wait %s

// What is missing is no reason to crash, nor to guess.

#include "nowhere.h" // ERROR: 'nowhere.h' file not found

class Pool;
Unknown submit(Pool &P, Function Task);

void waits(Pool &P) {
  submit(P, [&P] { return submit(P, [] { return 1; }).get(); }).get();
}

template <typename T> auto later(T &&Task) -> decltype(missing(Task));

struct Worker : nowhere::Base {
  void run() override { Queue.front()(); }
  std::thread Thread{[this] { run(); }};
};
