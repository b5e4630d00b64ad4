// RUN: %check wait-cycle,wait-under-lock %s -- -std=c++17

// What a constructor settles for good, by a flag that nothing else changes,
// says what the object does.

#include <condition_variable>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

/// Calls back without its lock; at the end with it, where it was asked to.
class Alarm {
public:
  explicit Alarm(bool AtEnd = false) : AtEnd(AtEnd) {
    Thread = std::thread([this] { run(); });
  }
  ~Alarm() {
    {
      std::lock_guard<std::mutex> Lock(Mutex);
      Ended = true;
    }
    Changed.notify_one();
    Thread.join();
  }
  void add(std::function<void()> Callback) {
    std::lock_guard<std::mutex> Lock(Mutex); // WARN: locks 'Mutex' while it holds 'Lines'
    Entries.emplace_back(std::move(Callback));
    Changed.notify_one();
  }

private:
  struct Entry {
    explicit Entry(std::function<void()> F) : Callback(std::move(F)) {}
    std::function<void()> Callback;
  };
  void run() {
    bool Done = false;
    while (!Done) {
      std::unique_lock<std::mutex> Lock(Mutex);
      Changed.wait(Lock, [this] { return Ended || !Entries.empty(); });
      std::vector<std::function<void()>> Due;
      for (auto &E : Entries)
        Due.emplace_back(std::move(E.Callback));
      if (!Ended) {
        Lock.unlock();
        for (auto &Callback : Due)
          Callback();
        continue;
      }
      Done = true;
      if (AtEnd)
        for (auto &E : Entries)
          E.Callback();
    }
  }
  std::mutex Mutex;
  std::condition_variable Changed;
  std::vector<Entry> Entries;
  std::thread Thread;
  bool Ended = false;
  const bool AtEnd;
};

class ProgressOk {
public:
  ProgressOk() : Timer(false) {}
  void add() {
    std::lock_guard<std::mutex> Lock(Items);
    Timer.add([this] { std::lock_guard<std::mutex> Inner(Items); });
  }

private:
  std::mutex Items;
  Alarm Timer;
};

class ProgressBad {
public:
  ProgressBad() : Timer(true) {}
  void add() {
    std::lock_guard<std::mutex> Lock(Lines);
    Timer.add([this] { std::lock_guard<std::mutex> Inner(Lines); });
  }

private:
  std::mutex Lines;
  Alarm Timer;
};

void progressOk(ProgressOk &P) { P.add(); }
void progressBad(ProgressBad &P) { P.add(); }

/// The same of a private flag, by an enumeration, and of the lock itself.
enum class Mode { Free, Locked };

class Signal {
public:
  explicit Signal(Mode How, bool Lets) : How(How) { LetsGo = Lets; }
  void connect(std::function<void()> Listener) {
    std::lock_guard<std::mutex> Lock(Mutex); // WARN: while 'Mutex' is locked: a thread waits for itself (and 1 more ways)
    Listeners.push_back(std::move(Listener));
  }
  void emit() {
    if (How == Mode::Locked) {
      std::lock_guard<std::mutex> Lock(Mutex);
      call();
    } else {
      call();
    }
  }
  void emitOne() {
    std::unique_lock<std::mutex> Lock(Mutex);
    if (LetsGo)
      Lock.unlock();
    call();
  }

private:
  void call() {
    for (auto &Listener : Listeners)
      Listener();
  }
  std::mutex Mutex;
  std::vector<std::function<void()>> Listeners;
  Mode How;
  bool LetsGo;
};

void freeOk() {
  Signal S(Mode::Free, true);
  S.connect([&S] { S.connect([] {}); });
  S.emit();
  S.emitOne();
}

/// Who may change it may do so at any time.
class Changed {
public:
  explicit Changed(bool Locks) : Locks(Locks) {}
  void lockFromNowOn() { Locks = true; }
  void connect(std::function<void()> Listener) {
    std::lock_guard<std::mutex> Lock(Mutex); // WARN: 'Mutex'
    Listeners.push_back(std::move(Listener));
  }
  void emit() {
    std::unique_lock<std::mutex> Lock(Mutex);
    if (!Locks)
      Lock.unlock();
    for (auto &Listener : Listeners)
      Listener();
  }

private:
  std::mutex Mutex;
  std::vector<std::function<void()>> Listeners;
  bool Locks;
};

void changedBad() {
  Changed C(false);
  C.connect([&C] { C.connect([] {}); });
  C.lockFromNowOn();
  C.emit();
}

void lockedBad() {
  Signal S(Mode::Locked, true);
  S.connect([&S] { S.connect([] {}); });
  S.emit();
}

void keptBad() {
  Signal S(Mode::Free, false);
  S.connect([&S] { S.connect([] {}); });
  S.emitOne();
}
