// RUN: %check nested-loop,self-wait %s

// Debian has no Folly of today: what is included declares what its headers do.

#include "Inputs/Folly.h"

void use(int);

// An event base that is run by its own callback: Folly checks for it.

void loopBad() {
  folly::EventBase Base;
  Base.runInEventBaseThread([&Base] { // NOTE(loop,2): the handler is submitted to 'Base' here
    Base.loop(); // WARN(loop)[loop]: handler of 'Base' runs 'Base' in 'loop', the loop that it runs on: Folly ends the process // NOTE(loop,1)@-2: 'Base' is created here
  });
  Base.loopForever();
}

void loopOnceBad(folly::EventBase &Base) {
  Base.runInEventBaseThread([&Base] {
    Base.loopOnce(); // WARN[loopOnce]: Folly ends the process
  });
}

/// It would be too late to stop it.
void stoppedBad(folly::EventBase &Base) {
  Base.runInEventBaseThread([&Base] {
    Base.terminateLoopSoon();
    Base.loop(); // WARN[loop]: Folly ends the process
  });
}

void otherOk(folly::EventBase &Base) {
  Base.runInEventBaseThread([] {
    folly::EventBase Inner;
    Inner.runInLoop([] {});
    Inner.loop();
  });
}

void onMainOk() {
  folly::EventBase Base;
  Base.runInEventBaseThread([&Base] { Base.terminateLoopSoon(); });
  Base.loopForever();
}

// "Run this on the loop, and wait": not on the loop.

void andWaitBad(folly::EventBase *Base) {
  Base->runInEventBaseThread([Base] {
    Base->runInEventBaseThreadAndWait([] { use(1); }); // WARN[runInEventBaseThreadAndWait]: handler waits in 'runInEventBaseThreadAndWait' until 'Base' has run another handler, but it runs on that loop itself: Folly ends the process in a debug build, and leaves the call out in a release
  });
}

void andWaitOk(folly::EventBase *Base) {
  Base->runInEventBaseThreadAndWait([] { use(1); });
}

void andWaitForOtherOk(folly::EventBase *Base, folly::EventBase *Other) {
  Base->runInEventBaseThread(
      [Other] { Other->runInEventBaseThreadAndWait([] { use(1); }); });
}

void immediatelyOk(folly::EventBase *Base) {
  Base->runInEventBaseThread([Base] {
    Base->runImmediatelyOrRunInEventBaseThreadAndWait([] { use(1); });
  });
}

class Session {
public:
  explicit Session(folly::EventBase *Base) : Base(Base) {}
  void closeBad() {
    Base->runInEventBaseThread([this] { stop(); });
  }
  void closeOk() {
    Base->runInEventBaseThread([this] { stopHere(); });
  }

private:
  void stop() {
    Base->runInEventBaseThreadAndWait([this] { Open = false; }); // WARN[runInEventBaseThreadAndWait]: handler waits
  }
  void stopHere() {
    if (Base->isInEventBaseThread())
      Open = false;
    else
      Base->runInEventBaseThreadAndWait([this] { Open = false; });
  }
  folly::EventBase *Base;
  bool Open = true;
};

void sessions(folly::EventBase *Base) {
  Session S(Base);
  S.closeBad();
  S.closeOk();
}

// Futures and batons of the own loop.

void futureBad(folly::EventBase *Base) {
  Base->runInEventBaseThread([Base] {
    use(folly::via(Base, [] { return 1; }).get()); // WARN[get]: 'Base'
  });
}

void futureOk(folly::EventBase *Base, folly::Executor *Cpu) {
  Base->runInEventBaseThread(
      [Cpu] { use(folly::via(Cpu, [] { return 1; }).get()); });
}

void batonBad() {
  folly::ScopedEventBaseThread Thread;
  Thread.getEventBase()->runInEventBaseThread([&Thread] {
    folly::Baton<> Done;
    Thread.add([&Done] { Done.post(); });
    Done.wait(); // WARN[wait]: only worker
  });
}

class Beat : public folly::EventBase::LoopCallback {
public:
  explicit Beat(folly::EventBase &Base) : Base(Base) {}
  void runLoopCallback() noexcept override {
    Base.loopOnce(); // WARN[loopOnce]: Folly ends the process
  }

private:
  folly::EventBase &Base;
};

void callbackBad(folly::EventBase &Base) {
  Beat T(Base);
  Base.runInLoop(&T);
}

folly::coro::Task<int> answer();

void blockingWaitBad(folly::EventBase *Base) {
  Base->runInEventBaseThread([Base] {
    folly::coro::blockingWait(folly::coro::co_withExecutor(Base, answer())); // WARN: 'Base'
  });
}

/// Drives the loop meanwhile.
void blockingWaitOk(folly::EventBase *Base) {
  folly::coro::blockingWait(folly::coro::co_withExecutor(Base, answer()), Base);
}
