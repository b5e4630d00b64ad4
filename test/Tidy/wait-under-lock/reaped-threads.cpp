// RUN: %check wait-under-lock %s -- -std=c++17

// A thread that has put itself among those that are done, under the lock, wants the
// lock no more: it is joined under it.

#include <chrono>
#include <condition_variable>
#include <functional>
#include <list>
#include <mutex>
#include <thread>
#include <vector>

class Roster {
protected:
  /// Returns nothing where there has been nothing to do for a while.
  std::function<void()> next() {
    std::unique_lock<std::mutex> L(Mutex);
    if (!Wake.wait_for(L, std::chrono::milliseconds(1), [this] { return !Jobs.empty(); })) {
      leave(std::this_thread::get_id());
      return nullptr;
    }
    auto Job = std::move(Jobs.front());
    Jobs.pop_front();
    return Job;
  }

  void leave(std::thread::id Id) {
    for (auto It = Threads.begin(); It != Threads.end(); ++It)
      if (It->get_id() == Id) {
        Done.push_back(std::move(*It));
        Threads.erase(It);
        return;
      }
  }

  std::mutex Mutex;
  std::condition_variable Wake;
  std::list<std::function<void()>> Jobs;
  std::list<std::thread> Threads;
  std::vector<std::thread> Done;
  int Left = 0;
};

class Reaping : Roster {
public:
  void post(std::function<void()> Job) {
    std::lock_guard<std::mutex> L(Mutex);
    Jobs.push_back(std::move(Job));
    for (std::thread &Other : Done)
      Other.join();
    Done.clear();
    Threads.emplace_back([this] { work(); });
    Wake.notify_one();
  }

private:
  void work() {
    while (auto Job = next())
      Job();
  }
};

class Counting : Roster {
public:
  void post(std::function<void()> Job) {
    std::lock_guard<std::mutex> L(Mutex);
    Jobs.push_back(std::move(Job));
    for (std::thread &Other : Done)
      Other.join(); // WARN[join]: while it holds 'Mutex', which the awaited work locks too
    Done.clear();
    Threads.emplace_back([this] { work(); });
    Wake.notify_one();
  }

private:
  void work() {
    while (auto Job = next())
      Job();
    std::lock_guard<std::mutex> L(Mutex);
    ++Left;
  }
};

void post(Reaping &R, Counting &C) {
  R.post([] {});
  C.post([] {});
}
