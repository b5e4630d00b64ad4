// RUN: %check wait-under-lock %s -- -std=c++17

// Who waits holds a mutex beside the one that it lets go of meanwhile, and all
// that end the wait lock that one first. Nobody is seen to call them: a library
// does, or another part of the program.

#include <condition_variable>
#include <mutex>
#include <shared_mutex>
#include <string>

class Bank {
public:
  void withdrawBad() {
    std::lock_guard<std::mutex> open(door);
    std::unique_lock<std::mutex> l(vault);
    filled.wait(l, [this] { return coins > 0; }); // WARN[wait]: 'door'
    --coins;
  }

  void waitOk() {
    std::unique_lock<std::mutex> l(vault);
    filled.wait(l, [this] { return coins > 0; });
  }

  void unlockedOk() {
    std::unique_lock<std::mutex> open(door);
    ++visits;
    open.unlock();
    std::unique_lock<std::mutex> l(vault);
    filled.wait(l, [this] { return coins > 0; });
  }

  bool timedOk() {
    std::lock_guard<std::mutex> open(door);
    std::unique_lock<std::mutex> l(vault);
    return filled.wait_for(l, std::chrono::seconds(1),
                           [this] { return coins > 0; });
  }

  void deposit() {
    std::lock_guard<std::mutex> open(door);
    ++visits;
    put(1);
  }

private:
  void put(int n) {
    std::lock_guard<std::mutex> l(vault);
    coins += n;
    filled.notify_one();
  }

  std::mutex door, vault;
  std::condition_variable filled;
  int coins = 0, visits = 0;
};

// A signal class of one's own, and a reply that locks before it sets it.
class Bell {
public:
  void wait() {
    std::unique_lock<std::mutex> l(m);
    cv.wait(l, [this] { return rung; });
    rung = false;
  }
  void ring() {
    std::lock_guard<std::mutex> l(m);
    rung = true;
    cv.notify_all(); // NOTE: the wait ends here
  }

private:
  std::mutex m;
  std::condition_variable cv;
  bool rung = false;
};

class Caller {
public:
  std::string askBad(const std::string &question) {
    std::lock_guard<std::mutex> l(line);
    sent = question;
    answered.wait(); // WARN[wait]: 'line'
    return answer;
  }

  void onAnswer(const std::string &text) {
    std::lock_guard<std::mutex> l(line); // NOTE: 'Caller::onAnswer', which ends the wait, locks 'line' here
    answer = text;
    answered.ring();
  }

private:
  std::mutex line;
  Bell answered;
  std::string sent, answer;
};

class PoliteCaller {
public:
  std::string askOk(const std::string &question) {
    std::lock_guard<std::mutex> l(line);
    sent = question;
    answered.wait();
    return answer;
  }

  // The answer has a mutex of its own.
  void onAnswer(const std::string &text) {
    {
      std::lock_guard<std::mutex> l(paper);
      answer = text;
    }
    answered.ring();
  }

private:
  std::mutex line, paper;
  Bell answered;
  std::string sent, answer;
};

// One of those that end it needs nothing.
class TwoWays {
public:
  void takeOk() {
    std::lock_guard<std::mutex> open(door);
    std::unique_lock<std::mutex> l(vault);
    filled.wait(l, [this] { return coins > 0 || closed; });
  }
  void put() {
    std::lock_guard<std::mutex> open(door);
    std::lock_guard<std::mutex> l(vault);
    ++coins;
    filled.notify_one();
  }
  void close() {
    std::lock_guard<std::mutex> l(vault);
    closed = true;
    filled.notify_all();
  }

private:
  std::mutex door, vault;
  std::condition_variable filled;
  int coins = 0;
  bool closed = false;
};

// It ends the wait before it locks, or locks only now and then.
class Early {
public:
  void takeOk() {
    std::lock_guard<std::mutex> open(door);
    std::unique_lock<std::mutex> l(vault);
    filled.wait(l, [this] { return coins > 0; });
  }
  void put() {
    {
      std::lock_guard<std::mutex> l(vault);
      ++coins;
    }
    filled.notify_one();
    std::lock_guard<std::mutex> open(door);
    ++visits;
  }

private:
  std::mutex door, vault;
  std::condition_variable filled;
  int coins = 0, visits = 0;
};

class NowAndThen {
public:
  void takeOk() {
    std::lock_guard<std::mutex> open(door);
    std::unique_lock<std::mutex> l(vault);
    filled.wait(l, [this] { return coins > 0; });
  }
  void put(bool visible) {
    if (visible) {
      std::lock_guard<std::mutex> open(door);
      ++visits;
    }
    std::lock_guard<std::mutex> l(vault);
    ++coins;
    filled.notify_one();
  }

private:
  std::mutex door, vault;
  std::condition_variable filled;
  int coins = 0, visits = 0;
};

// The function that ends it is called with the mutex, and without it.
class BothWays {
public:
  void takeOk() {
    std::lock_guard<std::mutex> open(door);
    std::unique_lock<std::mutex> l(vault);
    filled.wait(l, [this] { return coins > 0; });
  }
  void visit() {
    std::lock_guard<std::mutex> open(door);
    put();
  }
  void drop() { put(); }

private:
  void put() {
    std::lock_guard<std::mutex> l(vault);
    ++coins;
    filled.notify_one();
  }

  std::mutex door, vault;
  std::condition_variable filled;
  int coins = 0;
};

// Readers do not exclude each other; a writer excludes them.
class Register {
public:
  void readOk() {
    std::shared_lock<std::shared_mutex> open(door);
    std::unique_lock<std::mutex> l(vault);
    filled.wait(l, [this] { return coins > 0; });
  }
  void fill() {
    std::shared_lock<std::shared_mutex> open(door);
    std::lock_guard<std::mutex> l(vault);
    ++coins;
    filled.notify_one();
  }
  void readBad() {
    std::shared_lock<std::shared_mutex> open(door);
    std::unique_lock<std::mutex> l(vault);
    spent.wait(l, [this] { return coins == 0; }); // WARN[wait]: 'door'
  }
  void spend() {
    std::unique_lock<std::shared_mutex> open(door);
    std::lock_guard<std::mutex> l(vault);
    coins = 0;
    spent.notify_one();
  }

private:
  std::shared_mutex door;
  std::mutex vault;
  std::condition_variable filled, spent;
  int coins = 0;
};

// A friend ends it, in a way that nothing is known of.
class Watched {
public:
  void takeOk() {
    std::lock_guard<std::mutex> open(door);
    std::unique_lock<std::mutex> l(vault);
    filled.wait(l, [this] { return coins > 0; });
  }
  void put() {
    std::lock_guard<std::mutex> open(door);
    std::lock_guard<std::mutex> l(vault);
    ++coins;
    filled.notify_one();
  }

private:
  friend class Watcher;
  std::mutex door, vault;
  std::condition_variable filled;
  int coins = 0;
};

class Watcher {
public:
  void look() {
    std::lock_guard<std::mutex> l(watched->vault);
    ++watched->coins;
    watched->filled.notify_one();
  }

private:
  Watched *watched = nullptr;
};
