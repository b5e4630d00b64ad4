// RUN: %check self-wait %s -- -std=c++17

// Debian has no stlab: what is included declares what its headers do.

#include "Inputs/Stlab.h"

#include <chrono>

using namespace stlab;

void use(int);

void queueBad() {
  serial_queue_t Queue(default_executor);
  use(await(Queue([Queue] {
    return await(Queue([] { return 1; })); // WARN[await]: task of 'Queue' blocks in 'await' until another task of 'Queue' has run, but holds its only worker
  })));
}

void executorBad() {
  serial_queue_t Queue(default_executor);
  auto Serial = Queue.executor();
  use(await(async(Serial, [Serial] {
    return await(async(Serial, [] { return 1; })); // WARN[await]:
  })));
}

void continuationBad(serial_queue_t &Queue) {
  use(await(Queue([] { return 1; }).then([&Queue](int) {
    return await(Queue([] { return 1; })); // WARN[await]:
  })));
}

void pipeBad(serial_queue_t &Queue) {
  use(await(Queue([] { return 1; }) | [&Queue](int) {
    return await(Queue([] { return 1; })); // WARN[await]:
  }));
}

void limitBad(serial_queue_t &Queue) {
  Queue([&Queue] {
    await_for(Queue([] { return 1; }), std::chrono::seconds(1)); // WARN[await_for]: until the time limit
    return 1;
  });
}

/// A thread is added.
void defaultOk() {
  use(await(async(default_executor, [] {
    return await(async(default_executor, [] { return 1; }));
  })));
}

void otherOk(serial_queue_t &Queue, serial_queue_t &Other) {
  use(await(Queue([&Other] { return await(Other([] { return 1; })); })));
}

/// The continuation runs elsewhere.
void thenElsewhereOk(serial_queue_t &Queue) {
  use(await(Queue([] { return 1; }).then(default_executor, [&Queue](int) {
    return await(Queue([] { return 1; }));
  })));
}

void readyOk(serial_queue_t &Queue) {
  Queue([&Queue] {
    auto Part = Queue([] { return 1; });
    return Part.is_ready() ? await(std::move(Part)) : 0;
  });
}

void onMainOk(serial_queue_t &Queue) { use(await(Queue([] { return 1; }))); }
