// RUN: %check wait-under-lock,wait-cycle %s -- -std=c++17

// Guards of the project's own: one that is kept by a shared owner, as a part of an
// object on the stack; and one that locks what it was given by a pointer to a base
// of the very object whose method makes it.

#include <memory>
#include <mutex>
#include <shared_mutex>
#include <thread>

class Monitor {
public:
  void lockRead() { Mutex.lock_shared(); }
  void unlockRead() { Mutex.unlock_shared(); }
  void lockWrite() { Mutex.lock(); }
  void unlockWrite() { Mutex.unlock(); }
  void publish() {
    std::unique_lock<std::shared_mutex> Lock(Mutex);
    ++Number;
  }
  int Number = 0;

private:
  std::shared_mutex Mutex;
};

class Locked {
public:
  explicit Locked(const std::shared_ptr<Monitor> &Of) : Of(Of) {
    initialize(true);
  }
  int number() const { return Of->Number; }

private:
  struct SingleUnlock {
    SingleUnlock(Monitor *Of, bool ReadOnly) : Of(Of), ReadOnly(ReadOnly) {
      if (ReadOnly)
        Of->lockRead();
      else
        Of->lockWrite();
    }
    ~SingleUnlock() {
      if (ReadOnly)
        Of->unlockRead();
      else
        Of->unlockWrite();
    }
    Monitor *Of;
    bool ReadOnly;
  };
  void initialize(bool ReadOnly) {
    if (Of)
      Lock.reset(new SingleUnlock(Of.get(), ReadOnly));
  }
  std::shared_ptr<Monitor> Of;
  std::shared_ptr<SingleUnlock> Lock;
};

static int read(const std::shared_ptr<Monitor> &Of) {
  Locked Scene(Of);
  return Scene.number();
}

int publishedOk() {
  auto Of = std::make_shared<Monitor>();
  int Number = read(Of);
  std::thread Publisher([&Of] { Of->publish(); });
  Publisher.join();
  return Number;
}

int publishedBad() {
  auto Of = std::make_shared<Monitor>();
  Locked Scene(Of);
  std::thread Publisher([&Of] { Of->publish(); });
  Publisher.join(); // WARN: blocks in 'join' while it holds
  return Scene.number();
}

class LockPolicy {
public:
  virtual ~LockPolicy() = default;
  virtual void lock() { Mutex.lock(); }
  virtual void unlock() { Mutex.unlock(); }

private:
  std::mutex Mutex;
};

template <class Policy> class LockBlock {
public:
  explicit LockBlock(Policy *Of) : Of(Of) { Of->lock(); }
  ~LockBlock() { Of->unlock(); }

private:
  Policy *Of;
};

template <class Policy> class Signal : public Policy {
public:
  void operator()() {
    LockBlock<Policy> Lock(this);
    ++Count;
  }
  void leave() {
    new LockBlock<Policy>(this); // nobody ends it
    ++Count;
  }

private:
  int Count = 0;
};

struct Library {
  Signal<LockPolicy> Done;
  std::mutex Mutex;
  void enqueue() {
    std::unique_lock<std::mutex> Lock(Mutex);
    Done();
  }
  void run() {
    Done();
    std::unique_lock<std::mutex> Lock(Mutex);
  }
};

void signalledOk() {
  Library L;
  std::thread Runner([&L] { L.run(); });
  L.enqueue();
  Runner.join();
}

void signalledBad() {
  Library L;
  std::thread Runner([&L] { L.run(); });
  L.Done.leave();
  Runner.join(); // WARN: blocks in 'join' while it holds
}
