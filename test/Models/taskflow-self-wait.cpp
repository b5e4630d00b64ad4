// RUN: %check self-wait,self-join %s

// Debian has no Taskflow: what is included declares what its headers do.

#include "Inputs/Taskflow.h"

#include <chrono>
#include <future>

void use(int);

void getBad() {
  tf::Executor Executor(4);
  Executor.silent_async([&] {
    use(Executor.async([] { return 1; }).get()); // WARN[get]: task of 'Executor' blocks in 'get' until another task of 'Executor' has run: it hangs when 4 tasks wait here at once
  });
}

void runBad(tf::Executor &Executor) {
  tf::Taskflow Outer, Inner;
  Inner.emplace([] {});
  Outer.emplace([&] {
    Executor.run(Inner).wait(); // WARN[wait]:
  });
  Executor.run(Outer).wait();
}

/// What the taskflow was given last.
void secondBad(tf::Executor &Executor) {
  tf::Taskflow Flow;
  auto [First, Second] = Flow.emplace([] {}, [&] {
    use(Executor.async([] { return 1; }).get()); // WARN[get]:
  });
  First.precede(Second);
  Executor.run(Flow).wait();
}

void waitForAllBad(tf::Executor &Executor) {
  Executor.silent_async([&] {
    Executor.wait_for_all(); // WARN[wait_for_all]:
  });
}

// corun() helps.

void corunOk(tf::Executor &Executor) {
  tf::Taskflow Outer, Inner;
  Inner.emplace([] {});
  Outer.emplace([&] { Executor.corun(Inner); });
  Executor.run(Outer).wait();
}

void corunUntilOk(tf::Executor &Executor) {
  Executor.silent_async([&] {
    auto Part = Executor.async([] { return 1; });
    Executor.corun_until([&] {
      return Part.wait_for(std::chrono::seconds(0)) == std::future_status::ready;
    });
    use(Part.get());
  });
}

static bool isReady(const std::future<int> &Part) {
  return Part.wait_for(std::chrono::seconds(0)) == std::future_status::ready;
}

void corunUntilBothOk(tf::Executor &Executor) {
  Executor.silent_async([&] {
    auto Left = Executor.async([] { return 1; });
    auto Right = Executor.async([] { return 1; });
    Executor.corun_until([&] { return isReady(Left) && isReady(Right); });
    use(Left.get() + Right.get());
  });
}

void corunUntilOtherBad(tf::Executor &Executor) {
  Executor.silent_async([&] {
    auto Left = Executor.async([] { return 1; });
    auto Right = Executor.async([] { return 1; });
    Executor.corun_until([&] { return isReady(Left); });
    use(Right.get()); // WARN[get]:
  });
}

/// The test is a lambda.
void readyByLambdaOk(tf::Executor &Executor) {
  Executor.silent_async([&] {
    auto Part = Executor.async([] { return 1; });
    auto Ready = [&] { return isReady(Part); };
    if (Ready())
      use(Part.get());
  });
}

void subflowOk(tf::Executor &Executor) {
  tf::Taskflow Flow;
  Flow.emplace([](tf::Subflow &Sub) {
    Sub.emplace([] {});
    Sub.join();
  });
  Executor.run(Flow).wait();
}

void otherOk(tf::Executor &Executor, tf::Executor &Other) {
  Executor.silent_async([&] { use(Other.async([] { return 1; }).get()); });
}

void onMainOk(tf::Executor &Executor) {
  use(Executor.async([] { return 1; }).get());
  Executor.wait_for_all();
}
