// RUN: %check self-wait %s -- -std=c++17

// A task waits for a thread that somebody else has started, and that thread
// waits for a task behind it.

#include "Inputs/Count.h"

#include <condition_variable>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <thread>
#include <utility>
#include <vector>

class Landing {
public:
  void board(std::function<void()> f) {
    std::lock_guard<std::mutex> l(m_);
    cars_.push_back(std::move(f));
    c_.notify_one();
  }
  template <typename F> void cross(F f) {
    Count over(1);
    board([&] {
      f();
      over.down();
    });
    over.wait();
  }

protected:
  void close() {
    {
      std::lock_guard<std::mutex> l(m_);
      closed_ = true;
    }
    c_.notify_all();
  }
  void sail() {
    for (;;) {
      std::unique_lock<std::mutex> l(m_);
      c_.wait(l, [this] { return closed_ || !cars_.empty(); });
      if (cars_.empty())
        return;
      auto car = std::move(cars_.front());
      cars_.pop_front();
      l.unlock();
      car();
    }
  }

private:
  std::mutex m_;
  std::condition_variable c_;
  std::deque<std::function<void()>> cars_;
  bool closed_ = false;
};

class Ferries : public Landing {
public:
  explicit Ferries(int n) {
    for (int i = 0; i < n; ++i)
      crews_.emplace_back([this] { sail(); });
  }
  ~Ferries() {
    close();
    for (auto &crew : crews_)
      crew.join();
  }

private:
  std::vector<std::thread> crews_;
};

class Ferry : public Landing {
public:
  Ferry() : crew_([this] { sail(); }) {}
  ~Ferry() {
    close();
    crew_.join();
  }

private:
  std::thread crew_;
};

// Its end waits for its thread.

template <typename F> class Survey {
public:
  explicit Survey(F &ferry, std::function<void()> before = {})
      : ferry_(ferry), before_(std::move(before)) {}
  ~Survey() {
    if (walk_.joinable())
      walk_.join();
  }
  void start() {
    walk_ = std::thread([this] {
      if (before_)
        before_();
      ferry_.cross([] {});
      if (after)
        after();
    });
  }
  std::function<void()> after;

private:
  F &ferry_;
  std::function<void()> before_;
  std::thread walk_;
};

void droppedInTaskBad(Ferry &ferry, std::function<void()> before) {
  auto survey = std::make_unique<Survey<Ferry>>(ferry, std::move(before));
  survey->start();
  Count gone(1);
  ferry.board([&] {
    survey.reset(); // WARN[reset]: task of 'ferry' blocks in '~Survey' until another task of 'ferry' has run, but holds its only worker
    gone.down();
  });
  gone.wait();
}

// It was started by an earlier task.

void startedInTaskBad(Ferry &ferry, std::function<void()> before) {
  std::unique_ptr<Survey<Ferry>> survey;
  Count made(1);
  ferry.board([&] {
    survey = std::make_unique<Survey<Ferry>>(ferry, before);
    survey->start();
    made.down();
  });
  made.wait();
  Count gone(1);
  ferry.board([&] {
    {
      auto last = std::move(survey); // WARN: task of 'ferry' blocks in '~Survey'
    }
    gone.down();
  });
  gone.wait();
}

// It dies outside of the tasks.

void droppedOutsideOk(Ferry &ferry) {
  auto survey = std::make_unique<Survey<Ferry>>(ferry);
  survey->start();
  Count gone(1);
  ferry.board([&] { gone.down(); });
  gone.wait();
  survey.reset();
}

// The task only takes it out: where it returns early there is nothing.

void takenOutOk(Ferry &ferry) {
  auto survey = std::make_unique<Survey<Ferry>>(ferry);
  survey->start();
  std::unique_ptr<Survey<Ferry>> kept;
  Count gone(1);
  ferry.board([&] {
    auto last = std::move(survey);
    if (!last)
      return gone.down();
    kept = std::move(last);
    gone.down();
  });
  gone.wait();
}

void filledAfterAllBad(Ferry &ferry, std::function<void()> before) {
  std::unique_ptr<Survey<Ferry>> survey;
  Count gone(1);
  ferry.board([&] {
    {
      auto last = std::move(survey); // WARN: task of 'ferry' blocks in '~Survey'
      if (last == nullptr) {
        last = std::make_unique<Survey<Ferry>>(ferry, before);
        last->start();
      }
    }
    gone.down();
  });
  gone.wait();
}

void filledAndReturnedBad(Ferry &ferry, std::function<void()> before) {
  std::unique_ptr<Survey<Ferry>> survey;
  auto fill = [&] {
    auto last = std::move(survey); // WARN: task of 'ferry' blocks in '~Survey'
    if (last == nullptr) {
      last = std::make_unique<Survey<Ferry>>(ferry, before);
      last->start();
      return;
    }
    survey = std::move(last);
  };
  Count gone(1);
  ferry.board([&] {
    fill();
    gone.down();
  });
  gone.wait();
}

// Its thread has ended before.

void joinedBeforeOk(Ferry &ferry) {
  std::thread walk([&] { ferry.cross([] {}); });
  walk.join();
  Count gone(1);
  ferry.board([&] {
    if (walk.joinable())
      walk.join();
    gone.down();
  });
  gone.wait();
}

// It has told before that its task has run.

void toldBeforeOk(Ferry &ferry) {
  Count over(1);
  std::thread walk([&] {
    ferry.cross([] {});
    over.down();
  });
  over.wait();
  Count gone(1);
  ferry.board([&] {
    walk.join();
    gone.down();
  });
  gone.wait();
}

// Another worker runs what the thread waits for.

void otherWorkerOk(Ferries &ferries) {
  auto survey = std::make_unique<Survey<Ferries>>(ferries);
  survey->start();
  Count gone(1);
  ferries.board([&] {
    survey.reset();
    gone.down();
  });
  gone.wait();
}

// It waits for another ferry.

void otherFerryOk(Ferry &ferry, Ferry &other) {
  auto survey = std::make_unique<Survey<Ferry>>(other);
  survey->start();
  Count gone(1);
  ferry.board([&] {
    survey.reset();
    gone.down();
  });
  gone.wait();
}

#ifdef GRIDLOCK_RUN
#include "Inputs/Cases.h"
#include <chrono>
static Ferry F, G;
static Ferries Two(2);
// The thread comes to its task while the task that waits for it runs.
static void late() {
  std::this_thread::sleep_for(std::chrono::milliseconds(200));
}
#define CASE(fn, ...) {#fn, [] { fn(__VA_ARGS__); }}
int main(int argc, char **argv) {
  return runCase(argc, argv,
                 {CASE(droppedInTaskBad, F, late),
                  CASE(startedInTaskBad, F, late), CASE(droppedOutsideOk, F),
                  CASE(takenOutOk, F), CASE(filledAfterAllBad, F, late),
                  CASE(filledAndReturnedBad, F, late), CASE(joinedBeforeOk, F), CASE(toldBeforeOk, F),
                  CASE(otherWorkerOk, Two), CASE(otherFerryOk, F, G)});
}
#endif
