// RUN: %check self-wait %s -- -std=c++17

// Tasks that wait for other tasks which main handed over. In a queue that is
// served in order, a wait for an earlier task always ends: that one has left
// the queue before. A wait for a later one, or in a queue that is served from
// the other end, does not.

#include <condition_variable>
#include <deque>
#include <functional>
#include <future>
#include <memory>
#include <mutex>
#include <thread>
#include <utility>
#include <vector>

enum class From { Front, Back };

template <From End> class Row {
public:
  explicit Row(int n) {
    for (int i = 0; i < n; ++i)
      servers_.emplace_back([this] { serve(); });
  }
  ~Row() {
    {
      std::lock_guard<std::mutex> l(m_);
      shut_ = true;
    }
    c_.notify_all();
    for (auto &s : servers_)
      s.join();
  }

  template <typename F> auto join(F f) -> std::future<decltype(f())> {
    auto t = std::make_shared<std::packaged_task<decltype(f())()>>(std::move(f));
    auto r = t->get_future();
    std::lock_guard<std::mutex> l(m_);
    guests_.push_back([t] { (*t)(); });
    c_.notify_one();
    return r;
  }

private:
  void serve() {
    for (;;) {
      std::unique_lock<std::mutex> l(m_);
      c_.wait(l, [this] { return shut_ || !guests_.empty(); });
      if (guests_.empty())
        return;
      std::function<void()> guest;
      if constexpr (End == From::Front) {
        guest = std::move(guests_.front());
        guests_.pop_front();
      } else {
        guest = std::move(guests_.back());
        guests_.pop_back();
      }
      l.unlock();
      guest();
    }
  }

  std::mutex m_;
  std::condition_variable c_;
  std::deque<std::function<void()>> guests_;
  std::vector<std::thread> servers_;
  bool shut_ = false;
};

using Queue = Row<From::Front>;
using Stack = Row<From::Back>;

int cut(int n) { return n / 2; }

// A pipeline of two steps.

void pipelineOk(Queue &queue) {
  std::shared_future<int> bread = queue.join([] { return cut(8); }).share();
  auto toast = queue.join([bread] { return bread.get() + 1; });
  toast.get();
}

// A task that sums up what the tasks before it have made.

void sumOk(Queue &queue) {
  auto parts = std::make_shared<std::vector<std::future<int>>>();
  for (int i = 0; i < 5; ++i)
    parts->push_back(queue.join([i] { return cut(i); }));
  auto sum = queue.join([parts] {
    int total = 0;
    for (auto &part : *parts)
      total += part.get();
    return total;
  });
  sum.get();
}

// The waiter is handed over before what it waits for.

void reversedBad(Queue &queue) {
  std::promise<int> bread;
  auto toast = queue.join([&bread] {
    return bread.get_future().get() + 1; // FN: missed, which of two siblings is first is not told across instances of a template
  });
  queue.join([&bread] { bread.set_value(cut(8)); });
  toast.get();
}

// The newest is served first: a pause keeps the only server busy until both
// steps are queued.

void stackBad(Stack &stack) {
  std::promise<void> pause;
  std::promise<void> busy;
  stack.join([&] {
    busy.set_value();
    pause.get_future().wait();
  });
  busy.get_future().wait();
  std::shared_future<int> bread = stack.join([] { return cut(8); }).share();
  auto toast = stack.join([bread] { return bread.get() + 1; }); // FN: missed, a queue is taken to be first in, first out
  pause.set_value();
  toast.get();
}

#ifdef GRIDLOCK_RUN
#include "Inputs/Cases.h"
int main(int argc, char **argv) {
  static Queue Q(1);
  static Stack S(1);
  return runCase(argc, argv,
                 {{"pipelineOk", [] { pipelineOk(Q); }},
                  {"sumOk", [] { sumOk(Q); }},
                  {"reversedBad", [] { reversedBad(Q); }},
                  {"stackBad", [] { stackBad(S); }}});
}
#endif
