// RUN: %check self-wait %s -- -std=c++20

// What C++20 brings: latch, barrier, semaphores and atomic wait, on a pool of
// jthreads that ends by stop_token.

#include <atomic>
#include <barrier>
#include <condition_variable>
#include <deque>
#include <functional>
#include <latch>
#include <memory>
#include <mutex>
#include <semaphore>
#include <stop_token>
#include <thread>
#include <vector>

namespace orchard {

class pickers {
public:
  explicit pickers(unsigned n) {
    for (unsigned i = 0; i < n; ++i)
      ladders_.emplace_back([this](std::stop_token st) { climb(st); });
  }

  ~pickers() {
    for (auto &l : ladders_)
      l.request_stop();
  }

  template <std::invocable F> void pick(F &&f) {
    {
      std::lock_guard lk{m_};
      baskets_.emplace_back(std::forward<F>(f));
    }
    cv_.notify_one();
  }

private:
  void climb(std::stop_token st) {
    while (true) {
      std::function<void()> basket;
      {
        std::unique_lock lk{m_};
        if (!cv_.wait(lk, st, [this] { return !baskets_.empty(); }))
          return;
        basket = std::move(baskets_.front());
        baskets_.pop_front();
      }
      basket();
    }
  }

  std::mutex m_;
  std::condition_variable_any cv_;
  std::deque<std::function<void()>> baskets_;
  std::vector<std::jthread> ladders_;
};

} // namespace orchard

using orchard::pickers;

// std::latch, local and shared; wait, arrive_and_wait, try_wait.

void latchBad(pickers &p, std::latch &end) {
  p.pick([&] {
    std::latch ripe(2);
    p.pick([&ripe] { ripe.count_down(); });
    p.pick([&ripe] { ripe.count_down(); });
    ripe.wait(); // WARN:
    end.count_down();
  });
}

void latchOk(pickers &p, std::latch &end) {
  std::latch ripe(2);
  p.pick([&ripe] { ripe.count_down(); });
  p.pick([&ripe] { ripe.count_down(); });
  ripe.wait();
  end.count_down();
}

void arriveBad(pickers &p, std::latch &end) {
  auto ripe = std::make_shared<std::latch>(2);
  p.pick([&, ripe] {
    p.pick([ripe] { ripe->count_down(); });
    ripe->arrive_and_wait(); // WARN:
    end.count_down();
  });
}

void arriveOk(pickers &p, std::latch &end) {
  auto ripe = std::make_shared<std::latch>(2);
  p.pick([&, ripe] {
    ripe->count_down();
    end.count_down();
  });
  ripe->arrive_and_wait();
}

void tryWaitOk(pickers &p, std::latch &end) {
  p.pick([&] {
    static std::latch ripe(1);
    p.pick([] { ripe.count_down(); });
    if (!ripe.try_wait())
      std::this_thread::yield();
    end.count_down();
  });
}

// std::counting_semaphore and binary_semaphore.

void semaphoreBad(pickers &p, std::latch &end) {
  p.pick([&] {
    std::counting_semaphore<8> crates(0);
    for (int i = 0; i < 3; ++i)
      p.pick([&crates] { crates.release(); });
    for (int i = 0; i < 3; ++i)
      crates.acquire(); // WARN:
    end.count_down();
  });
}

void semaphoreOk(pickers &p, std::latch &end) {
  std::counting_semaphore<8> crates(0);
  for (int i = 0; i < 3; ++i)
    p.pick([&crates] { crates.release(); });
  for (int i = 0; i < 3; ++i)
    crates.acquire();
  end.count_down();
}

void binaryBad(pickers &p, std::latch &end) {
  static std::binary_semaphore gate{0};
  p.pick([&] {
    p.pick([] { gate.release(); });
    gate.acquire(); // WARN:
    end.count_down();
  });
}

void binaryTryOk(pickers &p, std::latch &end) {
  static std::binary_semaphore gate{0};
  p.pick([&] {
    p.pick([] { gate.release(); });
    bool open = gate.try_acquire();
    (void)open;
    end.count_down();
  });
}

// Atomic wait and notify.

void atomicBad(pickers &p, std::latch &end) {
  p.pick([&] {
    std::atomic<int> apples{0};
    p.pick([&apples] {
      apples.store(5);
      apples.notify_one();
    });
    apples.wait(0); // WARN:
    end.count_down();
  });
}

void atomicOk(pickers &p, std::latch &end) {
  std::atomic<int> apples{0};
  p.pick([&apples] {
    apples.store(5);
    apples.notify_one();
  });
  apples.wait(0);
  end.count_down();
}

class Cellar {
public:
  explicit Cellar(pickers &p) : p(p) {}

  void fill(std::latch &end) {
    p.pick([this, &end] {
      full.clear();
      p.pick([this] {
        full.test_and_set();
        full.notify_all();
      });
      full.wait(false); // FN: missed, atomic_flag wait on a member
      end.count_down();
    });
  }

  void look(std::latch &end) {
    p.pick([this, &end] {
      full.clear();
      p.pick([this] { full.test_and_set(); });
      (void)full.test();
      end.count_down();
    });
  }

private:
  pickers &p;
  std::atomic_flag full;
};

void flagBad(pickers &p, std::latch &end) {
  Cellar cellar(p);
  cellar.fill(end);
  end.wait();
}

void flagOk(pickers &p, std::latch &end) {
  static Cellar cellar(p);
  cellar.look(end);
  end.wait();
}

// A barrier that workers of one pool meet at, more than there are workers.

void barrierBad(pickers &p, std::latch &end) {
  auto meet = std::make_shared<std::barrier<>>(2);
  p.pick([&, meet] {
    p.pick([meet] { meet->arrive_and_drop(); });
    meet->arrive_and_wait(); // WARN:
    end.count_down();
  });
}

void barrierOk(pickers &p, std::latch &end) {
  auto meet = std::make_shared<std::barrier<>>(2);
  p.pick([&, meet] {
    p.pick([meet] { meet->arrive_and_drop(); });
    (void)meet->arrive();
    end.count_down();
  });
}

// A jthread of its own may wait.

void jthreadOk(pickers &p, std::latch &end) {
  p.pick([&] {
    static std::latch ripe(1);
    static std::jthread watcher;
    watcher = std::jthread([&] {
      p.pick([] { ripe.count_down(); });
      ripe.wait();
      end.count_down();
    });
  });
}

void jthreadScopeBad(pickers &p, std::latch &end) {
  p.pick([&] {
    {
      std::jthread watcher([&] { // WARN:
        std::latch ripe(1);
        p.pick([&ripe] { ripe.count_down(); });
        ripe.wait();
      });
    }
    end.count_down();
  });
}

#ifdef GRIDLOCK_RUN
#include "Inputs/Cases.h"
#define PICKED(fn) {#fn, [] { static pickers p(1); static std::latch end(1); fn(p, end); end.wait(); }}
int main(int argc, char **argv) {
  return runCase(argc, argv,
                 {PICKED(latchBad), PICKED(latchOk), PICKED(arriveBad),
                  PICKED(arriveOk), PICKED(tryWaitOk), PICKED(semaphoreBad),
                  PICKED(semaphoreOk), PICKED(binaryBad), PICKED(binaryTryOk),
                  PICKED(atomicBad), PICKED(atomicOk), PICKED(flagBad),
                  PICKED(flagOk), PICKED(barrierBad), PICKED(barrierOk),
                  PICKED(jthreadOk), PICKED(jthreadScopeBad)});
}
#endif
