// RUN: %check wait-under-lock,wait-cycle %s -- -std=c++17

// A lock with a condition of its own, whose body is out of view: it lets go of itself
// while it waits.

#include <functional>
#include <memory>
#include <thread>

struct Latchable {
  virtual ~Latchable() = default;
  virtual void lock() noexcept = 0;
  virtual void unlock() noexcept = 0;
  virtual void wait_for_notify() noexcept = 0;
  virtual void notify_one() noexcept = 0;
};
using Factory = std::function<std::unique_ptr<Latchable>()>;

class Held {
public:
  explicit Held(Latchable &L) : L(L) { L.lock(); }
  ~Held() { L.unlock(); }
  Held(const Held &) = delete;
  void wait_for_notify() noexcept { L.wait_for_notify(); }
  void notify_one() noexcept { L.notify_one(); }

private:
  Latchable &L;
};

static void handedOverOk(Factory Make) {
  std::unique_ptr<Latchable> A{Make()}, B{Make()};
  Held OfB{*B};
  std::thread Child{[&A, &B] {
    Held OfA{*A};
    {
      Held Told{*B};
      Told.notify_one();
    }
    OfA.wait_for_notify();
  }};
  OfB.wait_for_notify();
  {
    Held OfA{*A};
    OfA.notify_one();
  }
  Child.join();
}

static void keptBad(Factory Make) {
  std::unique_ptr<Latchable> A{Make()}, B{Make()};
  Held OfB{*B};
  std::thread Child{[&A, &B] {
    Held OfA{*A};
    {
      Held Told{*B}; // WARN: locks 'B' while it holds 'A', and another thread locks them the other way round
      Told.notify_one();
    }
    OfA.wait_for_notify();
  }};
  {
    Held OfA{*A};
    OfA.notify_one();
  }
  Child.join(); // WARN[join]: while it holds 'B', which the awaited work locks too
}

void run(Factory Make) {
  handedOverOk(Make);
  keptBad(Make);
}
