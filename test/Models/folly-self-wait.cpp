// RUN: %check self-wait,self-join %s

// Debian has no Folly of today: what is included declares what its headers do.

#include "Inputs/Folly.h"

#include <atomic>
#include <chrono>
#include <vector>

using namespace std::chrono_literals;

void use(int);

void getBad() {
  folly::CPUThreadPoolExecutor Pool(4); // NOTE(get,1): 'Pool' is created here
  Pool.add([&Pool] { // NOTE(get,2): the task that waits is submitted to 'Pool' here
    use(folly::via(&Pool, [] { return 1; }).get()); // WARN(get)[get]: task of 'Pool' blocks in 'get' until another task of 'Pool' has run: it hangs when 4 tasks wait here at once // NOTE(get,3): the task it waits for is submitted to 'Pool' here
  });
  Pool.join();
}

void otherOk() {
  folly::CPUThreadPoolExecutor Pool(4), Other(4);
  Pool.add([&Other] { use(folly::via(&Other, [] { return 1; }).get()); });
  Pool.join();
}

void onMainOk() {
  folly::CPUThreadPoolExecutor Pool(4);
  use(folly::via(&Pool, [] { return 1; }).get());
}

// Continuations run on the executor that was named last.

void continuationBad(folly::Executor::KeepAlive<> Ex) {
  Ex->add([Ex] {
    folly::via(Ex).thenValue([](auto &&) { return 1; }).wait(); // WARN[wait]:
  });
}

void inheritedBad(folly::Executor *Ex) {
  Ex->add([Ex] {
    auto Part = folly::via(Ex, [] { return 1; }).thenValue([](int N) { return N; });
    Part.wait(); // WARN[wait]:
  });
}

void namedAfterwardsBad(folly::Executor *Ex, folly::Executor *Io) {
  Ex->add([=] {
    auto Read = folly::via(Io, [] { return 1; });
    std::move(Read).via(Ex).thenValue([](int N) { use(N); }).wait(); // WARN[wait]:
  });
}

void continuedElsewhereOk(folly::Executor *Ex, folly::Executor *Io) {
  Ex->add([=] {
    auto Read = folly::via(Io, [] { return 1; });
    std::move(Read).thenValue([](int N) { use(N); }).wait();
  });
}

/// What via() names is needed by what continues, not by the future itself.
void namedOnlyOk(folly::Executor *Ex, folly::Executor *Io) {
  Ex->add([=] { folly::via(Io, [] { return 1; }).via(Ex).wait(); });
}

void waitInContinuationBad(folly::Executor *Ex) {
  folly::via(Ex).thenValue([Ex](auto &&) {
    folly::via(Ex, [] { return 1; }).wait(); // WARN[wait]:
  });
}

void later(folly::Executor *Ex) {
  Ex->add([Ex] {
    folly::via(Ex, [] { return 1; }).thenValue([](int N) { use(N); });
  });
}

// One future after the other.

class Store {
public:
  explicit Store(folly::Executor::KeepAlive<> Ex) : Ex(Ex) {}
  folly::SemiFuture<int> readLater() {
    return folly::via(Ex, [] { return 1; }).semi();
  }
  int read() {
    return readLater().get(); // WARN[get]: blocks in 'get'
  }
  void startBad() {
    Ex->add([this] { use(read()); });
  }

private:
  folly::Executor::KeepAlive<> Ex;
};

int main() {
  Store S(folly::getGlobalCPUExecutor());
  S.startBad();
  return S.read();
}

void globalBad() {
  folly::getGlobalCPUExecutor()->add([] {
    use(folly::via(folly::getGlobalCPUExecutor(), [] { return 1; }).get()); // WARN[get]:
  });
}

void asyncBad() {
  folly::async([] {
    return folly::async([] { return 1; }).get(); // WARN[get]:
  });
}

void collectBad(folly::Executor *Ex) {
  Ex->add([Ex] {
    std::vector<folly::Future<int>> Parts;
    for (int I = 0; I < 4; ++I)
      Parts.push_back(folly::via(Ex, [] { return 1; }));
    folly::collectAll(Parts).wait(); // WARN[wait]:
  });
}

void collectOk(folly::Executor *Ex, folly::Executor *Other) {
  Ex->add([Other] {
    std::vector<folly::Future<int>> Parts;
    for (int I = 0; I < 4; ++I)
      Parts.push_back(folly::via(Other, [] { return 1; }));
    folly::collectAll(Parts).wait();
  });
}

void timedBad(folly::Executor *Ex) {
  Ex->add([Ex] {
    folly::via(Ex, [] { return 1; }).wait(100ms); // WARN[wait]: until the time limit
  });
}

void readyOk(folly::Executor *Ex) {
  Ex->add([Ex] {
    auto Part = folly::via(Ex, [] { return 1; });
    if (Part.isReady())
      use(std::move(Part).get());
  });
}

