// Asio and Boost.Asio: the includer says which of them is `asio`.

#include <chrono>
#include <functional>
#include <future>
#include <latch>
#include <memory>
#include <thread>

using namespace std::chrono_literals;

void postBad() {
  asio::thread_pool Pool(1);
  asio::post(Pool, [&Pool] {
    asio::post(Pool, asio::use_future([] { return 1; })).get(); // WARN[get]:
  });
  Pool.join();
}

void deferBad() {
  asio::thread_pool Pool(1);
  asio::defer(Pool, [&Pool] {
    std::future<void> Answer = asio::defer(Pool, asio::use_future([] {}));
    Answer.wait(); // WARN[wait]:
  });
  Pool.join();
}

void executorBad() {
  asio::thread_pool Pool(1);
  auto Executor = Pool.get_executor();
  asio::post(Executor, [Executor] {
    asio::post(Executor, asio::use_future([] {})).wait(); // WARN[wait]:
  });
  Pool.join();
}

void anyExecutorBad() {
  asio::thread_pool Pool(1);
  asio::any_io_executor Executor = Pool.get_executor();
  asio::post(Executor, [&Pool] {
    asio::post(Pool, asio::use_future([] {})).wait(); // WARN[wait]:
  });
  Pool.join();
}

/// However many workers: a strand runs one handler at a time.
void strandBad() {
  asio::thread_pool Pool(3);
  auto Strand = asio::make_strand(Pool);
  asio::post(Strand, [&Strand] {
    asio::post(Strand, asio::use_future([] {})).get(); // WARN[get]:
  });
  Pool.join();
}

void strandOnItsPoolBad() {
  asio::thread_pool Pool(1);
  asio::strand<asio::thread_pool::executor_type> Strand(Pool.get_executor());
  asio::post(Strand, [&Pool] {
    asio::post(Pool, asio::use_future([] {})).get(); // WARN[get]:
  });
  Pool.join();
}

/// The handler that is posted to the pool runs on the strand.
void bindExecutorBad() {
  asio::thread_pool Pool(3);
  auto Strand = asio::make_strand(Pool);
  asio::post(Strand, [&] {
    std::promise<void> Given;
    asio::post(Pool, asio::bind_executor(Strand, [&Given] { Given.set_value(); }));
    Given.get_future().get(); // WARN[get]:
  });
  Pool.join();
}

void loopBad() {
  asio::io_context Loop;
  asio::post(Loop, [&Loop] {
    std::promise<int> Given;
    asio::post(Loop, [&Given] { Given.set_value(1); });
    Given.get_future().get(); // WARN[get]:
  });
  Loop.run();
}

void oldMembersBad() {
  asio::io_context Loop;
  asio::io_context::strand Strand(Loop);
  Strand.post([&Strand] {
    std::promise<int> Given;
    Strand.post([&Given] { Given.set_value(1); });
    Given.get_future().get(); // WARN[get]:
  });
  Loop.run();
}

void wrappedBad() {
  asio::io_context Loop;
  asio::io_context::strand Strand(Loop);
  asio::post(Strand, [&] {
    std::latch Done(1);
    Loop.post(Strand.wrap([&Done] { Done.count_down(); }));
    Done.wait(); // WARN[wait]:
  });
  Loop.run();
}

void timerBad() {
  asio::io_context Loop;
  asio::post(Loop, [&Loop] {
    asio::steady_timer Timer(Loop, 1ms);
    Timer.async_wait(asio::use_future).get(); // WARN[get]:
  });
  Loop.run();
}

void timerHandlerBad() {
  asio::thread_pool Pool(1);
  asio::steady_timer Timer(Pool, 1ms);
  Timer.async_wait([&Pool](auto) {
    asio::post(Pool, asio::use_future([] {})).wait(); // WARN[wait]:
  });
  Pool.join();
}

void writeBad() {
  asio::io_context Loop;
  asio::local::stream_protocol::socket Left(Loop), Right(Loop);
  asio::local::connect_pair(Left, Right);
  asio::post(Loop, [&Left] {
    asio::async_write(Left, asio::buffer("x"), asio::use_future).get(); // WARN[get]:
  });
  Loop.run();
}

void writeHandlerBad() {
  asio::thread_pool Pool(1);
  asio::local::stream_protocol::socket Left(Pool), Right(Pool);
  asio::local::connect_pair(Left, Right);
  asio::async_write(Left, asio::buffer("x"), [&Pool](auto, auto) {
    asio::post(Pool, asio::use_future([] {})).wait(); // WARN[wait]:
  });
  Pool.join();
}

