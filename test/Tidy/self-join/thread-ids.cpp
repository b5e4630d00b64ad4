// RUN: %check self-join %s -- -std=c++17

// A thread knows by its identity that it is not the one that has made an object.

#include <condition_variable>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <thread>

class Chore {
public:
  explicit Chore(std::function<void()> f) : hand(std::move(f)) {}
  ~Chore() { hand.join(); }

private:
  std::thread hand;
};

class Desk {
public:
  Desk() : owner(std::this_thread::get_id()) {}

  void atDesk(const std::function<void()> &f) {
    if (std::this_thread::get_id() == owner) {
      f();
      return;
    }
    std::lock_guard<std::mutex> lock(door);
    letters.push_back(f);
    bell.notify_one();
  }

  void elsewhere(const std::function<void()> &f) {
    if (owner != std::this_thread::get_id())
      f();
  }

  void answer() {
    std::unique_lock<std::mutex> lock(door);
    bell.wait(lock, [this] { return !letters.empty(); });
    auto f = std::move(letters.front());
    letters.pop_front();
    lock.unlock();
    f();
  }

private:
  const std::thread::id owner;
  std::mutex door;
  std::condition_variable bell;
  std::deque<std::function<void()>> letters;
};

class Clerk {
public:
  explicit Clerk(Desk &d) : desk(d) {}
  void askOk() {
    chore = std::make_unique<Chore>([this] { desk.atDesk([this] { chore.reset(); }); });
  }
  void askBad() {
    other = std::make_unique<Chore>([this] { desk.elsewhere([this] { other.reset(); }); }); // WARN: its own thread
  }

private:
  Desk &desk;
  std::unique_ptr<Chore> chore, other;
};

int main(int argc, char **) {
  Desk d;
  Clerk c(d);
  if (argc > 1) {
    c.askBad();
  } else {
    c.askOk();
    d.answer();
  }
}
