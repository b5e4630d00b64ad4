// RUN: %check wait-under-lock,self-wait %s -- -std=c++17

// That an object has put itself into a list makes it no task of a queue: what it
// calls in a loop it has not taken out of there.

#include <functional>
#include <mutex>
#include <queue>
#include <unordered_set>

/// Asks under its lock how large an element is.
template <int> class Queue {
public:
  explicit Queue(std::function<size_t(int)> SizeOf)
      : SizeOf(std::move(SizeOf)) {}
  bool isEmpty() const {
    std::lock_guard<std::mutex> Lock(Mutex); // WARN: by what is called back while 'Mutex' is locked
    return Items.empty();
  }
  void push(int Item) {
    std::lock_guard<std::mutex> Lock(Mutex);
    Size += SizeOf(Item);
    Items.push(Item);
  }
  void pop() {
    std::lock_guard<std::mutex> Lock(Mutex);
    Size -= SizeOf(Items.front());
    Items.pop();
  }

private:
  mutable std::mutex Mutex;
  std::queue<int> Items;
  std::function<size_t(int)> SizeOf;
  size_t Size = 0;
};

size_t sizeOfInt(int) { return sizeof(int); }

class TransportOk {
public:
  TransportOk() : Waiting(sizeOfInt) { All.insert(this); }
  void send(int Item) {
    Waiting.push(Item);
    flush();
  }
  static void upcall(void *Object) {
    auto *T = static_cast<TransportOk *>(Object);
    if (All.count(T))
      T->flush();
  }

private:
  void flush() {
    while (!Waiting.isEmpty())
      Waiting.pop();
  }
  static std::unordered_set<TransportOk *> All;
  Queue<0> Waiting;
};
std::unordered_set<TransportOk *> TransportOk::All;

/// Here it is the callback itself that comes back for the lock.
class TransportBad {
public:
  TransportBad()
      : Waiting([this](int) { return size_t(Waiting.isEmpty()); }) {
    All.insert(this);
  }
  void send(int Item) {
    Waiting.push(Item);
    while (!Waiting.isEmpty())
      Waiting.pop();
  }

private:
  static std::unordered_set<TransportBad *> All;
  Queue<1> Waiting;
};
std::unordered_set<TransportBad *> TransportBad::All;

void sendOk() {
  TransportOk T;
  T.send(1);
}

void sendBad() {
  TransportBad T;
  T.send(1);
}
