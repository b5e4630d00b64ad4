// RUN: %check self-wait %s -- -std=c++17

// Home-made futures and task handles: the pool gives back something of its own
// that can be waited for.

#include <atomic>
#include <condition_variable>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <thread>
#include <utility>
#include <vector>

// A handle with reference counting, as engines have it: the pool runs it and
// marks it as done.
class Errand {
public:
  explicit Errand(std::function<void()> f) : m_body(std::move(f)) {}

  void perform() {
    m_body();
    std::lock_guard<std::mutex> lock(m_mutex);
    m_done = true;
    m_cond.notify_all();
  }

  void await() {
    std::unique_lock<std::mutex> lock(m_mutex);
    while (!m_done)
      m_cond.wait(lock);
  }

  bool isDone() {
    std::lock_guard<std::mutex> lock(m_mutex);
    return m_done;
  }

private:
  std::function<void()> m_body;
  std::mutex m_mutex;
  std::condition_variable m_cond;
  bool m_done = false;
};

using ErrandPtr = std::shared_ptr<Errand>;

class Couriers {
public:
  explicit Couriers(int n) {
    for (int i = 0; i < n; ++i)
      m_threads.emplace_back([this] { run(); });
  }
  ~Couriers() {
    {
      std::lock_guard<std::mutex> lock(m_mutex);
      m_quit = true;
    }
    m_cond.notify_all();
    for (auto &t : m_threads)
      t.join();
  }

  ErrandPtr dispatch(std::function<void()> f) {
    auto errand = std::make_shared<Errand>(std::move(f));
    enqueue(errand);
    return errand;
  }

  void enqueue(ErrandPtr errand) {
    {
      std::lock_guard<std::mutex> lock(m_mutex);
      m_errands.push_back(std::move(errand));
    }
    m_cond.notify_one();
  }

private:
  void run() {
    for (;;) {
      ErrandPtr errand;
      {
        std::unique_lock<std::mutex> lock(m_mutex);
        m_cond.wait(lock, [this] { return m_quit || !m_errands.empty(); });
        if (m_errands.empty())
          return;
        errand = m_errands.front();
        m_errands.pop_front();
      }
      errand->perform();
    }
  }

  std::mutex m_mutex;
  std::condition_variable m_cond;
  std::deque<ErrandPtr> m_errands;
  std::vector<std::thread> m_threads;
  bool m_quit = false;
};

void handleBad(Couriers &couriers) {
  couriers.dispatch([&couriers] {
    ErrandPtr parcel = couriers.dispatch([] {});
    parcel->await(); // WARN:
  });
}

void handleOk(Couriers &couriers) {
  ErrandPtr parcel = couriers.dispatch([] {});
  parcel->await();
}

void handlePollOk(Couriers &couriers) {
  couriers.dispatch([&couriers] {
    ErrandPtr parcel = couriers.dispatch([] {});
    if (parcel->isDone())
      parcel->await();
  });
}

void handlesBad(Couriers &couriers) {
  couriers.dispatch([&couriers] {
    std::vector<ErrandPtr> parcels;
    for (int i = 0; i < 4; ++i) {
      parcels.push_back(std::make_shared<Errand>([] {}));
      couriers.enqueue(parcels.back());
    }
    for (const ErrandPtr &parcel : parcels)
      parcel->await(); // WARN:
  });
}

void handlesOk(Couriers &couriers) {
  couriers.dispatch([] {
    std::vector<ErrandPtr> parcels;
    for (int i = 0; i < 4; ++i) {
      parcels.push_back(std::make_shared<Errand>([] {}));
      parcels.back()->perform();
    }
    for (const ErrandPtr &parcel : parcels)
      parcel->await();
  });
}

// A future and a promise as templates, with a shared state.

template <typename T> class Egg {
  struct State {
    std::mutex m;
    std::condition_variable c;
    std::optional<T> chick;
  };

public:
  class Hen {
  public:
    Hen() : s(std::make_shared<State>()) {}
    Egg egg() const { return Egg(s); }
    void hatch(T t) const {
      std::lock_guard<std::mutex> l(s->m);
      s->chick = std::move(t);
      s->c.notify_all();
    }

  private:
    std::shared_ptr<State> s;
  };

  T crack() const {
    std::unique_lock<std::mutex> l(s->m);
    s->c.wait(l, [this] { return s->chick.has_value(); });
    return *s->chick;
  }
  std::optional<T> peek() const {
    std::lock_guard<std::mutex> l(s->m);
    return s->chick;
  }

private:
  explicit Egg(std::shared_ptr<State> s) : s(std::move(s)) {}
  std::shared_ptr<State> s;
};

