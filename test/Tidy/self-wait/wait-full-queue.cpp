// RUN: %check self-wait %s -- -std=c++17

// A submit that blocks while the queue is full, from a task of that queue.

#include <array>
#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

// A ring of fixed size.
class Carousel {
public:
  explicit Carousel(unsigned n) {
    for (unsigned i = 0; i < n; ++i)
      riders.emplace_back([this] { ride(); });
  }

  ~Carousel() {
    {
      std::unique_lock<std::mutex> lock(mtx);
      dusk = true;
    }
    some.notify_all();
    for (auto &r : riders)
      r.join();
  }

  void mount(std::function<void()> horse) {
    std::unique_lock<std::mutex> lock(mtx);
    room.wait(lock, [this] { return count < ring.size(); });
    ring[(first + count++) % ring.size()] = std::move(horse);
    some.notify_one();
  }

  bool offer(std::function<void()> horse) {
    std::unique_lock<std::mutex> lock(mtx);
    if (count == ring.size())
      return false;
    ring[(first + count++) % ring.size()] = std::move(horse);
    some.notify_one();
    return true;
  }

private:
  void ride() {
    for (;;) {
      std::function<void()> horse;
      {
        std::unique_lock<std::mutex> lock(mtx);
        some.wait(lock, [this] { return dusk || count > 0; });
        if (count == 0)
          return;
        horse = std::move(ring[first]);
        first = (first + 1) % ring.size();
        --count;
      }
      room.notify_one();
      horse();
    }
  }

  std::array<std::function<void()>, 4> ring;
  std::size_t first = 0, count = 0;
  std::mutex mtx;
  std::condition_variable some, room;
  std::vector<std::thread> riders;
  bool dusk = false;
};

void loopBad(Carousel &c) {
  c.mount([&c] {
    for (int i = 0; i < 100; ++i)
      c.mount([] {}); // WARN:
  });
}

void loopOk(Carousel &c) {
  for (int i = 0; i < 100; ++i)
    c.mount([] {});
}

void offerOk(Carousel &c) {
  c.mount([&c] {
    for (int i = 0; i < 100; ++i)
      if (!c.offer([] {}))
        break;
  });
}

// Each task hands over two more.

void breed(Carousel &c, int depth) {
  if (depth == 0)
    return;
  c.mount([&c, depth] { breed(c, depth - 1); }); // WARN:
  c.mount([&c, depth] { breed(c, depth - 1); }); // WARN:
}

void breedBad(Carousel &c) { breed(c, 6); }

void breedHere(int depth) {
  if (depth == 0)
    return;
  breedHere(depth - 1);
  breedHere(depth - 1);
}

void breedOk(Carousel &c) {
  c.mount([] { breedHere(6); });
}

// The capacity is an argument of the constructor; the queue is a class of its
// own, and a service stands before the pool.
template <class T> class Tube {
public:
  explicit Tube(std::size_t limit) : limit_(limit) {}

  void feed(T t) {
    std::unique_lock<std::mutex> l(m_);
    while (q_.size() >= limit_)
      below_.wait(l);
    q_.push_back(std::move(t));
    above_.notify_one();
  }

  T draw() {
    std::unique_lock<std::mutex> l(m_);
    while (q_.empty())
      above_.wait(l);
    T t = std::move(q_.front());
    q_.pop_front();
    below_.notify_one();
    return t;
  }

private:
  const std::size_t limit_;
  std::deque<T> q_;
  std::mutex m_;
  std::condition_variable above_, below_;
};

class Pump {
public:
  explicit Pump(std::size_t limit) : tube_(limit), arm_([this] { stroke(); }) {}
  ~Pump() {
    tube_.feed(nullptr);
    arm_.join();
  }
  void enter(std::function<void()> drop) { tube_.feed(std::move(drop)); }

private:
  void stroke() {
    while (auto drop = tube_.draw())
      drop();
  }

  Tube<std::function<void()>> tube_;
  std::thread arm_;
};

class Waterworks {
public:
  Waterworks() : pump_(2) {}

  void publish(int n) {
    for (int i = 0; i < n; ++i)
      pump_.enter([] {}); // WARN:
  }

  void floodBad() {
    pump_.enter([this] { publish(8); });
  }

  void gather(int n) {
    for (int i = 0; i < n; ++i)
      spare_.enter([] {});
  }

  void floodOk() {
    pump_.enter([this] { gather(8); });
  }

private:
  Pump spare_{2};
  Pump pump_;
};

// A queue without a limit never blocks its submitter.

class Lake {
public:
  Lake() : current_([this] { flow(); }) {}
  ~Lake() {
    pour(nullptr);
    current_.join();
  }
  void pour(std::function<void()> drop) {
    std::lock_guard<std::mutex> l(m_);
    drops_.push_back(std::move(drop));
    c_.notify_one();
  }

private:
  void flow() {
    for (;;) {
      std::unique_lock<std::mutex> l(m_);
      while (drops_.empty())
        c_.wait(l);
      auto drop = std::move(drops_.front());
      drops_.pop_front();
      l.unlock();
      if (!drop)
        return;
      drop();
    }
  }

  std::mutex m_;
  std::condition_variable c_;
  std::deque<std::function<void()>> drops_;
  std::thread current_;
};

void lakeOk(Lake &lake) {
  lake.pour([&lake] {
    for (int i = 0; i < 100; ++i)
      lake.pour([] {});
  });
}

#ifdef GRIDLOCK_RUN
#include "Inputs/Cases.h"
int main(int argc, char **argv) {
  return runCase(argc, argv,
                 {{"loopBad", [] { Carousel c(1); loopBad(c); }},
                  {"loopOk", [] { Carousel c(1); loopOk(c); }},
                  {"offerOk", [] { Carousel c(1); offerOk(c); }},
                  {"breedBad", [] { Carousel c(1); breedBad(c); }},
                  {"breedOk", [] { Carousel c(1); breedOk(c); }},
                  {"floodBad", [] { Waterworks w; w.floodBad(); }},
                  {"floodOk", [] { Waterworks w; w.floodOk(); }},
                  {"lakeOk", [] { Lake l; lakeOk(l); }}});
}
#endif
