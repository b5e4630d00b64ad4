// Debian has no Taskflow. What is declared here has the names of its headers, and
// does what they do: who waits for the future of run() blocks a worker; corun()
// throws in a thread that is no worker of this executor, else it schedules the
// tasks, and takes what is scheduled, theirs or not, and runs it one by one until
// they have all run, without ever going to sleep. Left out are the order of tasks,
// queues for each worker, and what a run may be told beside its taskflow.

#pragma GCC system_header

#include <atomic>
#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <future>
#include <memory>
#include <mutex>
#include <stdexcept>
#include <thread>
#include <utility>
#include <vector>

namespace tf {

class Task {};

class FlowBuilder {
  friend class Executor;
  std::vector<std::function<void()>> Graph;

public:
  template <typename C> Task emplace(C &&Callable) {
    Graph.push_back(std::forward<C>(Callable));
    return {};
  }
};

class Taskflow : public FlowBuilder {};

template <typename T> class Future : public std::future<T> {
public:
  Future(std::future<T> &&Given) : std::future<T>(std::move(Given)) {}
};

class Executor {
  using Job = std::function<void()>;

public:
  explicit Executor(size_t N) {
    for (size_t I = 0; I < N; ++I)
      Workers.emplace_back([this] { work(); });
  }
  ~Executor() {
    wait_for_all();
    {
      std::lock_guard<std::mutex> Lock(Mutex);
      Stopping = true;
      Wake.notify_all();
    }
    for (std::thread &Worker : Workers)
      Worker.join();
  }

  Future<void> run(Taskflow &Flow) {
    auto Done = std::make_shared<std::promise<void>>();
    Future<void> Later(Done->get_future());
    if (Flow.Graph.empty()) {
      Done->set_value();
      return Later;
    }
    ++Topologies;
    auto Left = std::make_shared<std::atomic<size_t>>(Flow.Graph.size());
    for (const Job &One : Flow.Graph)
      schedule([this, One, Left, Done] {
        One();
        if (--*Left == 0) {
          Done->set_value();
          endTopology();
        }
      });
    return Later;
  }

  template <typename T> void corun(T &Target) {
    if (mine() != this)
      throw std::runtime_error("corun must be called by a worker of the executor");
    std::atomic<size_t> Left{Target.Graph.size()};
    for (const Job &One : Target.Graph)
      schedule([One, &Left] {
        One();
        --Left;
      });
    while (Left != 0)
      if (!runOne())
        std::this_thread::yield();
  }

  template <typename F> void silent_async(F &&Func) {
    ++Topologies;
    schedule([this, Func = std::forward<F>(Func)] {
      Func();
      endTopology();
    });
  }

  void wait_for_all() {
    std::unique_lock<std::mutex> Lock(Mutex);
    Idle.wait(Lock, [this] { return Topologies == 0; });
  }

private:
  static Executor *&mine() {
    static thread_local Executor *Mine = nullptr;
    return Mine;
  }
  void schedule(Job One) {
    std::lock_guard<std::mutex> Lock(Mutex);
    Jobs.push_back(std::move(One));
    Wake.notify_one();
  }
  void endTopology() {
    std::lock_guard<std::mutex> Lock(Mutex);
    if (--Topologies == 0)
      Idle.notify_all();
  }
  bool runOne() {
    Job One;
    {
      std::lock_guard<std::mutex> Lock(Mutex);
      if (Jobs.empty())
        return false;
      One = std::move(Jobs.front());
      Jobs.pop_front();
    }
    One();
    return true;
  }
  void work() {
    mine() = this;
    for (;;) {
      while (runOne())
        ;
      std::unique_lock<std::mutex> Lock(Mutex);
      Wake.wait(Lock, [this] { return Stopping || !Jobs.empty(); });
      if (Jobs.empty())
        return;
    }
  }

  std::mutex Mutex;
  std::condition_variable Wake, Idle;
  std::deque<Job> Jobs;
  std::atomic<size_t> Topologies{0};
  bool Stopping = false;
  std::vector<std::thread> Workers;
};

} // namespace tf
