// RUN: %check self-wait %s -- -std=c++17

// Executors on which a nested wait ends: a thread for each task, the caller
// itself, a cached pool that grows when nobody is idle.

#include <condition_variable>
#include <functional>
#include <future>
#include <list>
#include <memory>
#include <mutex>
#include <queue>
#include <thread>
#include <vector>

template <typename F> using Out = decltype(std::declval<F &>()());

template <typename Ex, typename F> std::future<Out<F>> into(Ex &ex, F f) {
  auto t = std::make_shared<std::packaged_task<Out<F>()>>(std::move(f));
  auto r = t->get_future();
  ex.accept([t] { (*t)(); });
  return r;
}

// A thread for each task.

class Anthill {
public:
  void accept(std::function<void()> f) {
    std::lock_guard<std::mutex> l(m_);
    ants_.emplace_back(std::move(f));
  }
  ~Anthill() {
    for (auto &a : ants_)
      a.join();
  }

private:
  std::mutex m_;
  std::list<std::thread> ants_;
};

void threadPerTaskOk() {
  Anthill hill;
  into(hill, [&hill] { return into(hill, [] { return 1; }).get(); }).get();
}

class Moths {
public:
  void accept(std::function<void()> f) { std::thread(std::move(f)).detach(); }
};

void detachedOk() {
  Moths moths;
  into(moths, [&moths] { return into(moths, [] { return 1; }).get(); }).get();
}

// Run by the caller.

class Mirror {
public:
  void accept(std::function<void()> f) { f(); }
};

void inlineOk() {
  Mirror mirror;
  into(mirror, [&mirror] { return into(mirror, [] { return 1; }).get(); }).get();
}

// Starts a thread whenever nobody is idle: no limit.

class Elastic {
public:
  ~Elastic() {
    {
      std::lock_guard<std::mutex> l(m_);
      snapped_ = true;
    }
    cv_.notify_all();
    for (auto &t : threads_)
      t.join();
  }

  void accept(std::function<void()> f) {
    std::lock_guard<std::mutex> l(m_);
    q_.push(std::move(f));
    if (idle_ < q_.size())
      threads_.emplace_back([this] { stretch(); });
    else
      cv_.notify_one();
  }

private:
  void stretch() {
    std::unique_lock<std::mutex> l(m_);
    for (;;) {
      while (q_.empty()) {
        if (snapped_)
          return;
        ++idle_;
        cv_.wait(l);
        --idle_;
      }
      auto f = std::move(q_.front());
      q_.pop();
      l.unlock();
      f();
      l.lock();
    }
  }

  std::mutex m_;
  std::condition_variable cv_;
  std::queue<std::function<void()>> q_;
  std::list<std::thread> threads_;
  std::size_t idle_ = 0;
  bool snapped_ = false;
};

void elasticOk() {
  Elastic elastic;
  into(elastic, [&elastic] { return into(elastic, [] { return 1; }).get(); }).get();
}

// Grows too, but only up to a limit.

class Rubber {
public:
  explicit Rubber(std::size_t limit) : limit_(limit) {}
  ~Rubber() {
    {
      std::lock_guard<std::mutex> l(m_);
      snapped_ = true;
    }
    cv_.notify_all();
    for (auto &t : threads_)
      t.join();
  }

  void accept(std::function<void()> f) {
    std::lock_guard<std::mutex> l(m_);
    q_.push(std::move(f));
    if (idle_ == 0 && threads_.size() < limit_)
      threads_.emplace_back([this] { stretch(); });
    else
      cv_.notify_one();
  }

private:
  void stretch() {
    std::unique_lock<std::mutex> l(m_);
    for (;;) {
      ++idle_;
      cv_.wait(l, [this] { return snapped_ || !q_.empty(); });
      --idle_;
      if (q_.empty())
        return;
      auto f = std::move(q_.front());
      q_.pop();
      l.unlock();
      f();
      l.lock();
    }
  }

  const std::size_t limit_;
  std::mutex m_;
  std::condition_variable cv_;
  std::queue<std::function<void()>> q_;
  std::list<std::thread> threads_;
  std::size_t idle_ = 0;
  bool snapped_ = false;
};

void limitedBad() {
  Rubber rubber(1);
  into(rubber, [&rubber] { return into(rubber, [] { return 1; }).get(); }).get(); // WARN:
}

void limitedOk() {
  Rubber rubber(1);
  into(rubber, [&rubber] { return into(rubber, [] { return 1; }); }).get().get();
}

// Runs inline when its own worker hands over, queues otherwise.

class Lodge {
public:
  Lodge() : keeper_([this] { keep(); }) {}
  ~Lodge() {
    accept({});
    keeper_.join();
  }

  void accept(std::function<void()> f) {
    if (f && std::this_thread::get_id() == keeper_.get_id()) {
      f();
      return;
    }
    std::lock_guard<std::mutex> l(m_);
    q_.push(std::move(f));
    cv_.notify_one();
  }

private:
  void keep() {
    for (;;) {
      std::function<void()> f;
      {
        std::unique_lock<std::mutex> l(m_);
        cv_.wait(l, [this] { return !q_.empty(); });
        f = std::move(q_.front());
        q_.pop();
      }
      if (!f)
        return;
      f();
    }
  }

  std::mutex m_;
  std::condition_variable cv_;
  std::queue<std::function<void()>> q_;
  std::thread keeper_;
};

void inlineOnWorkerOk() {
  Lodge lodge;
  into(lodge, [&lodge] { return into(lodge, [] { return 1; }).get(); }).get();
}

// Runs inline when the queue is full or there are no threads at all.

class Shed {
public:
  Shed() : worker_([this] { run(); }) {}
  ~Shed() {
    {
      std::lock_guard<std::mutex> l(m_);
      closed_ = true;
    }
    cv_.notify_all();
    worker_.join();
  }

  void accept(std::function<void()> f) {
    {
      std::lock_guard<std::mutex> l(m_);
      if (q_.size() < 2) {
        q_.push(std::move(f));
        cv_.notify_one();
        return;
      }
    }
    f();
  }

private:
  void run() {
    for (;;) {
      std::unique_lock<std::mutex> l(m_);
      cv_.wait(l, [this] { return closed_ || !q_.empty(); });
      if (q_.empty())
        return;
      auto f = std::move(q_.front());
      q_.pop();
      l.unlock();
      f();
    }
  }

  std::mutex m_;
  std::condition_variable cv_;
  std::queue<std::function<void()>> q_;
  bool closed_ = false;
  std::thread worker_;
};

void fullQueueInlineOk(Shed &shed) {
  shed.accept([&shed] {
    for (int i = 0; i < 50; ++i)
      shed.accept([] {});
  });
}

void fullQueueInlineBad(Shed &shed) {
  into(shed, [&shed] {
    return into(shed, [] { return 1; }).get(); // WARN:
  }).get();
}

#ifdef GRIDLOCK_RUN
#include "Inputs/Cases.h"
int main(int argc, char **argv) {
  return runCase(argc, argv,
                 {{"threadPerTaskOk", threadPerTaskOk},
                  {"detachedOk", detachedOk},
                  {"inlineOk", inlineOk},
                  {"elasticOk", elasticOk},
                  {"limitedBad", limitedBad},
                  {"limitedOk", limitedOk},
                  {"inlineOnWorkerOk", inlineOnWorkerOk},
                  {"fullQueueInlineOk", [] { Shed s; fullQueueInlineOk(s); }},
                  {"fullQueueInlineBad", [] { Shed s; fullQueueInlineBad(s); }}});
}
#endif
