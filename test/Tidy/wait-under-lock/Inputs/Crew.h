// A pool of N workers that hands out futures.
#ifndef GRIDLOCK_TEST_CREW_H
#define GRIDLOCK_TEST_CREW_H

#include <condition_variable>
#include <functional>
#include <future>
#include <memory>
#include <mutex>
#include <queue>
#include <thread>
#include <utility>
#include <vector>

class Crew {
public:
  explicit Crew(int Size) {
    for (int I = 0; I < Size; ++I)
      Hands.emplace_back([this] { toil(); });
  }

  ~Crew() { dismiss(); }

  template <typename Fn> auto hire(Fn F) -> std::future<decltype(F())> {
    auto Task = std::make_shared<std::packaged_task<decltype(F())()>>(std::move(F));
    auto Result = Task->get_future();
    {
      std::lock_guard<std::mutex> L(Door);
      Chores.push([Task] { (*Task)(); });
    }
    Bell.notify_one();
    return Result;
  }

  // Runs what is queued, then joins the workers.
  void dismiss() {
    {
      std::lock_guard<std::mutex> L(Door);
      Over = true;
    }
    Bell.notify_all();
    for (std::thread &H : Hands)
      if (H.joinable())
        H.join();
  }

private:
  void toil() {
    for (;;) {
      std::function<void()> Chore;
      {
        std::unique_lock<std::mutex> L(Door);
        Bell.wait(L, [this] { return Over || !Chores.empty(); });
        if (Chores.empty())
          return;
        Chore = std::move(Chores.front());
        Chores.pop();
      }
      Chore();
    }
  }

  std::mutex Door;
  std::condition_variable Bell;
  std::queue<std::function<void()>> Chores;
  std::vector<std::thread> Hands;
  bool Over = false;
};

#endif
