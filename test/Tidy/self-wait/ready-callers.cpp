// RUN: %check self-wait %s -- -std=c++17

// The caller knows that the future is ready; the wait stands in what it calls.

#include <chrono>
#include <condition_variable>
#include <deque>
#include <functional>
#include <future>
#include <memory>
#include <mutex>
#include <thread>
#include <utility>

class Kiln {
public:
  Kiln() : potter_([this] { fire(); }) {}
  ~Kiln() {
    {
      std::lock_guard<std::mutex> l(m_);
      cold_ = true;
    }
    c_.notify_one();
    potter_.join();
  }
  std::future<int> bake(std::function<int()> f) {
    auto pot = std::make_shared<std::packaged_task<int()>>(std::move(f));
    {
      std::lock_guard<std::mutex> l(m_);
      shelf_.push_back([pot] { (*pot)(); });
    }
    c_.notify_one();
    return pot->get_future();
  }
  bool bakeOne() {
    std::function<void()> f;
    {
      std::lock_guard<std::mutex> l(m_);
      if (shelf_.empty())
        return false;
      f = std::move(shelf_.front());
      shelf_.pop_front();
    }
    f();
    return true;
  }

private:
  void fire() {
    for (;;) {
      std::function<void()> f;
      {
        std::unique_lock<std::mutex> l(m_);
        c_.wait(l, [this] { return cold_ || !shelf_.empty(); });
        if (shelf_.empty())
          return;
        f = std::move(shelf_.front());
        shelf_.pop_front();
      }
      f();
    }
  }
  std::mutex m_;
  std::condition_variable c_;
  std::deque<std::function<void()>> shelf_;
  bool cold_ = false;
  std::thread potter_;
};

static bool isReady(std::future<int> &f) {
  return f.wait_for(std::chrono::seconds(0)) == std::future_status::ready;
}

int openReady(std::future<int> &f) { return f.get(); }

void readyCallOk(Kiln &kiln) {
  kiln.bake([&kiln] {
    auto f = kiln.bake([] { return 1; });
    if (isReady(f))
      return openReady(f);
    return 0;
  });
}

int openLater(std::future<int> &f) {
  return f.get(); // WARN[get]:
}

void laterCallBad(Kiln &kiln) {
  kiln.bake([&kiln] {
    auto f = kiln.bake([] { return 1; });
    return openLater(f);
  });
}

// Of two callers only one knows it.

int openSometimes(std::future<int> &f) {
  return f.get(); // WARN[get]:
}

void sometimesBad(Kiln &kiln) {
  kiln.bake([&kiln] {
    auto f = kiln.bake([] { return 1; });
    if (isReady(f))
      return openSometimes(f);
    return openSometimes(f) + 1;
  });
}

// Others' tasks are run until it is ready, and the call is two calls away.

int openHelped(std::future<int> &f) { return f.get(); }
int openHelpedToo(std::future<int> &f) { return openHelped(f); }

void helpedOk(Kiln &kiln) {
  kiln.bake([&kiln] {
    auto f = kiln.bake([] { return 1; });
    while (!isReady(f))
      kiln.bakeOne();
    return openHelpedToo(f);
  });
}

// It is moved into what waits.

void movedOk(Kiln &kiln) {
  kiln.bake([&kiln] {
    auto f = kiln.bake([] { return 1; });
    if (!isReady(f))
      return 0;
    return [](std::future<int> g) { return g.get(); }(std::move(f));
  });
}

void movedBad(Kiln &kiln) {
  kiln.bake([&kiln] {
    auto f = kiln.bake([] { return 1; });
    return [](std::future<int> g) { return g.get(); }(std::move(f)); // WARN[get]:
  });
}

// What waits calls itself first.

int openDeep(std::future<int> &f, int deep) {
  if (deep > 0)
    return openDeep(f, deep - 1);
  return f.get();
}

void deepOk(Kiln &kiln) {
  kiln.bake([&kiln] {
    auto f = kiln.bake([] { return 1; });
    while (!isReady(f))
      kiln.bakeOne();
    return openDeep(f, 2);
  });
}

int sinkDeep(std::future<int> &f, int deep) {
  if (deep > 0)
    return sinkDeep(f, deep - 1);
  return f.get(); // WARN:
}

void deepBad(Kiln &kiln) {
  kiln.bake([&kiln] {
    auto f = kiln.bake([] { return 1; });
    return sinkDeep(f, 2);
  });
}

// Both ask a getter.

class Rack {
public:
  explicit Rack(std::future<int> f) : one(std::move(f)) {}
  std::future<int> &pot() { return one; }

private:
  std::future<int> one;
};

int lift(Rack &r) { return r.pot().get(); }
int liftColdBad(Rack &r) { return r.pot().get(); } // WARN:

void rackOk(Kiln &kiln) {
  kiln.bake([&kiln] {
    Rack r(kiln.bake([] { return 1; }));
    while (!(r.pot().wait_for(std::chrono::seconds(0)) == std::future_status::ready))
      kiln.bakeOne();
    return lift(r);
  });
}

void rackTurnedOk(Kiln &kiln) {
  kiln.bake([&kiln] {
    Rack r(kiln.bake([] { return 1; }));
    while (std::future_status::ready != r.pot().wait_for(std::chrono::seconds(0)))
      kiln.bakeOne();
    return lift(r);
  });
}

void rackBad(Kiln &kiln) {
  kiln.bake([&kiln] {
    Rack r(kiln.bake([] { return 1; }));
    while (r.pot().wait_for(std::chrono::seconds(0)) == std::future_status::ready)
      kiln.bakeOne();
    return liftColdBad(r);
  });
}
