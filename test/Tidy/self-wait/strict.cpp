// RUN: %check self-wait %s "--config={CheckOptions: [{key: gridlock-self-wait.Strict, value: true}]}" -- -std=c++17

// With Strict, a report may rest on two paths that nothing tells apart.

#include <condition_variable>
#include <deque>
#include <functional>
#include <future>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

class Worker {
public:
  Worker() : Thread([this] { loop(); }) {}
  ~Worker() {
    post(nullptr);
    Thread.join();
  }
  void post(std::function<void()> Task) {
    std::lock_guard<std::mutex> Guard(Lock);
    Tasks.push_back(std::move(Task));
    Ready.notify_one();
  }

private:
  void loop() {
    for (;;) {
      std::function<void()> Task;
      {
        std::unique_lock<std::mutex> Guard(Lock);
        Ready.wait(Guard, [this] { return !Tasks.empty(); });
        Task = std::move(Tasks.front());
        Tasks.pop_front();
      }
      if (!Task)
        return;
      Task();
    }
  }

  std::mutex Lock;
  std::condition_variable Ready;
  std::deque<std::function<void()>> Tasks;
  std::thread Thread;
};

int anyWorkerBad(std::vector<Worker> &Workers, unsigned &Turn) {
  std::promise<int> End;
  Workers[Turn++ % Workers.size()].post([&] {
    std::promise<int> Part;
    Workers[Turn++ % Workers.size()].post([&Part] { Part.set_value(1); });
    End.set_value(Part.get_future().get()); // WARN[get]: likely: task of
  });
  return End.get_future().get();
}

int twoWorkersOk(std::vector<Worker> &Workers) {
  std::promise<int> End;
  Workers[0].post([&] {
    std::promise<int> Part;
    Workers[1].post([&Part] { Part.set_value(1); });
    End.set_value(Part.get_future().get());
  });
  return End.get_future().get();
}
