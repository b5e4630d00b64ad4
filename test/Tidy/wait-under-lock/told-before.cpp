// RUN: %check wait-under-lock %s -- -std=c++17

// A thread takes the mutex, tells so in a flag or a promise, and locks nothing
// after. Who has seen that tries the lock, then joins: the thread has had its own.

#include <atomic>
#include <chrono>
#include <future>
#include <mutex>
#include <thread>

using std::chrono::milliseconds;

void flagOk() {
  std::mutex deck;
  std::atomic<bool> taken{false}, over{false};
  std::thread keeper([&] {
    std::lock_guard<std::mutex> lock(deck);
    taken = true;
    while (!over)
      std::this_thread::sleep_for(milliseconds(1));
  });
  while (!taken)
    std::this_thread::sleep_for(milliseconds(1));
  bool mine = deck.try_lock();
  over = true;
  keeper.join();
  if (mine)
    deck.unlock();
}

void promiseOk() {
  std::mutex deck;
  std::promise<void> taken;
  std::thread keeper([&] {
    std::lock_guard<std::mutex> lock(deck);
    taken.set_value();
  });
  taken.get_future().wait();
  std::lock_guard<std::mutex> lock(deck);
  keeper.join();
}

void notWaitedForBad() {
  std::mutex deck;
  std::atomic<bool> taken{false}, over{false};
  std::thread keeper([&] {
    std::lock_guard<std::mutex> lock(deck);
    taken = true;
    while (!over)
      std::this_thread::sleep_for(milliseconds(1));
  });
  bool mine = deck.try_lock();
  over = true;
  keeper.join(); // WARN: 'deck'
  if (mine)
    deck.unlock();
}

void lockedAgainBad() {
  std::mutex deck;
  std::atomic<bool> taken{false};
  std::thread keeper([&] {
    deck.lock();
    deck.unlock();
    taken = true;
    std::lock_guard<std::mutex> lock(deck);
  });
  while (!taken)
    std::this_thread::sleep_for(milliseconds(1));
  std::lock_guard<std::mutex> lock(deck);
  keeper.join(); // WARN: 'deck'
}

void anotherMayTellBad(bool hasty) {
  std::mutex deck;
  std::promise<void> taken;
  std::thread keeper([&] {
    std::lock_guard<std::mutex> lock(deck);
    if (!hasty)
      taken.set_value();
  });
  std::thread other([&] {
    if (hasty)
      taken.set_value();
  });
  taken.get_future().wait();
  std::lock_guard<std::mutex> lock(deck);
  keeper.join(); // WARN: 'deck'
  other.join();
}
