// REQUIRES: tbb
// RUN: %check self-wait %s -- %{tbb}

// oneTBB's own waits help; those of the standard library do not.

#include <atomic>
#include <chrono>
#include <future>
#include <latch>
#include <memory>
#include <semaphore>
#include <thread>
#include <vector>

#include <oneapi/tbb/concurrent_queue.h>
#include <oneapi/tbb/flow_graph.h>
#include <oneapi/tbb/global_control.h>
#include <oneapi/tbb/parallel_for.h>
#include <oneapi/tbb/parallel_reduce.h>
#include <oneapi/tbb/task_arena.h>
#include <oneapi/tbb/task_group.h>

using namespace std::chrono_literals;

/// One thread in all: what may hang, does.
struct OneThread {
  tbb::global_control Limit{tbb::global_control::max_allowed_parallelism, 1};
};

/// Keeps an arena alive until what it was given has run.
void settle(std::latch &Ended) { Ended.wait(); }

void enqueueBad() {
  std::latch Ended(1);
  tbb::task_arena Arena(1);
  Arena.enqueue([&] {
    std::promise<int> Given;
    Arena.enqueue([&Given] { Given.set_value(1); });
    Given.get_future().get(); // WARN[get]:
    Ended.count_down();
  });
  settle(Ended);
}

void packagedBad() {
  std::latch Ended(1);
  tbb::task_arena Arena(1);
  Arena.enqueue([&] {
    auto Work = std::make_shared<std::packaged_task<int()>>([] { return 1; });
    std::future<int> Answer = Work->get_future();
    Arena.enqueue([Work] { (*Work)(); });
    Answer.wait(); // WARN[wait]:
    Ended.count_down();
  });
  settle(Ended);
}

void semaphoreBad() {
  std::latch Ended(1);
  tbb::task_arena Arena(1);
  Arena.enqueue([&] {
    std::binary_semaphore Free(0);
    Arena.enqueue([&Free] { Free.release(); });
    Free.acquire(); // WARN[acquire]:
    Ended.count_down();
  });
  settle(Ended);
}

void queueBad() {
  std::latch Ended(1);
  tbb::task_arena Arena(1);
  tbb::concurrent_bounded_queue<int> Results;
  Arena.enqueue([&] {
    Arena.enqueue([&Results] { Results.push(1); });
    int Result;
    Results.pop(Result); // WARN[pop]:
    Ended.count_down();
  });
  settle(Ended);
}

void groupBad() {
  OneThread Limit;
  tbb::task_group Group;
  Group.run([&Group] {
    std::latch Done(1);
    Group.run([&Done] { Done.count_down(); });
    Done.wait(); // WARN[wait]:
  });
  Group.wait();
}

void blockUntil(tbb::task_arena &Arena) {
  std::promise<void> Given;
  Arena.enqueue([&Given] { Given.set_value(); });
  Given.get_future().wait(); // WARN[wait]:
}

void acrossCallBad() {
  std::latch Ended(1);
  tbb::task_arena Arena(1);
  Arena.enqueue([&] {
    blockUntil(Arena);
    Ended.count_down();
  });
  settle(Ended);
}

/// Gives up after a while.
void timedWaitBad() {
  std::latch Ended(1);
  tbb::task_arena Arena(1);
  Arena.enqueue([&] {
    auto Given = std::make_shared<std::promise<int>>();
    Arena.enqueue([Given] { Given->set_value(1); });
    Given->get_future().wait_for(100ms); // WARN[wait_for]:
    Arena.enqueue([&Ended] { Ended.count_down(); });
  });
  settle(Ended);
}

void groupWaitHelpsOk() {
  OneThread Limit;
  tbb::task_group Outer;
  Outer.run([] {
    tbb::task_group Inner;
    Inner.run([] {});
    Inner.wait();
    Inner.run_and_wait([] {});
  });
  Outer.wait();
}

