// RUN: %check self-wait %s -- -std=c++17

// The pool copies or moves each task to the heap, and keeps a plain pointer to it.

#include <condition_variable>
#include <deque>
#include <functional>
#include <future>
#include <memory>
#include <mutex>
#include <thread>
#include <utility>

struct Parcel {
  void (*open)(void *) = nullptr;
  void *inside = nullptr;
  static void unpack(void *inside) {
    std::unique_ptr<std::function<void()>> f(static_cast<std::function<void()> *>(inside));
    (*f)();
  }
};

class Depot {
public:
  Depot() : porter_([this] { carry(); }) {}
  ~Depot() {
    {
      std::lock_guard<std::mutex> l(m_);
      closed_ = true;
    }
    c_.notify_one();
    porter_.join();
  }
  void post(std::function<void()> f) {
    {
      std::lock_guard<std::mutex> l(m_);
      parcels_.push_back(Parcel{&Parcel::unpack, new std::function<void()>(std::move(f))});
    }
    c_.notify_one();
  }
  void postCopy(const std::function<void()> &f) {
    Parcel p;
    p.open = &Parcel::unpack;
    p.inside = new std::function<void()>(f);
    {
      std::lock_guard<std::mutex> l(m_);
      parcels_.push_back(p);
    }
    c_.notify_one();
  }

private:
  void carry() {
    for (;;) {
      Parcel p;
      {
        std::unique_lock<std::mutex> l(m_);
        c_.wait(l, [this] { return closed_ || !parcels_.empty(); });
        if (parcels_.empty())
          return;
        p = parcels_.front();
        parcels_.pop_front();
      }
      p.open(p.inside);
    }
  }
  std::mutex m_;
  std::condition_variable c_;
  std::deque<Parcel> parcels_;
  bool closed_ = false;
  std::thread porter_;
};

void movedBad(Depot &depot) {
  depot.post([&depot] {
    std::promise<void> sent;
    depot.post([&sent] { sent.set_value(); });
    sent.get_future().wait(); // WARN[wait]:
  });
}

void copiedBad(Depot &depot) {
  depot.postCopy([&depot] {
    std::promise<void> sent;
    depot.postCopy([&sent] { sent.set_value(); });
    sent.get_future().wait(); // WARN[wait]:
  });
}

void movedOk(Depot &depot) {
  std::promise<void> sent;
  depot.post([&sent] { sent.set_value(); });
  sent.get_future().wait();
}

void otherDepotOk(Depot &depot, Depot &other) {
  depot.postCopy([&other] {
    std::promise<void> sent;
    other.postCopy([&sent] { sent.set_value(); });
    sent.get_future().wait();
  });
}
