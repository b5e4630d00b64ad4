// RUN: %check wait-under-lock,wait-cycle %s -- -std=c++17

// Two mutexes in two orders are told, also where the same two are held by a wait.

#include <future>
#include <mutex>
#include <thread>

std::mutex barn, yard;

void fromTheYard() {
  std::lock_guard<std::mutex> l(yard);
  std::lock_guard<std::mutex> k(barn); // WARN[k]:
}

void bothWaysBad() {
  std::thread t(fromTheYard);
  std::lock_guard<std::mutex> l(barn);
  {
    std::lock_guard<std::mutex> k(yard); // the same cycle, told once
  }
  t.join(); // WARN[join]:
}

std::mutex field, ditch;

void fromTheField() {
  std::lock_guard<std::mutex> l(field);
  std::lock_guard<std::mutex> k(ditch);
}

void oneOrderOk() {
  std::thread t(fromTheField);
  {
    std::lock_guard<std::mutex> l(field);
    std::lock_guard<std::mutex> k(ditch);
  }
  t.join();
}