void algorithmHelpsOk() {
  OneThread Limit;
  tbb::parallel_for(0, 4, [](int) {
    tbb::parallel_for(tbb::blocked_range<int>(0, 4), [](const tbb::blocked_range<int> &) {});
  });
}

void graphHelpsOk() {
  OneThread Limit;
  tbb::task_group Outer;
  Outer.run([] {
    tbb::flow::graph Graph;
    tbb::flow::continue_node<tbb::flow::continue_msg> Node(Graph, [](tbb::flow::continue_msg) {});
    Node.try_put({});
    Graph.wait_for_all();
  });
  Outer.wait();
}

void executeOk() {
  std::latch Ended(1);
  tbb::task_arena Arena(1);
  Arena.enqueue([&] {
    Arena.execute([] {});
    Ended.count_down();
  });
  settle(Ended);
}

void isolateOk() {
  OneThread Limit;
  tbb::task_group Outer;
  Outer.run([] {
    tbb::this_task_arena::isolate([] { tbb::parallel_for(0, 4, [](int) {}); });
  });
  Outer.wait();
}

void onMainOk() {
  tbb::task_arena Arena(1);
  std::promise<int> Given;
  Arena.enqueue([&Given] { Given.set_value(1); });
  Given.get_future().get();
}

void threadGivesOk() {
  std::latch Ended(1);
  tbb::task_arena Arena(1);
  Arena.enqueue([&] {
    std::promise<int> Given;
    std::thread Other([&Given] { Given.set_value(1); });
    Given.get_future().get();
    Other.join();
    Ended.count_down();
  });
  settle(Ended);
}

void readyTestOk() {
  std::latch Ended(1);
  tbb::task_arena Arena(1);
  Arena.enqueue([&] {
    auto Given = std::make_shared<std::promise<int>>();
    std::future<int> Answer = Given->get_future();
    Arena.enqueue([Given] { Given->set_value(1); });
    if (Answer.wait_for(0s) == std::future_status::ready)
      Answer.get();
    Ended.count_down();
  });
  settle(Ended);
}

void tryPopOk() {
  std::latch Ended(1);
  tbb::task_arena Arena(1);
  auto Results = std::make_shared<tbb::concurrent_bounded_queue<int>>();
  Arena.enqueue([&, Results] {
    Arena.enqueue([Results] { Results->push(1); });
    int Result;
    Results->try_pop(Result);
    Ended.count_down();
  });
  settle(Ended);
}

/// Arenas share the threads of the process: when all of these wait for another
/// arena, nobody works there. Each arena counts as an executor of its own.
void FN_otherArenaBad() {
  std::latch Ended(1);
  tbb::task_arena Inner(1), Arena(1);
  Arena.enqueue([&] {
    std::promise<int> Given;
    Inner.enqueue([&Given] { Given.set_value(1); });
    Given.get_future().get();
    Ended.count_down();
  });
  settle(Ended);
}

/// Each object has an arena of its own.
struct Office {
  tbb::task_arena Arena{1};
  void ask() {
    std::promise<void> Given;
    Arena.enqueue([&Given] { Given.set_value(); });
    Given.get_future().get();
  }
};

void FN_twoObjectsBad() {
  std::latch Ended(1);
  Office Inner, Outer;
  Outer.Arena.enqueue([&] {
    Inner.ask();
    Ended.count_down();
  });
  settle(Ended);
}

/// A body counts as submitted where its node is made: the first node's has
/// started before the second one's, as far as the model tells.
void FN_graphBad() {
  OneThread Limit;
  tbb::flow::graph Graph;
  std::promise<void> Given;
  std::future<void> Answer = Given.get_future();
  tbb::flow::function_node<int> Gives(Graph, tbb::flow::serial, [&](int) { Given.set_value(); });
  tbb::flow::function_node<int> Waits(Graph, tbb::flow::serial, [&](int) {
    Gives.try_put(1);
    Answer.get();
  });
  Waits.try_put(1);
  Graph.wait_for_all();
}