// Promises and batons.

void promiseBad(folly::Executor *Ex) {
  Ex->add([Ex] {
    folly::Promise<int> Given;
    auto Answer = Given.getSemiFuture();
    Ex->add([&Given] { Given.setValue(1); });
    Answer.wait(); // WARN[wait]:
  });
}

void setWithBad(folly::Executor *Ex) {
  Ex->add([Ex] {
    folly::Promise<int> Given;
    Ex->add([&Given] { Given.setWith([] { return 1; }); });
    Given.getFuture().wait(); // WARN[wait]:
  });
}

void batonBad(folly::CPUThreadPoolExecutor &Pool) {
  Pool.add([&Pool] {
    folly::Baton<> Done;
    Pool.addWithPriority([&Done] { Done.post(); }, 1);
    Done.wait(); // WARN[wait]:
  });
}

void batonPostedElsewhereOk(folly::Executor *Ex, folly::Executor *Other) {
  Ex->add([Other] {
    folly::Baton<> Done;
    Other->add([&Done] { Done.post(); });
    Done.wait();
  });
}

void latchBad(folly::Executor *Ex) {
  Ex->add([Ex] {
    folly::Latch Done(2);
    for (int I = 0; I < 2; ++I)
      Ex->add([&Done] { Done.count_down(); });
    Done.wait(); // WARN[wait]:
  });
}

// Other executors.

void threadsOk() {
  folly::ThreadedExecutor Threads;
  Threads.add([&Threads] { use(folly::via(&Threads, [] { return 1; }).get()); });
}

void inlineOk(folly::Executor *Ex) {
  Ex->add([] {
    auto &Here = folly::InlineExecutor::instance();
    use(folly::via(&Here, [] { return 1; }).get());
  });
}

void strandBad() {
  auto Strand = folly::SerialExecutor::create(folly::getGlobalCPUExecutor());
  Strand->add([Strand] {
    folly::via(Strand, [] { return 1; }).wait(); // WARN[wait]: but holds its only worker
  });
}

/// The parent runs both.
void strandOfPoolBad(folly::CPUThreadPoolExecutor &Pool) {
  auto Strand = folly::SerialExecutor::create(folly::getKeepAliveToken(Pool));
  Pool.add([Strand] {
    folly::via(Strand, [] { return 1; }).wait(); // WARN[wait]:
  });
}

void twoStrandsBad() {
  auto One = folly::StrandExecutor::create(), Two = folly::StrandExecutor::create();
  One->add([Two] {
    folly::via(Two, [] { return 1; }).wait(); // WARN[wait]:
  });
}

void strandOfOtherOk(folly::CPUThreadPoolExecutor &Pool) {
  auto Strand = folly::SerialExecutor::create(folly::getGlobalCPUExecutor());
  Pool.add([Strand] { folly::via(Strand, [] { return 1; }).wait(); });
}

/// Its destructor waits for its tasks, and they run on the pool.
void FN_virtual(folly::CPUThreadPoolExecutor &Pool) {
  Pool.add([&Pool] {
    folly::VirtualExecutor Part(Pool); // FN: what runs on top of another executor is not asked for when all its tasks are waited for
    Part.add([] {});
  });
}

void virtualOk(folly::CPUThreadPoolExecutor &Pool) {
  folly::VirtualExecutor Part(Pool);
  Part.add([] {});
}

/// Drives the executor meanwhile.
void getViaOk() {
  folly::ManualExecutor Manual;
  Manual.add([&Manual] {
    use(folly::via(&Manual, [] { return 1; }).getVia(&Manual));
  });
  Manual.drain();
}

void manualBad() {
  folly::ManualExecutor Manual;
  Manual.add([&Manual] {
    use(folly::via(&Manual, [] { return 1; }).get()); // WARN[get]:
  });
  Manual.drain();
}

// Coroutines.

folly::coro::Task<int> answer();

void blockingWaitBad(folly::Executor *Ex) {
  Ex->add([Ex] {
    folly::coro::blockingWait(folly::coro::co_withExecutor(Ex, answer())); // WARN:
  });
}

void blockingWaitInlineOk(folly::Executor *Ex) {
  Ex->add([] { folly::coro::blockingWait(answer()); });
}

void blockingWaitElsewhereOk(folly::Executor *Ex, folly::Executor *Other) {
  Ex->add([Other] {
    folly::coro::blockingWait(folly::coro::co_withExecutor(Other, answer()));
  });
}

// The pool's own end.

void joinBad(folly::CPUThreadPoolExecutor &Pool) {
  Pool.add([&Pool] {
    Pool.join(); // WARN[join]: task of 'Pool'
  });
}

void stopOk(folly::CPUThreadPoolExecutor &Pool, folly::CPUThreadPoolExecutor &Other) {
  Pool.add([&Other] { Other.stop(); });
}
