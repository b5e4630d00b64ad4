// RUN: %check self-wait,wait-cycle %s -- -std=c++17

// References, pointers and variables that are initialised with braces stand for
// what they are given.

#include <condition_variable>
#include <functional>
#include <future>
#include <memory>
#include <mutex>
#include <queue>
#include <thread>

class Ring {
public:
  Ring() : Thread{[this] { run(); }} {}
  ~Ring() {
    {
      std::lock_guard<std::mutex> Lock{Mutex};
      Open = false;
    }
    Changed.notify_all();
    Thread.join();
  }
  void enqueue(std::function<void()> Action) {
    {
      std::lock_guard<std::mutex> Lock{Mutex};
      Actions.push(std::move(Action));
    }
    Changed.notify_all();
  }

private:
  void run() {
    std::unique_lock<std::mutex> Lock{Mutex};
    for (;;) {
      Changed.wait(Lock, [this] { return !Open || !Actions.empty(); });
      if (Actions.empty())
        return;
      auto Action = std::move(Actions.front());
      Actions.pop();
      Lock.unlock();
      Action();
      Lock.lock();
    }
  }
  std::mutex Mutex;
  std::condition_variable Changed;
  std::queue<std::function<void()>> Actions;
  bool Open{true};
  std::thread Thread;
};

// Asks on one ring, and is asked on another, or on the same.
class Asker {
public:
  Asker(Ring &Where, Ring *Others) : Where{Where}, Others{Others} {}
  int ask() {
    auto Answer = std::make_shared<std::promise<int>>();
    Where.enqueue([Answer] { Answer->set_value(1); });
    return Answer->get_future().get(); // WARN[get]: task of 'One'
  }
  int askOthers() {
    auto Answer = std::make_shared<std::promise<int>>();
    Others->enqueue([Answer] { Answer->set_value(1); });
    return Answer->get_future().get(); // WARN[get]: task of 'Three'
  }

private:
  Ring &Where;
  Ring *const Others;
};

class Client {
public:
  explicit Client(Asker &Who) : Who{Who} {}
  int ask() { return Who.ask(); }
  int askOthers() {
    Asker *Same{&Who};
    return Same->askOthers();
  }

private:
  Asker &Who;
};

void sameRingBad() {
  Ring One, Other;
  Asker A{One, &Other};
  Client C{A};
  One.enqueue([&C] { C.ask(); });
}
void samePointerBad() {
  Ring Two, Three;
  Asker A{Two, &Three};
  Client C{A};
  Three.enqueue([&C] { C.askOthers(); });
}
void otherRingOk() {
  Ring Four, Five;
  Asker A{Four, &Five};
  Client C{A};
  Five.enqueue([&C] { C.ask(); });
}
void otherPointerOk() {
  Ring Six, Seven;
  Asker A{Six, &Seven};
  Client C{A};
  Six.enqueue([&C] { C.askOthers(); });
}

#ifdef GRIDLOCK_RUN
int main() {
  otherRingOk();
  otherPointerOk();
  sameRingBad();
}
#endif
