// A pool whose submit takes the arguments of the task; it starts its threads as
// it is made, and runs all that was submitted before it ends.

#include <condition_variable>
#include <deque>
#include <functional>
#include <future>
#include <memory>
#include <mutex>
#include <thread>
#include <tuple>
#include <utility>
#include <vector>

class Crew {
public:
  explicit Crew(int Threads = 1, const char * /*Name*/ = "crew") {
    for (int I = 0; I < Threads; ++I)
      Workers.emplace_back([this] { work(); });
  }

  ~Crew() {
    {
      std::lock_guard<std::mutex> Lock(Mutex);
      Stopping = true;
    }
    Wake.notify_all();
    for (std::thread &Worker : Workers)
      Worker.join();
  }

  template <class F, class... Arguments>
  auto enqueue(F &&Callable, Arguments &&...Given)
      -> std::future<std::invoke_result_t<std::decay_t<F>, std::decay_t<Arguments>...>> {
    using Result = std::invoke_result_t<std::decay_t<F>, std::decay_t<Arguments>...>;
    auto Job = std::make_shared<std::packaged_task<Result()>>(
        [Callable = std::decay_t<F>(std::forward<F>(Callable)),
         Kept = std::tuple<std::decay_t<Arguments>...>(std::forward<Arguments>(Given)...)]() mutable {
          return std::apply(std::move(Callable), std::move(Kept));
        });
    std::future<Result> Future = Job->get_future();
    post([Job] { (*Job)(); });
    return Future;
  }

  void post(std::function<void()> Job) {
    {
      std::lock_guard<std::mutex> Lock(Mutex);
      Jobs.push_back(std::move(Job));
    }
    Wake.notify_one();
  }

private:
  void work() {
    for (;;) {
      std::function<void()> Job;
      {
        std::unique_lock<std::mutex> Lock(Mutex);
        Wake.wait(Lock, [this] { return Stopping || !Jobs.empty(); });
        if (Jobs.empty())
          return;
        Job = std::move(Jobs.front());
        Jobs.pop_front();
      }
      Job();
    }
  }

  std::mutex Mutex;
  std::condition_variable Wake;
  std::deque<std::function<void()>> Jobs;
  bool Stopping = false;
  std::vector<std::thread> Workers;
};
