// RUN: %check wait-under-lock %s -- -std=c++17

// Calls are followed so many levels deep. What is locked on the last of them is let go
// of behind it, out of sight.

#include <future>
#include <mutex>

std::mutex Ledger;
bool Enabled = true;

class Hold {
public:
  Hold() {
    if (Enabled) {
      Ledger.lock();
      Locked = true;
    }
  }
  ~Hold() {
    if (Locked)
      leave();
  }

private:
  void leave() { close(); }
  void close() { Ledger.unlock(); }
  bool Locked = false;
};

template <int Top, int N = Top> struct Stairs {
  static void descend() { Stairs<Top, N - 1>::descend(); }
};
template <int Top> struct Stairs<Top, 0> {
  static void descend() { Hold H; }
};

void book() { std::lock_guard<std::mutex> L(Ledger); }

template <int N> void walkOk() {
  Stairs<N>::descend();
  std::async(std::launch::async, book).get();
}

void allOk() {
  walkOk<40>();
  walkOk<41>();
  walkOk<42>();
  walkOk<43>();
  walkOk<44>();
  walkOk<45>();
  walkOk<46>();
  walkOk<47>();
}

// What the function has locked itself it has until it lets go of it.

template <int N> void walkBad() {
  Ledger.lock();
  Stairs<N>::descend();
  std::async(std::launch::async, book).get(); // WARN[get]: blocks in 'get' while it holds 'Ledger'
  Ledger.unlock();
}

void anyBad() { walkBad<60>(); }
