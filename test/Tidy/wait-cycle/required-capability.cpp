// RUN: %check wait-cycle %s -- -std=c++17

// A function that requires a lock leaves it with who has it: with that guard's
// end it is free.

#include <mutex>
#include <thread>

#define CAPABILITY __attribute__((capability("mutex")))
#define SCOPED __attribute__((scoped_lockable))
#define ACQUIRE(...) __attribute__((acquire_capability(__VA_ARGS__)))
#define RELEASE(...) __attribute__((release_capability(__VA_ARGS__)))
#define REQUIRES(...) __attribute__((requires_capability(__VA_ARGS__)))

class CAPABILITY Latchkey : public std::mutex {
public:
  void lock() ACQUIRE() { std::mutex::lock(); }
  void unlock() RELEASE() { std::mutex::unlock(); }
};

class SCOPED Holding : public std::lock_guard<std::mutex> {
public:
  explicit Holding(Latchkey &L) ACQUIRE(L) : lock_guard(L) {}
  ~Holding() RELEASE() = default;
};

class Ledger {
  Latchkey Errors;
  std::mutex Pages;
  int Error = 0;

  int local() REQUIRES(Errors) { return Error; }
  void rethrow() {
    int Found;
    {
      Holding H(Errors);
      Found = local();
    }
    if (Found)
      throw Found;
  }

public:
  void insertOk() {
    rethrow();
    std::lock_guard<std::mutex> L(Pages);
    Holding H(Errors);
    ++Error;
  }
};

class Diary {
  Latchkey Errors;
  std::mutex Pages;
  int Error = 0;

  int local() REQUIRES(Errors) { return Error; }

public:
  void insert() {
    std::lock_guard<std::mutex> L(Pages);
    Holding H(Errors); // WARN: locks 'Errors' while it holds 'Pages', and another thread locks them the other way round
    ++Error;
  }
  void check() {
    Holding H(Errors);
    if (local()) {
      std::lock_guard<std::mutex> L(Pages);
      Error = 0;
    }
  }
};

int main() {
  Ledger One;
  std::thread Writer([&] { One.insertOk(); });
  One.insertOk();
  Writer.join();
  Diary Two;
  std::thread Checker([&] { Two.check(); });
  Two.insert();
  Checker.join();
}
