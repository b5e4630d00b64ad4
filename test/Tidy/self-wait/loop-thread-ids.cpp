// RUN: %check self-wait %s -- -std=c++17

// A loop that is made on the thread that runs it, and knows that thread: what it is
// given there it does at once.

#include <condition_variable>
#include <functional>
#include <future>
#include <mutex>
#include <thread>
#include <vector>
class Carousel {
public:
  Carousel() : keeper(std::this_thread::get_id()) {}
  void turn() {
    while (!quit) {
      std::vector<std::function<void()>> fs;
      {
        std::unique_lock<std::mutex> l(m);
        c.wait(l, [this] { return !pending.empty(); });
        fs.swap(pending);
      }
      for (auto &f : fs)
        f();
    }
  }
  void ride(std::function<void()> f) {
    if (keeper == std::this_thread::get_id())
      f();
    else
      board(std::move(f));
  }
  void board(std::function<void()> f) {
    std::lock_guard<std::mutex> l(m);
    pending.push_back(std::move(f));
    c.notify_one();
  }
private:
  const std::thread::id keeper;
  bool quit = false;
  std::mutex m;
  std::condition_variable c;
  std::vector<std::function<void()>> pending;
};
class Fair {
public:
  Carousel *start() {
    th = std::thread([this] { run(); });
    std::unique_lock<std::mutex> l(m);
    c.wait(l, [this] { return turn != nullptr; });
    return turn;
  }
private:
  void run() {
    Carousel l;
    {
      std::lock_guard<std::mutex> g(m);
      turn = &l;
      c.notify_one();
    }
    l.turn();
  }
  std::thread th;
  std::mutex m;
  std::condition_variable c;
  Carousel *turn = nullptr;
};
void handedOutOk(Fair &t) {
  Carousel *l = t.start();
  l->board([l] {
    std::promise<void> p;
    l->ride([&p] { p.set_value(); });
    p.get_future().wait();
  });
  l->ride([l] {
    std::promise<void> p;
    l->ride([&p] { p.set_value(); });
    p.get_future().wait();
  });
}
void handedOutBad(Fair &t) {
  Carousel *l = t.start();
  l->ride([l] {
    std::promise<void> p;
    l->board([&p] { p.set_value(); });
    p.get_future().wait(); // WARN: another task of 'l'
  });
}
class Own {
public:
  void goOk() {
    Carousel l;
    l.board([&l] {
      std::promise<void> p;
      l.ride([&p] { p.set_value(); });
      p.get_future().wait();
    });
    l.turn();
  }
};
int main() { Fair t; handedOutOk(t); handedOutBad(t); Own().goOk(); }
