// RUN: %check nested-loop %s -- -std=c++17

// A loop is run again from one of its own handlers. That hangs if what would end
// the inner run can only happen when the outer handler has returned.

#include "Inputs/EventLoop.h"
#include "Inputs/Reel.h"

#include <functional>
#include <thread>

// run() until there is no work left: the handler that calls it is work.

void runBad() {
  Reel reel;
  reel.wind([&reel] {
    reel.wind([] {});
    reel.run(); // WARN[run]: 'reel'
  });
  reel.run();
}

void runOk() {
  Reel reel;
  reel.wind([&reel] { reel.wind([] {}); });
  reel.run();
}

void pollOk() {
  Reel reel;
  reel.wind([&reel] {
    reel.wind([] {});
    reel.poll();
  });
  reel.run();
}

void otherLoopOk() {
  Reel reel, spool;
  reel.wind([&spool] {
    spool.wind([] {});
    spool.run();
  });
  reel.run();
}

void otherLoopCallsBackBad() {
  Reel reel, spool;
  reel.wind([&] {
    spool.wind([&] {
      reel.run(); // WARN[run]: 'reel'
    });
    spool.run();
  });
  reel.run();
}

// Some calls away.

class Weaver {
public:
  void weaveBad() {
    reel.wind([this] { pattern(); });
    reel.run();
  }

  void weaveOk() {
    reel.wind([this] { plain(); });
    reel.run();
  }

private:
  void pattern() { finish(); }
  void finish() {
    reel.run(); // WARN[run]: 'reel'
  }
  void plain() { reel.wind([] {}); }

  Reel reel;
};

// Two threads run the loop: the one that runs it again still waits for itself.

void twoThreadsBad() {
  Reel reel;
  reel.wind([&reel] {
    reel.run(); // WARN[run]: 'reel'
  });
  std::thread other([&reel] { reel.run(); });
  reel.run();
  other.join();
}

// A thread that the handler starts runs the loop: the handler does not wait.

void threadOk() {
  Reel reel;
  std::thread other;
  reel.wind([&] { other = std::thread([&reel] { reel.run(); }); });
  reel.run();
  other.join();
}

void threadJoinedBad() {
  Reel reel;
  reel.wind([&] {
    std::thread other([&reel] { reel.run(); });
    other.join(); // WARN: 'reel'
  });
  reel.run();
}

// exec() until somebody quits: the quit is only given after exec() has returned.

void execBad() {
  EventLoop loop;
  loop.post([&loop] {
    loop.exec(); // WARN[exec]: 'loop'
    loop.quit();
  });
  loop.exec();
}

// Each exec() has its quit, from a handler that the inner loop runs.
void execOk() {
  EventLoop loop;
  loop.post([&loop] {
    loop.post([&loop] { loop.quit(); });
    loop.exec();
    loop.quit();
  });
  loop.exec();
}

void drainOk() {
  EventLoop loop;
  loop.post([&loop] {
    loop.drain();
    loop.quit();
  });
  loop.exec();
}

// The answer comes from another thread.
void quitByThreadOk() {
  EventLoop loop;
  std::thread user;
  loop.post([&] {
    user = std::thread([&loop] { loop.quit(); });
    loop.exec();
    loop.quit();
  });
  loop.exec();
  user.join();
}

// A modal question: the answer is a handler that the inner loop runs.

class Counter {
public:
  void open() {
    loop.post([this] {
      loop.post([this] { confirm(); });
      loop.exec();
      loop.quit();
    });
    loop.exec();
  }

private:
  void confirm() { loop.quit(); }

  EventLoop loop;
};

#ifdef GRIDLOCK_RUN
#include "../self-wait/Inputs/Cases.h"
#define CASE(fn) {#fn, fn}
int main(int argc, char **argv) {
  return runCase(argc, argv,
                 {CASE(runBad), CASE(runOk), CASE(pollOk), CASE(otherLoopOk),
                  CASE(otherLoopCallsBackBad),
                  {"weaveBad", [] { Weaver().weaveBad(); }},
                  {"weaveOk", [] { Weaver().weaveOk(); }}, CASE(twoThreadsBad),
                  CASE(threadOk), CASE(threadJoinedBad), CASE(execBad), CASE(execOk),
                  CASE(drainOk), CASE(quitByThreadOk),
                  {"counterOk", [] { Counter().open(); }}});
}
#endif
