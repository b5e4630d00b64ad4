// RUN: %check self-wait,wait-under-lock %s -- -std=c++17

// A worker gives each task the pool itself, or a part of it.

#include <condition_variable>
#include <deque>
#include <functional>
#include <future>
#include <memory>
#include <mutex>
#include <thread>

class Works {
public:
  Works() : hand_([this] { run(); }) {}
  ~Works() {
    put(nullptr);
    hand_.join();
  }
  void put(std::function<void(Works &)> f) {
    std::lock_guard<std::mutex> l(m_);
    jobs_.push_back(std::move(f));
    cv_.notify_one();
  }
  std::future<int> ask(std::function<int(Works &)> f) {
    auto p = std::make_shared<std::promise<int>>();
    put([p, f](Works &w) { p->set_value(f(w)); });
    return p->get_future();
  }

private:
  void run() {
    for (;;) {
      std::unique_lock<std::mutex> l(m_);
      cv_.wait(l, [this] { return !jobs_.empty(); });
      auto job = std::move(jobs_.front());
      jobs_.pop_front();
      l.unlock();
      if (!job)
        return;
      job(*this);
    }
  }

  std::mutex m_;
  std::condition_variable cv_;
  std::deque<std::function<void(Works &)>> jobs_;
  std::thread hand_;
};

int one(Works &) { return 1; }

void givenBad(Works &given) {
  given.put([](Works &w) { w.ask(one).get(); }); // WARN[get]: task of 'given' blocks in 'get' until another task of 'given' has run
}

void otherOk(Works &given, Works &other) {
  given.put([&other](Works &) { other.ask(one).get(); });
}

void laterOk(Works &given) {
  given.put([](Works &w) { w.ask(one); });
}

// Virtual jobs, which get a pointer.
class Forge {
public:
  struct Job {
    virtual ~Job() = default;
    virtual void run(Forge *forge) = 0;
  };
  Forge() : smith_([this] { work(); }) {}
  ~Forge() {
    put(nullptr);
    smith_.join();
  }
  void put(std::unique_ptr<Job> job) {
    std::lock_guard<std::mutex> l(m_);
    jobs_.push_back(std::move(job));
    cv_.notify_one();
  }

private:
  void work() {
    while (std::unique_ptr<Job> job = next())
      job->run(this);
  }
  std::unique_ptr<Job> next() {
    std::unique_lock<std::mutex> l(m_);
    cv_.wait(l, [this] { return !jobs_.empty(); });
    std::unique_ptr<Job> job = std::move(jobs_.front());
    jobs_.pop_front();
    return job;
  }

  std::mutex m_;
  std::condition_variable cv_;
  std::deque<std::unique_ptr<Job>> jobs_;
  std::thread smith_;
};

struct Nail : Forge::Job {
  explicit Nail(std::promise<void> &done) : done(done) {}
  void run(Forge *) override { done.set_value(); }
  std::promise<void> &done;
};

struct Horseshoe : Forge::Job {
  void run(Forge *forge) override {
    std::promise<void> nailed;
    forge->put(std::make_unique<Nail>(nailed));
    nailed.get_future().wait(); // WARN[wait]: blocks in 'wait' until another task of
  }
};

struct Order : Forge::Job {
  explicit Order(Forge *to) : to(to) {}
  void run(Forge *) override {
    std::promise<void> nailed;
    to->put(std::make_unique<Nail>(nailed));
    nailed.get_future().wait();
  }
  Forge *to;
};

void shoeBad() {
  Forge forge;
  forge.put(std::make_unique<Horseshoe>());
}

void orderOk() {
  Forge own, other;
  own.put(std::make_unique<Order>(&other));
}

// Methods of the loop itself, run with its lock held.
class Loop {
public:
  struct Task {
    void (Loop::*method)(Task &);
    int weight;
  };
  Loop() : thread_([this] { run(); }) {}
  ~Loop() {
    {
      std::lock_guard<std::mutex> l(m_);
      stop_ = true;
    }
    cv_.notify_all();
    thread_.join();
  }
  void countOk(Task *task) {
    task->method = &Loop::count;
    put(task);
  }
  void closeBad(Task *task) {
    task->method = &Loop::close;
    put(task);
  }

private:
  void put(Task *task) {
    std::lock_guard<std::mutex> l(m_);
    tasks_.push_back(task);
    cv_.notify_all();
  }
  void run() {
    std::unique_lock<std::mutex> l(m_);
    for (;;) {
      cv_.wait(l, [this] { return stop_ || !tasks_.empty(); });
      if (stop_)
        return;
      Task *task = tasks_.front();
      tasks_.pop_front();
      (this->*(task->method))(*task);
    }
  }
  void count(Task &task) { count_ += task.weight; }
  void closed() {
    std::lock_guard<std::mutex> l(m_); // WARN: 'm_' is locked here by what is called back while 'm_' is locked
    --count_;
  }
  void close(Task &) { closed(); }

  std::mutex m_;
  std::condition_variable cv_;
  std::deque<Task *> tasks_;
  std::thread thread_;
  bool stop_ = false;
  int count_ = 0;
};

int main() {
  Works left, right;
  givenBad(left);
  otherOk(left, right);
  laterOk(right);
  shoeBad();
  orderOk();
  Loop::Task one{}, two{};
  Loop loop;
  loop.countOk(&one);
  loop.closeBad(&two);
}
