// RUN: %check self-wait %s -- -std=c++17

// "Am I a worker?" beside other conditions: stored, returned, negated.

#include <condition_variable>
#include <deque>
#include <functional>
#include <future>
#include <memory>
#include <mutex>
#include <string>
#include <thread>

class Monks {
public:
  Monks() : monk_([this] { pray(); }) {}
  ~Monks() {
    sing(nullptr);
    monk_.join();
  }
  template <typename F> std::future<int> ask(F f) {
    auto t = std::make_shared<std::packaged_task<int()>>(std::move(f));
    auto r = t->get_future();
    sing([t] { (*t)(); });
    return r;
  }
  bool within() const { return std::this_thread::get_id() == monk_.get_id(); }
  void sing(std::function<void()> f) {
    {
      std::lock_guard<std::mutex> l(m_);
      psalms_.push_back(std::move(f));
    }
    cv_.notify_one();
  }
  bool nested(int n) const { return n > 0 && within(); }

private:
  void pray() {
    for (;;) {
      std::unique_lock<std::mutex> l(m_);
      cv_.wait(l, [this] { return !psalms_.empty(); });
      auto f = std::move(psalms_.front());
      psalms_.pop_front();
      l.unlock();
      if (!f)
        return;
      f();
    }
  }

  std::mutex m_;
  std::condition_variable cv_;
  std::deque<std::function<void()>> psalms_;
  std::thread monk_;
};

int chant() { return 7; }

void outsideOk(Monks &monks, int n) {
  monks.ask([&monks, n] {
    bool outside = n > 0 && !monks.within();
    if (outside)
      return monks.ask(chant).get();
    return chant();
  }).get();
}

void insideOrOk(Monks &monks, int n) {
  monks.ask([&monks, n] {
    const bool direct = n < 0 || monks.within();
    if (!direct)
      return monks.ask(chant).get();
    return chant();
  }).get();
}

void insideAndOk(Monks &monks, int n) {
  monks.ask([&monks, n] {
    bool deep = n > 0 && monks.within();
    return deep ? chant() : monks.ask(chant).get();
  }).get();
}

void returnedOk(Monks &monks, int n) {
  monks.ask([&monks, n] {
    if (monks.nested(n))
      return chant();
    return monks.ask(chant).get();
  }).get();
}

void temporaryOk(Monks &monks, const char *name) {
  monks.ask([&monks, name] {
    if (std::string(name).size() > 1 && !monks.within())
      return monks.ask(chant).get();
    return chant();
  }).get();
}

// The parts are branches of their own, which meet before the wait.

void branchOk(Monks &monks, int n) {
  monks.ask([&monks, n] {
    if (n > 0 && monks.within())
      return chant();
    return monks.ask(chant).get();
  }).get();
}

void hereOrThereOk(Monks &monks, int n) {
  monks.ask([&monks, n] {
    auto song = std::make_shared<std::packaged_task<int()>>(chant);
    auto sung = song->get_future();
    if (n > 0 && n < 9 && monks.within())
      (*song)();
    else
      monks.sing([song] { (*song)(); });
    return sung.get();
  }).get();
}

void eitherOk(Monks &monks, int n) {
  monks.ask([&monks, n] {
    if (!(n < 1 || monks.within())) {
      monks.ask(chant).get();
    }
    return 1;
  }).get();
}

void asked(Monks &monks, bool careful) {
  monks.ask([&monks, careful] {
    if (careful && monks.within())
      return chant();
    return monks.ask(chant).get(); // WARN:
  }).get();
}

void carelessBad(Monks &monks) { asked(monks, false); }

void loudBad(Monks &monks, int n) {
  monks.ask([&monks, n] {
    if (n > 7 && n < 9)
      return chant();
    return monks.ask(chant).get(); // WARN:
  }).get();
}

void threeOk(Monks &monks, int n, bool alone) {
  monks.ask([&monks, n, alone] {
    bool outside = n > 0 && !alone && !monks.within();
    return outside ? monks.ask(chant).get() : chant();
  }).get();
}

// The wrong way round, or nothing that is asked of the monks.

void insideBad(Monks &monks, int n) {
  monks.ask([&monks, n] {
    bool inside = n > 0 && monks.within();
    return inside ? monks.ask(chant).get() : chant(); // WARN:
  }).get();
}

void otherBad(Monks &monks, int n, bool alone) {
  monks.ask([&monks, n, alone] {
    bool quick = n < 1 || alone;
    return quick ? chant() : monks.ask(chant).get(); // WARN:
  }).get();
}

void readyOk(Monks &monks, std::future<int> &bell, int n) {
  monks.ask([&bell, n] {
    bool rung = n > 0 && bell.wait_for(std::chrono::seconds(0)) ==
                             std::future_status::ready;
    return rung ? bell.get() : chant();
  }).get();
}

#ifdef GRIDLOCK_RUN
#include "Inputs/Cases.h"
static Monks M;
int main(int argc, char **argv) {
  return runCase(argc, argv,
                 {{"outsideOk", [] { outsideOk(M, 1); }},
                  {"insideOrOk", [] { insideOrOk(M, 1); }},
                  {"insideAndOk", [] { insideAndOk(M, 1); }},
                  {"returnedOk", [] { returnedOk(M, 1); }},
                  {"temporaryOk", [] { temporaryOk(M, "Anselm"); }},
                  {"branchOk", [] { branchOk(M, 1); }},
                  {"hereOrThereOk", [] { hereOrThereOk(M, 1); }},
                  {"eitherOk", [] { eitherOk(M, 1); }},
                  {"carelessBad", [] { carelessBad(M); }},
                  {"loudBad", [] { loudBad(M, 1); }},
                  {"threeOk", [] { threeOk(M, 1, false); }},
                  {"insideBad", [] { insideBad(M, 1); }},
                  {"otherBad", [] { otherBad(M, 1, false); }},
                  {"readyOk", [] {
                     auto bell = M.ask(chant);
                     readyOk(M, bell, 1);
                   }}});
}
#endif
