// REQUIRES: asio
// RUN: %check nested-loop %s -- -std=c++17

// io_context::run() in a handler of the same context: it returns when no work is
// left, and the handler that calls it is work, as is a guard.

#include <asio.hpp>

#include <chrono>
#include <functional>
#include <future>
#include <memory>
#include <thread>

using namespace std::chrono_literals;

void runBad() {
  asio::io_context io;
  asio::post(io, [&io] {
    asio::post(io, [] {});
    io.run(); // WARN[run]: 'io'
  });
  io.run();
}

void runOk() {
  asio::io_context io;
  asio::post(io, [&io] { asio::post(io, [] {}); });
  io.run();
}

void workGuardBad() {
  asio::io_context io;
  auto work = asio::make_work_guard(io);
  asio::post(io, [&] {
    io.run(); // WARN[run]: 'io'
    work.reset();
  });
  io.run();
}

// The guard is released before, and a later handler asks to stop.
void stoppedOk() {
  asio::io_context io;
  auto work = asio::make_work_guard(io);
  asio::post(io, [&] {
    work.reset();
    asio::post(io, [&io] { io.stop(); });
    io.poll();
  });
  io.run();
}

// The handler itself would stop it, later: in a lambda that is run here.
void stoppedLaterBad() {
  asio::io_context io;
  asio::post(io, [&io] {
    auto serve = [&io] {
      io.run(); // WARN[run]: 'io'
      io.stop();
    };
    serve();
  });
  io.run();
}

// A lambda that somebody out of sight may run meanwhile.
void hear(const std::function<void()> &onQuit);

void stoppedByOtherOk() {
  asio::io_context io;
  asio::post(io, [&io] {
    auto quit = [&io] { io.stop(); };
    hear(quit);
    io.run();
  });
  io.run();
}

// poll() does not wait.

void pollOk() {
  asio::io_context io;
  asio::post(io, [&io] {
    asio::post(io, [] {});
    io.poll();
    io.poll_one();
  });
  io.run();
}

// One handler, or a limit: run_one() waits until there is one.

void runOneBad() {
  asio::io_context io;
  asio::post(io, [&io] {
    io.run_one(); // WARN[run_one]: 'io'
    asio::post(io, [] {});
  });
  io.run();
}

void runOneOk() {
  asio::io_context io;
  asio::post(io, [&io] {
    asio::post(io, [] {});
    io.run_one();
  });
  io.run();
}

void runForOk() {
  asio::io_context io;
  asio::post(io, [&io] {
    asio::post(io, [] {});
    io.run_for(10ms);
  });
  io.run();
}

void runOneForOk() {
  asio::io_context io;
  asio::post(io, [&io] { io.run_one_for(10ms); });
  io.run();
}

// Another context.

void otherOk() {
  asio::io_context io, inner;
  asio::post(io, [&inner] {
    asio::post(inner, [] {});
    inner.run();
  });
  io.run();
}

void localOk() {
  asio::io_context io;
  asio::post(io, [] {
    asio::io_context io;
    asio::post(io, [] {});
    io.run();
  });
  io.run();
}

// As a member, behind calls, from the handler of a timer.

class Server {
public:
  void startBad() {
    timer.expires_after(1ms);
    timer.async_wait([this](std::error_code) { onTimer(); });
    io.run();
  }

  void startOk() {
    timer.expires_after(1ms);
    timer.async_wait([this](std::error_code) { onTimerLater(); });
    io.run();
  }

private:
  void onTimer() { reconnect(); }
  void reconnect() {
    asio::post(io, [this] { ++tries; });
    io.run(); // FN: missed, what the timer runs on is told by a constructor that nobody calls in sight
  }
  void onTimerLater() {
    asio::post(io, [this] { ++tries; });
  }

  asio::io_context io;
  asio::steady_timer timer{io};
  int tries = 0;
};

// The context comes from the executor of an I/O object.

void executorBad() {
  asio::io_context io;
  asio::steady_timer timer(io, 1ms);
  timer.async_wait([&](std::error_code) {
    io.run(); // WARN[run]: 'io'
  });
  io.run();
}

// Several threads run it: a wait for them is a wait for this handler.

void threadOk() {
  asio::io_context io;
  std::thread other;
  asio::post(io, [&] { other = std::thread([&io] { io.run(); }); });
  io.run();
  other.join();
}

void threadJoinedBad() {
  asio::io_context io;
  asio::post(io, [&] {
    std::thread other([&io] { io.run(); });
    other.join(); // WARN: 'io'
  });
  io.run();
}

// A handler of a strand is a handler of its context.

void strandBad() {
  asio::io_context io;
  auto strand = asio::make_strand(io);
  asio::post(strand, [&io] {
    io.run(); // WARN[run]: 'io'
  });
  io.run();
}

void strandInBracesBad() {
  asio::io_context io;
  asio::strand<asio::io_context::executor_type> strand{asio::make_strand(io)};
  asio::post(strand, [&io] {
    io.run(); // WARN[run]: 'io'
  });
  io.run();
}

// The constructor tells what the strand is on, wherever the object is made.
class Lane {
public:
  Lane() : strand(asio::make_strand(io)) {}
  void serveBad() {
    asio::post(strand, [this] {
      io.run(); // WARN[run]: 'io'
    });
    io.run();
  }
  void serveOk() {
    asio::post(strand, [this] { io.poll(); });
    io.run();
  }

private:
  asio::io_context io;
  asio::strand<asio::io_context::executor_type> strand;
};

#ifdef GRIDLOCK_RUN
#include "../self-wait/Inputs/Cases.h"
void hear(const std::function<void()> &onQuit) {
  std::thread([onQuit] {
    std::this_thread::sleep_for(10ms);
    onQuit();
  }).detach();
}
#define CASE(fn) {#fn, fn}
int main(int argc, char **argv) {
  return runCase(argc, argv,
                 {CASE(runBad), CASE(runOk), CASE(workGuardBad), CASE(stoppedOk),
                  CASE(stoppedLaterBad), CASE(stoppedByOtherOk),
                  CASE(pollOk), CASE(runOneBad), CASE(runOneOk), CASE(runForOk),
                  CASE(runOneForOk), CASE(otherOk), CASE(localOk),
                  {"startBad", [] { Server().startBad(); }},
                  {"startOk", [] { Server().startOk(); }}, CASE(executorBad),
                  CASE(threadOk), CASE(threadJoinedBad), CASE(strandBad), CASE(strandInBracesBad),
                  {"serveBad", [] { Lane().serveBad(); }},
                  {"serveOk", [] { Lane().serveOk(); }}});
}
#endif
