// RUN: %check self-wait %s -- -std=c++17

// "Am I a worker of this pool?": the guarded wait is silent, the unguarded or
// wrongly guarded one is not.

#include <condition_variable>
#include <functional>
#include <future>
#include <memory>
#include <mutex>
#include <queue>
#include <set>
#include <stdexcept>
#include <thread>
#include <vector>

template <typename F> using ResultOf = decltype(std::declval<F>()());

// Keeps the ids of its threads, a thread_local depth and a thread_local owner.
class Clan {
public:
  explicit Clan(int n) {
    std::unique_lock<std::mutex> l(m_);
    for (int i = 0; i < n; ++i) {
      kin_.emplace_back([this] { dwell(); });
      ids_.insert(kin_.back().get_id());
    }
  }

  ~Clan() {
    {
      std::lock_guard<std::mutex> l(m_);
      gone_ = true;
    }
    cv_.notify_all();
    for (auto &k : kin_)
      k.join();
  }

  template <typename F> std::future<ResultOf<F>> hand(F f) {
    auto t = std::make_shared<std::packaged_task<ResultOf<F>()>>(std::move(f));
    auto r = t->get_future();
    {
      std::lock_guard<std::mutex> l(m_);
      todo_.push([t] { (*t)(); });
    }
    cv_.notify_one();
    return r;
  }

  bool kinship() const { return ids_.count(std::this_thread::get_id()) != 0; }

  bool oneOfUs() const {
    for (const auto &k : kin_)
      if (k.get_id() == std::this_thread::get_id())
        return true;
    return false;
  }

  bool home() const { return owner_ == this; }

  static Clan *mine() { return owner_; }
  static int depth() { return depth_; }

  // Runs on the spot when a worker calls it.
  template <typename F> ResultOf<F> handAndHold(F f) {
    if (home())
      return f();
    return hand(std::move(f)).get();
  }

private:
  void dwell() {
    owner_ = this;
    for (;;) {
      std::function<void()> job;
      {
        std::unique_lock<std::mutex> l(m_);
        cv_.wait(l, [this] { return gone_ || !todo_.empty(); });
        if (todo_.empty())
          return;
        job = std::move(todo_.front());
        todo_.pop();
      }
      ++depth_;
      job();
      --depth_;
    }
  }

  std::mutex m_;
  std::condition_variable cv_;
  std::queue<std::function<void()>> todo_;
  std::vector<std::thread> kin_;
  std::set<std::thread::id> ids_;
  bool gone_ = false;

  static thread_local Clan *owner_;
  static thread_local int depth_;
};

thread_local Clan *Clan::owner_ = nullptr;
thread_local int Clan::depth_ = 0;

static int feast() { return 8; }

// A set of thread ids.

int dine(Clan &clan) {
  if (clan.kinship())
    return feast();
  return clan.hand(feast).get();
}

void idSetOk(Clan &clan) {
  clan.hand([&clan] { return dine(clan); }).get();
}

int dineAlways(Clan &clan) {
  if (clan.kinship())
    feast();
  return clan.hand(feast).get(); // WARN:
}

void idSetBad(Clan &clan) {
  clan.hand([&clan] { return dineAlways(clan); }).get();
}

// A loop over the threads.

void loopOfIdsOk(Clan &clan) {
  clan.hand([&clan] {
    auto meal = clan.hand(feast);
    if (!clan.oneOfUs())
      meal.wait();
  }).get();
}

void loopOfIdsBad(Clan &clan) {
  clan.hand([&clan] {
    auto meal = clan.hand(feast);
    if (clan.oneOfUs())
      meal.wait(); // WARN:
  }).get();
}

// A thread_local pointer: to this pool, or to whichever.

int supper(Clan &clan) {
  auto meal = clan.hand(feast);
  if (Clan::mine() == &clan)
    return 0;
  return meal.get();
}

void ownerOk(Clan &clan) {
  clan.hand([&clan] { return supper(clan); }).get();
}

int breakfast(Clan &clan) {
  auto meal = clan.hand(feast);
  if (Clan::mine() != &clan)
    return 0;
  return meal.get(); // WARN:
}

void ownerBad(Clan &clan) {
  clan.hand([&clan] { return breakfast(clan); }).get();
}

void anyOwnerOk(Clan &clan) {
  clan.hand([&clan] {
    auto meal = clan.hand(feast);
    if (Clan::mine())
      return;
    meal.wait();
  }).get();
}

// A thread_local depth.

void depthOk(Clan &clan) {
  clan.hand([&clan] {
    auto meal = clan.hand(feast);
    return Clan::depth() == 0 ? meal.get() : -1;
  }).get();
}

void depthBad(Clan &clan) {
  clan.hand([&clan] {
    auto meal = clan.hand(feast);
    return Clan::depth() > 0 ? meal.get() : -1; // WARN:
  }).get();
}

// The pool's own method is guarded.

void holdOk(Clan &clan) {
  clan.hand([&clan] { return clan.handAndHold(feast); }).get();
}

// A guard that throws, asserts or goes another way.

int banquet(Clan &clan) {
  if (clan.home())
    throw std::logic_error("called by a worker");
  return clan.hand(feast).get();
}

void throwOk(Clan &clan) {
  auto f = clan.hand([&clan] { return banquet(clan); });
  try {
    f.get();
  } catch (const std::logic_error &) {
  }
}

