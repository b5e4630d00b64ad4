// LLVM's pool: the includer says which class is `Pool`.

#include <chrono>
#include <future>
#include <llvm/Support/Parallel.h>
#include <llvm/Support/Threading.h>
#include <memory>
#include <thread>

using namespace std::chrono_literals;

static llvm::ThreadPoolStrategy one() { return llvm::hardware_concurrency(1); }

void waitBad() {
  Pool P(one());
  P.async([&P] {
    P.async([] {});
    P.wait(); // WARN[wait]:
  });
  P.wait();
}

void promiseBad() {
  Pool P(one());
  P.async([&P] {
    std::promise<int> Given;
    P.async([&Given] { Given.set_value(1); });
    Given.get_future().get(); // WARN[get]:
  });
  P.wait();
}

void helper(Pool &P) {
  P.async([] {});
  P.wait(); // WARN[wait]:
}

void acrossCallBad() {
  Pool P(one());
  P.async([&P] { helper(P); });
  P.wait();
}

struct Compiler {
  Pool Workers{one()};
  void compile() {
    Workers.async([] {});
    Workers.wait(); // WARN[wait]:
  }
  void start() {
    Workers.async([this] { compile(); });
  }
};

void memberBad() {
  Compiler C;
  C.start();
  C.Workers.wait();
}

void uniquePointerBad() {
  auto P = std::make_unique<Pool>(one());
  P->async([&P] {
    P->async([] {});
    P->wait(); // WARN[wait]:
  });
  P->wait();
}

void timedWaitBad() {
  Pool P(one());
  P.async([&P] {
    auto Given = std::make_shared<std::promise<int>>();
    P.async([Given] { Given->set_value(1); });
    Given->get_future().wait_for(100ms); // WARN[wait_for]:
  });
  P.wait();
}

void onMainOk() {
  Pool P(one());
  P.async([] { return 1; }).get();
  P.wait();
}

void threadOk() {
  Pool P(one());
  std::thread Other([&P] { P.async([] {}).wait(); });
  Other.join();
}

void otherPoolOk() {
  Pool Inner(one()), P(one());
  P.async([&Inner] {
    Inner.async([] {}).wait();
    Inner.wait();
  });
  P.wait();
}

void workerTestOk() {
  Pool P(one());
  P.async([&P] {
    P.async([] {});
    if (!P.isWorkerThread())
      P.wait();
  });
  P.wait();
}

void readyTestOk() {
  Pool P(one());
  P.async([&P] {
    auto Given = std::make_shared<std::promise<int>>();
    std::future<int> Answer = Given->get_future();
    P.async([Given] { Given->set_value(1); });
    if (Answer.wait_for(0s) == std::future_status::ready)
      Answer.get();
  });
  P.wait();
}

/// What is nested runs on the spot.
void parallelOk() {
  Pool P(one());
  P.async([] {
    llvm::parallelForEach(std::initializer_list<int>{1, 2}, [](int) {
      llvm::parallelForEach(std::initializer_list<int>{1, 2}, [](int) {});
    });
  });
  P.wait();
}

void twoObjectsOk() {
  Compiler Inner, Outer;
  Outer.Workers.async([&Inner] { Inner.Workers.wait(); });
  Outer.Workers.wait();
}
