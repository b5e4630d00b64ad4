// RUN: %check wait-cycle %s -- -std=c++17

// Locks of a project's own: all of its guards acquire at one place in the
// source, that of the guard's constructor or of a method of the mutex.

#include "Inputs/Between.h"

#include <memory>
#include <mutex>
#include <thread>
#include <utility>

class OwnMutex {
public:
  void Enter() { inner.lock(); }
  void Leave() { inner.unlock(); }

private:
  std::mutex inner;
};

class Section {
public:
  explicit Section(OwnMutex &m) : held(&m) { held->Enter(); }
  ~Section() { Done(); }
  void Done() {
    if (held) {
      held->Leave();
      held = nullptr;
    }
  }

private:
  OwnMutex *held;
};

void sectionsBad() {
  OwnMutex a, b;
  std::thread one([&] {
    Section first(a);
    Between();
    Section second(b); // WARN: locks 'b' while it holds 'a'
  });
  std::thread other([&] {
    Section first(b);
    Between();
    Section second(a);
  });
  one.join();
  other.join();
}

void sectionsInOneOrder() {
  OwnMutex a, b;
  std::thread one([&] {
    Section first(a);
    Between();
    Section second(b);
  });
  std::thread other([&] {
    Section first(a);
    Between();
    Section second(b);
  });
  one.join();
  other.join();
}

void letGoBefore() {
  OwnMutex a, b;
  std::thread one([&] {
    Section first(a);
    Between();
    first.Done();
    Section second(b);
  });
  std::thread other([&] {
    Section first(b);
    Between();
    Section second(a);
  });
  one.join();
  other.join();
}

// By hand, and two cycles of the same methods: each is told.

void byHandBad() {
  OwnMutex a, b, c, d;
  std::thread one([&] {
    a.Enter();
    Between();
    b.Enter(); // WARN: locks 'b' while it holds 'a'
    b.Leave();
    a.Leave();
    c.Enter();
    Between();
    d.Enter(); // WARN: locks 'd' while it holds 'c'
    d.Leave();
    c.Leave();
  });
  std::thread other([&] {
    b.Enter();
    Between();
    a.Enter();
    a.Leave();
    b.Leave();
    d.Enter();
    Between();
    c.Enter();
    c.Leave();
    d.Leave();
  });
  one.join();
  other.join();
}

// A guard that takes both without a fixed order.

class Both {
public:
  Both(std::mutex &x, std::mutex &y) : x(x), y(y) { std::lock(x, y); }
  ~Both() {
    x.unlock();
    y.unlock();
  }

private:
  std::mutex &x, &y;
};

void bothAtOnce() {
  std::mutex a, b;
  std::thread one([&] { Both l(a, b); });
  std::thread other([&] { Both l(b, a); });
  one.join();
  other.join();
}

// Three classes that hold their own lock while they call the next one, one of
// them through a listener.

class Listener {
public:
  virtual ~Listener() = default;
  virtual void Told(int what) = 0;
};

class Files {
public:
  void Forget() {
    Section l(mutex); // WARN: while it holds
    --count;
  }
  template <class Each> void ForEach(Each each) {
    Section l(mutex);
    Between();
    each();
  }

private:
  OwnMutex mutex;
  int count = 0;
};

class Wire {
public:
  void Send() {
    Section l(mutex);
    ++sent;
  }
  void SetListener(Listener *to) { listener = to; }
  void TimeOut() {
    Section l(mutex);
    Between();
    if (listener)
      listener->Told(1);
  }
  void TimeOutUnlocked() {
    {
      Section l(mutex);
      Between();
    }
    if (listener)
      listener->Told(1);
  }

private:
  OwnMutex mutex;
  Listener *listener = nullptr;
  int sent = 0;
};

class Closing : public Listener {
public:
  explicit Closing(Files &files) : files(files) {}
  void Told(int) override { files.Forget(); }

private:
  Files &files;
};

void listenerBad() {
  Files files;
  Wire wire;
  Closing closing(files);
  wire.SetListener(&closing);
  std::thread ticker([&] { files.ForEach([&] { wire.Send(); }); });
  std::thread poller([&] { wire.TimeOut(); });
  ticker.join();
  poller.join();
}

void listenerToldUnlocked() {
  Files files;
  Wire wire;
  Closing closing(files);
  wire.SetListener(&closing);
  std::thread ticker([&] { files.ForEach([&] { wire.Send(); }); });
  std::thread poller([&] { wire.TimeOutUnlocked(); });
  ticker.join();
  poller.join();
}

// One that wraps another one of its kind: from the outer to the inner.

class Account {
public:
  virtual ~Account() = default;
  virtual int total() = 0;
  virtual int add(int) = 0;
};

class Guarded : public Account {
public:
  explicit Guarded(std::shared_ptr<Account> inner) : inner(std::move(inner)) {}
  int total() override {
    std::lock_guard<std::mutex> l(mutex);
    return inner->total();
  }
  int add(int more) override {
    std::lock_guard<std::mutex> l(mutex);
    return inner->add(more) + inner->total();
  }

private:
  std::mutex mutex;
  std::shared_ptr<Account> inner;
};

int wrappedOk(std::shared_ptr<Guarded> g) {
  std::thread one([g] { g->add(1); });
  std::thread other([g] { g->total(); });
  one.join();
  other.join();
  return g->total();
}