template <typename F> auto brood(Couriers &couriers, F f) -> Egg<decltype(f())> {
  typename Egg<decltype(f())>::Hen hen;
  couriers.dispatch([hen, f] { hen.hatch(f()); });
  return hen.egg();
}

void templateBad(Couriers &couriers) {
  couriers.dispatch([&couriers] {
    Egg<int> egg = brood(couriers, [] { return 3; });
    egg.crack(); // WARN:
  });
}

void templateOk(Couriers &couriers) {
  couriers.dispatch([&couriers] {
    Egg<int> egg = brood(couriers, [] { return 3; });
    egg.peek();
  });
}

void templateChainBad(Couriers &couriers) {
  brood(couriers, [&couriers] {
    return brood(couriers, [] { return 2; }).crack() + 1; // WARN:
  }).crack();
}

void templateChainOk(Couriers &couriers, Couriers &pigeons) {
  brood(couriers, [&pigeons] {
    return brood(pigeons, [] { return 2; }).crack() + 1;
  }).crack();
}

// A handle that is a number; the pool waits for it.

class Counterfoils {
public:
  Counterfoils() : m_thread([this] { run(); }) {}
  ~Counterfoils() {
    hand({});
    m_thread.join();
  }

  int hand(std::function<void()> f) {
    std::lock_guard<std::mutex> l(m_mutex);
    m_queue.emplace_back(++m_last, std::move(f));
    m_work.notify_one();
    return m_last;
  }

  void redeem(int number) {
    std::unique_lock<std::mutex> l(m_mutex);
    m_idle.wait(l, [&] { return m_finished >= number; });
  }

private:
  void run() {
    std::unique_lock<std::mutex> l(m_mutex);
    for (;;) {
      m_work.wait(l, [this] { return !m_queue.empty(); });
      auto [number, f] = std::move(m_queue.front());
      m_queue.pop_front();
      if (!f)
        return;
      l.unlock();
      f();
      l.lock();
      m_finished = number;
      m_idle.notify_all();
    }
  }

  std::mutex m_mutex;
  std::condition_variable m_work, m_idle;
  std::deque<std::pair<int, std::function<void()>>> m_queue;
  int m_last = 0, m_finished = 0;
  std::thread m_thread;
};

void numberBad(Counterfoils &foils) {
  foils.hand([&foils] {
    int number = foils.hand([] {});
    foils.redeem(number); // WARN:
  });
}

void numberOk(Counterfoils &foils) {
  int number = foils.hand([&foils] { foils.hand([] {}); });
  foils.redeem(number);
}

// Only a flag in the handle; the waiter spins.

struct Ticket {
  std::atomic<bool> stamped{false};
  void hold() const {
    while (!stamped.load(std::memory_order_acquire))
      std::this_thread::yield();
  }
};

std::shared_ptr<Ticket> queueUp(Couriers &couriers, std::function<void()> f) {
  auto ticket = std::make_shared<Ticket>();
  couriers.dispatch([ticket, f] {
    f();
    ticket->stamped.store(true, std::memory_order_release);
  });
  return ticket;
}

void ticketBad(Couriers &couriers) {
  couriers.dispatch([&couriers] {
    auto ticket = queueUp(couriers, [] {});
    ticket->hold(); // WARN:
  });
}

void ticketOk(Couriers &couriers) {
  auto ticket = queueUp(couriers, [] {});
  ticket->hold();
}

#ifdef GRIDLOCK_RUN
#include "Inputs/Cases.h"
#define SEND(fn) {#fn, [] { Couriers c(1); fn(c); }}
int main(int argc, char **argv) {
  return runCase(argc, argv,
                 {SEND(handleBad), SEND(handleOk), SEND(handlePollOk),
                  SEND(handlesBad), SEND(handlesOk), SEND(templateBad),
                  SEND(templateOk), SEND(templateChainBad),
                  {"templateChainOk", [] { Couriers d(1), c(1); templateChainOk(c, d); }},
                  {"numberBad", [] { Counterfoils f; numberBad(f); }},
                  {"numberOk", [] { Counterfoils f; numberOk(f); }},
                  SEND(ticketBad), SEND(ticketOk)});
}
#endif
