// RUN: %check self-wait %s -- -std=c++17

// The ways of waiting for a future: get, wait, time limits, shared_future,
// polls and tests of readiness.

#include <chrono>
#include <condition_variable>
#include <deque>
#include <functional>
#include <future>
#include <iostream>
#include <memory>
#include <mutex>
#include <thread>

using namespace std::chrono_literals;

// One thread that swaps the whole queue out and runs the batch.
class Ferry {
public:
  Ferry() : pilot_(&Ferry::sail, this) {}

  ~Ferry() {
    {
      std::lock_guard<std::mutex> lock(mutex_);
      moored_ = true;
    }
    bell_.notify_all();
    pilot_.join();
  }

  template <typename F> auto board(F f) -> std::future<decltype(f())> {
    using R = decltype(f());
    auto seat = std::make_shared<std::packaged_task<R()>>(std::move(f));
    auto ticket = seat->get_future();
    {
      std::lock_guard<std::mutex> lock(mutex_);
      quay_.emplace_back([seat] { (*seat)(); });
    }
    bell_.notify_one();
    return ticket;
  }

private:
  void sail() {
    std::deque<std::function<void()>> deck;
    for (;;) {
      {
        std::unique_lock<std::mutex> lock(mutex_);
        bell_.wait(lock, [this] { return moored_ || !quay_.empty(); });
        if (quay_.empty())
          return;
        deck.swap(quay_);
      }
      for (auto &passenger : deck)
        passenger();
      deck.clear();
    }
  }

  std::mutex mutex_;
  std::condition_variable bell_;
  std::deque<std::function<void()>> quay_;
  bool moored_ = false;
  std::thread pilot_;
};

static int fare() { return 7; }

// get, wait and get after wait.

void getBad(Ferry &ferry) {
  ferry.board([&] { return ferry.board(fare).get(); }).get(); // WARN:
}

void getOk(Ferry &ferry) {
  ferry.board([&] { return ferry.board(fare); }).get().get();
}

void waitThenGetBad(Ferry &ferry) {
  ferry.board([&] {
    auto coin = ferry.board(fare);
    coin.wait(); // WARN:
    return coin.get();
  }).get();
}

void waitThenGetOk(Ferry &ferry) {
  auto coin = ferry.board(fare);
  coin.wait();
  coin.get();
}

// A chain over several lines: the place is the name of the call.

void chainBad(Ferry &ferry) {
  ferry
      .board([&] {
        return ferry
            .board([] {
              return fare();
            })
            .get(); // WARN:
      })
      .get();
}

void chainOk(Ferry &ferry) {
  ferry
      .board([] {
        return fare();
      })
      .get();
}

// With a time limit the worker stalls until it is over.

void limitBad(Ferry &ferry) {
  ferry.board([&] {
    auto coin = ferry.board(fare);
    if (coin.wait_for(1h) != std::future_status::ready) // WARN:
      std::cerr << "no coin\n";
  }).get();
}

void deadlineBad(Ferry &ferry) {
  ferry.board([&] {
    auto coin = ferry.board(fare);
    auto dusk = std::chrono::steady_clock::now() + 90s;
    coin.wait_until(dusk); // WARN:
  }).get();
}

void limitOk(Ferry &ferry) {
  auto coin = ferry.board(fare);
  if (coin.wait_for(1h) != std::future_status::ready)
    std::cerr << "no coin\n";
}

// A poll does not block.

void pollOk(Ferry &ferry) {
  ferry.board([&] {
    auto coin = ferry.board(fare);
    return coin.wait_for(0s) == std::future_status::ready;
  }).get();
}

void pollZeroOk(Ferry &ferry) {
  ferry.board([&] {
    auto coin = ferry.board(fare);
    return coin.wait_for(std::chrono::seconds(0)) == std::future_status::timeout;
  }).get();
}

// A get behind a test of readiness does not block either.

void readyTestOk(Ferry &ferry) {
  ferry.board([&] {
    auto coin = ferry.board(fare);
    if (coin.wait_for(0ms) == std::future_status::ready)
      return coin.get();
    return 0;
  }).get();
}

void readyTestEarlyOk(Ferry &ferry) {
  ferry.board([&] {
    auto coin = ferry.board(fare);
    if (coin.wait_for(std::chrono::milliseconds::zero()) != std::future_status::ready)
      return -1;
    return coin.get();
  }).get();
}

void readyTestWrongWayBad(Ferry &ferry) {
  ferry.board([&] {
    auto coin = ferry.board(fare);
    if (coin.wait_for(0ms) == std::future_status::ready)
      std::cerr << "already\n";
    return coin.get(); // WARN:
  }).get();
}

// valid() says nothing about readiness.

void validBad(Ferry &ferry) {
  ferry.board([&] {
    auto coin = ferry.board(fare);
    if (coin.valid())
      coin.get(); // WARN:
  }).get();
}

void validOk(Ferry &ferry) {
  auto coin = ferry.board(fare);
  if (coin.valid())
    coin.get();
}

// shared_future, made by share(), by conversion, copied.

void shareBad(Ferry &ferry) {
  ferry.board([&] {
    std::shared_future<int> coin = ferry.board(fare).share();
    std::shared_future<int> twin = coin;
    return twin.get(); // WARN:
  }).get();
}

void convertBad(Ferry &ferry) {
  ferry.board([&] {
    const std::shared_future<int> coin(ferry.board(fare));
    coin.wait(); // WARN:
  }).get();
}

void shareOk(Ferry &ferry, Ferry &raft) {
  std::shared_future<int> coin = ferry.board(fare).share();
  raft.board([coin] { return coin.get(); }).get();
  coin.get();
}

// A time-out in a loop is a wait after all.

void patienceBad(Ferry &ferry) {
  ferry.board([&] {
    auto coin = ferry.board(fare);
    while (coin.wait_for(10ms) != std::future_status::ready) // WARN:
      std::cerr.flush();
  }).get();
}

void patienceOk(Ferry &ferry) {
  auto coin = ferry.board(fare);
  while (coin.wait_for(10ms) != std::future_status::ready)
    std::cerr.flush();
}

#ifdef GRIDLOCK_RUN
#include "Inputs/Cases.h"
static Ferry F, R;
int main(int argc, char **argv) {
  return runCase(argc, argv,
                 {{"getBad", [] { getBad(F); }},
                  {"getOk", [] { getOk(F); }},
                  {"waitThenGetBad", [] { waitThenGetBad(F); }},
                  {"waitThenGetOk", [] { waitThenGetOk(F); }},
                  {"chainBad", [] { chainBad(F); }},
                  {"chainOk", [] { chainOk(F); }},
                  {"limitBad", [] { limitBad(F); }},
                  {"deadlineBad", [] { deadlineBad(F); }},
                  {"limitOk", [] { limitOk(F); }},
                  {"pollOk", [] { pollOk(F); }},
                  {"pollZeroOk", [] { pollZeroOk(F); }},
                  {"readyTestOk", [] { readyTestOk(F); }},
                  {"readyTestEarlyOk", [] { readyTestEarlyOk(F); }},
                  {"readyTestWrongWayBad", [] { readyTestWrongWayBad(F); }},
                  {"validBad", [] { validBad(F); }},
                  {"validOk", [] { validOk(F); }},
                  {"shareBad", [] { shareBad(F); }},
                  {"convertBad", [] { convertBad(F); }},
                  {"shareOk", [] { shareOk(F, R); }},
                  {"patienceBad", [] { patienceBad(F); }},
                  {"patienceOk", [] { patienceOk(F); }}});
}
#endif
