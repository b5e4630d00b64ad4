// RUN: %check wait-under-lock %s -- -std=c++17

// A thread that has put itself where the ended ones lie does not come back for
// the lock.

#include <list>
#include <mutex>
#include <thread>
#include <condition_variable>
class Gang {
public:
  Gang() { std::lock_guard<std::mutex> L(M); Live.emplace_back(); auto It = --Live.end(); *It = std::thread([this, It] { work(It); }); }
  void shrinkOk() {
    std::lock_guard<std::mutex> L(M);
    for (auto &T : Gone)
      T.join();
    Gone.clear();
  }
  void shrinkBad() {
    std::lock_guard<std::mutex> L(M);
    for (auto &T : Live)
      T.join(); // WARN[join]: 'M'
  }
private:
  void work(std::list<std::thread>::iterator It) {
    std::unique_lock<std::mutex> L(M);
    while (!Stop)
      C.wait(L);
    Gone.push_back(std::move(*It));
    Live.erase(It);
  }
  std::mutex M;
  std::condition_variable C;
  std::list<std::thread> Live, Gone;
  bool Stop = false;
};
