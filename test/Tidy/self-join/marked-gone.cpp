// RUN: %check self-join %s -- -std=c++17

// A worker puts itself among the threads that are done when it runs no more tasks:
// no task of it can join it there.

#include <chrono>
#include <condition_variable>
#include <functional>
#include <list>
#include <mutex>
#include <thread>
#include <vector>

class Roster {
protected:
  void leave(std::thread::id Id) {
    for (auto It = Threads.begin(); It != Threads.end(); ++It)
      if (It->get_id() == Id) {
        Done.push_back(std::move(*It));
        Threads.erase(It);
        return;
      }
  }

  void reap() {
    for (std::thread &Other : Done)
      Other.join();
    Done.clear();
  }

  std::mutex Mutex;
  std::condition_variable Wake;
  std::list<std::function<void()>> Jobs;
  std::list<std::thread> Threads;
  std::vector<std::thread> Done;
};

class Leaving : Roster {
public:
  void post(std::function<void()> Job) {
    std::unique_lock<std::mutex> L(Mutex);
    Jobs.push_back(std::move(Job));
    reap();
    Threads.emplace_back([this] { work(); });
    Wake.notify_one();
  }

private:
  void work() {
    for (;;) {
      std::function<void()> Job;
      {
        std::unique_lock<std::mutex> L(Mutex);
        if (!Wake.wait_for(L, std::chrono::milliseconds(1), [this] { return !Jobs.empty(); })) {
          leave(std::this_thread::get_id());
          break;
        }
        Job = std::move(Jobs.front());
        Jobs.pop_front();
      }
      Job();
    }
  }
};

class Early : Roster {
public:
  void post(std::function<void()> Job) {
    std::unique_lock<std::mutex> L(Mutex);
    Jobs.push_back(std::move(Job));
    reap();
    Threads.emplace_back([this] { work(); });
    Wake.notify_one();
  }

private:
  void work() {
    for (;;) {
      std::function<void()> Job;
      {
        std::unique_lock<std::mutex> L(Mutex);
        Wake.wait(L, [this] { return !Jobs.empty(); });
        Job = std::move(Jobs.front());
        Jobs.pop_front();
        leave(std::this_thread::get_id());
      }
      Job();
    }
  }
};

void leavingOk() {
  Leaving Pool;
  Pool.post([&] { Pool.post([] {}); });
}

void earlyBad() {
  Early Pool;
  Pool.post([&] { Pool.post([] {}); }); // WARN[post]: waits in 'post' for the end of 'Pool', which runs it
}