/// Innocent on the main thread, fatal on the pool.
struct Service {
  asio::thread_pool Pool{1};

  int answer() {
    return asio::post(Pool, asio::use_future([] { return 1; })).get(); // WARN[get]:
  }
  void start() {
    asio::post(Pool, [this] { answer(); });
  }
};

void synchronousWrapperBad() {
  Service S;
  S.start();
  S.Pool.join();
}

/// Gives up after a while.
void timedWaitBad() {
  asio::thread_pool Pool(1);
  asio::post(Pool, [&Pool] {
    auto Answer = asio::post(Pool, asio::use_future([] {}));
    Answer.wait_for(100ms); // WARN[wait_for]:
  });
  Pool.join();
}

void onMainOk() {
  asio::thread_pool Pool(1);
  asio::post(Pool, asio::use_future([] { return 1; })).get();
}

void threadOk() {
  asio::thread_pool Pool(1);
  std::thread Other([&Pool] { asio::post(Pool, asio::use_future([] {})).get(); });
  Other.join();
}

void otherPoolOk() {
  asio::thread_pool Inner(1), Pool(1);
  asio::post(Pool, [&Inner] { asio::post(Inner, asio::use_future([] {})).get(); });
  Pool.join();
}

/// On a worker, dispatch runs the function at once.
void dispatchOk() {
  asio::thread_pool Pool(1);
  asio::post(Pool, [&Pool] {
    asio::dispatch(Pool, asio::use_future([] { return 1; })).get();
  });
  Pool.join();
}

void workerTestOk() {
  asio::thread_pool Pool(1);
  auto Work = [&Pool] {
    if (Pool.get_executor().running_in_this_thread())
      return 1;
    return asio::post(Pool, asio::use_future([] { return 1; })).get();
  };
  asio::post(Pool, Work);
  Pool.join();
}

void strandWorkerTestOk() {
  asio::thread_pool Pool(1);
  auto Strand = asio::make_strand(Pool);
  asio::post(Strand, [Strand] {
    if (!Strand.running_in_this_thread())
      asio::post(Strand, asio::use_future([] {})).get();
  });
  Pool.join();
}

void continuationOk() {
  asio::thread_pool Pool(1);
  asio::post(Pool, [&Pool] { asio::post(Pool, [] {}); });
  Pool.join();
}

void readyTestOk() {
  asio::thread_pool Pool(1);
  asio::post(Pool, [&Pool] {
    auto Answer = asio::post(Pool, asio::use_future([] { return 1; }));
    if (Answer.wait_for(0s) == std::future_status::ready)
      Answer.get();
  });
  Pool.join();
}

/// Runs the loop while it is not ready.
void pollingLoopOk() {
  asio::io_context Loop;
  asio::post(Loop, [&Loop] {
    auto Answer = asio::post(Loop, asio::use_future([] { return 1; }));
    while (Answer.wait_for(0s) != std::future_status::ready)
      Loop.poll_one();
    Answer.get();
  });
  Loop.run();
}

void timerSleepOk() {
  asio::io_context Loop;
  asio::post(Loop, [&Loop] {
    asio::steady_timer Timer(Loop, 1ms);
    Timer.wait();
  });
  Loop.run();
}

/// Without an executor, the function runs on the system's.
void systemExecutorOk() {
  asio::thread_pool Pool(1);
  asio::post(Pool, [] { asio::post(asio::use_future([] {})).get(); });
  Pool.join();
}

void strandsOfOnePoolOk() {
  asio::thread_pool Inner(1), Pool(1);
  auto Strand = asio::make_strand(Inner);
  asio::post(Pool, [&Strand] { asio::post(Strand, asio::use_future([] {})).get(); });
  Pool.join();
}

/// Each object has a pool of its own.
struct Office {
  asio::thread_pool Pool{1};
  int answer() {
    return asio::post(Pool, asio::use_future([] { return 1; })).get();
  }
};

void twoObjectsOk() {
  Office Inner, Outer;
  asio::post(Outer.Pool, [&Inner] { Inner.answer(); });
  Outer.Pool.join();
}

void onlyReturnedOk() {
  asio::thread_pool Pool(1);
  std::future<std::future<int>> Outer = asio::post(Pool, asio::use_future([&Pool] {
    return asio::post(Pool, asio::use_future([] { return 1; }));
  }));
  Outer.get().get();
}