// The result of the test is kept in a variable first.

int picnic(Clan &clan) {
  const bool inside = clan.home();
  std::future<int> basket;
  if (!inside)
    basket = clan.hand(feast);
  if (inside)
    return feast();
  return basket.get();
}

void variableOk(Clan &clan) {
  clan.hand([&clan] { return picnic(clan); }).get();
}

// The test of another pool is no guard.

int toast(Clan &clan, Clan &other) {
  if (other.home())
    return feast();
  return clan.hand(feast).get(); // WARN:
}

void wrongPoolBad(Clan &clan, Clan &other) {
  clan.hand([&] { return toast(clan, other); }).get();
}

int cheers(Clan &clan, Clan &other) {
  if (clan.home() || other.home())
    return feast();
  return clan.hand(feast).get();
}

void eitherPoolOk(Clan &clan, Clan &other) {
  clan.hand([&] { return cheers(clan, other); }).get();
}

// A loop with one thread and the comparison of ids, as a member function.

class Hermit {
public:
  Hermit() : cave_([this] { ponder(); }) {}
  ~Hermit() {
    think({});
    cave_.join();
  }

  void think(std::function<void()> thought) {
    std::lock_guard<std::mutex> l(m_);
    thoughts_.push(std::move(thought));
    cv_.notify_one();
  }

  bool alone() const { return cave_.get_id() == std::this_thread::get_id(); }

  int wisdom() {
    if (alone())
      return wisdom_;
    std::promise<int> p;
    think([this, &p] { p.set_value(wisdom_); });
    return p.get_future().get();
  }

  int folly() {
    std::promise<int> p;
    think([this, &p] { p.set_value(-wisdom_); });
    return p.get_future().get(); // WARN:
  }

  void learnOk() {
    think([this] { wisdom_ = wisdom() + 1; });
  }
  void learnBad() {
    think([this] { wisdom_ = folly() + 1; });
  }

private:
  void ponder() {
    for (;;) {
      std::unique_lock<std::mutex> l(m_);
      cv_.wait(l, [this] { return !thoughts_.empty(); });
      auto thought = std::move(thoughts_.front());
      thoughts_.pop();
      l.unlock();
      if (!thought)
        return;
      thought();
    }
  }

  std::mutex m_;
  std::condition_variable cv_;
  std::queue<std::function<void()>> thoughts_;
  int wisdom_ = 0;
  std::thread cave_;
};

void hermitOk() {
  Hermit hermit;
  hermit.learnOk();
}

void hermitBad() {
  Hermit hermit;
  hermit.learnBad();
}

// A flag of the user's own, set by the task around the call.

static thread_local bool insideTask = false;

int lunch(Clan &clan) {
  if (insideTask)
    return feast();
  return clan.hand(feast).get();
}

void userFlagOk(Clan &clan) {
  clan.hand([&clan] {
    insideTask = true;
    int eaten = lunch(clan);
    insideTask = false;
    return eaten;
  }).get();
}

// A hint for the compiler around the test.

#define RARELY(...) (__builtin_expect(static_cast<bool>(__VA_ARGS__), 0))

void hintOk(Clan &clan) {
  clan.hand([&clan] {
    if (RARELY(clan.kinship()))
      return feast();
    return clan.hand(feast).get();
  }).get();
}

void hintBad(Clan &clan) {
  clan.hand([&clan] {
    if (RARELY(!clan.kinship()))
      return feast();
    return clan.hand(feast).get(); // WARN:
  }).get();
}

// An object that is compared with itself.

class Purse {
public:
  explicit Purse(Clan &clan) : clan_(clan) {}
  void takeFrom(Purse &other) {
    if (this != &other)
      clan_.hand(feast).get();
  }
  void giveTo(Purse &other) {
    if (this == &other)
      clan_.hand(feast).get(); // WARN:
  }

private:
  Clan &clan_;
};

void itselfOk(Clan &clan) {
  clan.hand([&clan] {
    Purse own(clan), &alias = own;
    own.takeFrom(alias);
  }).get();
}

void itselfBad(Clan &clan) {
  clan.hand([&clan] {
    Purse own(clan), &alias = own;
    own.giveTo(alias);
  }).get();
}

#ifdef GRIDLOCK_RUN
#include "Inputs/Cases.h"
static Clan C(1), D(1);
#define CLAN(fn) {#fn, [] { fn(C); }}
int main(int argc, char **argv) {
  return runCase(argc, argv,
                 {CLAN(idSetOk), CLAN(idSetBad), CLAN(loopOfIdsOk),
                  CLAN(loopOfIdsBad), CLAN(ownerOk), CLAN(ownerBad),
                  CLAN(anyOwnerOk), CLAN(depthOk), CLAN(depthBad), CLAN(holdOk),
                  CLAN(throwOk), CLAN(variableOk),
                  {"wrongPoolBad", [] { wrongPoolBad(C, D); }},
                  {"eitherPoolOk", [] { eitherPoolOk(C, D); }},
                  {"hermitOk", hermitOk},
                  {"hermitBad", hermitBad},
                  CLAN(userFlagOk), CLAN(hintOk), CLAN(hintBad),
                  CLAN(itselfOk), CLAN(itselfBad)});
}
#endif
