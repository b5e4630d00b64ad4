// A pool of one worker.

#include <condition_variable>
#include <functional>
#include <future>
#include <memory>
#include <mutex>
#include <queue>
#include <thread>
#include <vector>

class Pool {
public:
  Pool() : Worker([this] { work(); }) {}
  ~Pool() { Worker.join(); }
  std::future<int> submit(std::function<int()> Function) {
    auto Task = std::make_shared<std::packaged_task<int()>>(std::move(Function));
    std::future<int> Result = Task->get_future();
    std::lock_guard<std::mutex> Lock(Mutex);
    Queue.push([Task] { (*Task)(); });
    Changed.notify_one();
    return Result;
  }

private:
  void work() {
    for (;;) {
      std::unique_lock<std::mutex> Lock(Mutex);
      Changed.wait(Lock, [this] { return !Queue.empty(); });
      std::function<void()> Task = std::move(Queue.front());
      Queue.pop();
      Lock.unlock();
      Task();
    }
  }
  std::mutex Mutex;
  std::condition_variable Changed;
  std::queue<std::function<void()>> Queue;
  std::thread Worker;
};
