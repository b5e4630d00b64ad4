// RUN: %check wait-under-lock,self-wait %s -- -std=c++17

// A home-made loop whose thread is started, and joined, by the function that uses
// it: it has one worker. A pool that starts a thread for what it is given has none
// to run out of.

#include <condition_variable>
#include <deque>
#include <functional>
#include <future>
#include <mutex>
#include <thread>

class Loop {
public:
  void post(std::function<void()> Task) {
    std::lock_guard<std::mutex> Lock(Mutex);
    Tasks.push_back(std::move(Task));
    Condition.notify_all();
  }
  void stop() {
    std::lock_guard<std::mutex> Lock(Mutex);
    Stopped = true;
    Condition.notify_all();
  }
  void run() {
    std::unique_lock<std::mutex> Lock(Mutex);
    while (!Stopped) {
      if (Tasks.empty()) {
        Condition.wait(Lock);
        continue;
      }
      auto Task = std::move(Tasks.front());
      Tasks.pop_front();
      Lock.unlock();
      Task();
      Lock.lock();
    }
  }

private:
  std::mutex Mutex;
  std::condition_variable Condition;
  std::deque<std::function<void()>> Tasks;
  bool Stopped = false;
};

class Output {
public:
  explicit Output(Loop &On) : On(On) {}
  void play() {
    {
      std::lock_guard<std::mutex> Lock(Mutex);
      ++Pages;
    }
    On.post([this] { flush(); });
  }
  void closeLocked() {
    std::lock_guard<std::mutex> Lock(Mutex);
    std::promise<void> Done;
    On.post([this, &Done] {
      Clients = 0;
      Done.set_value();
    });
    Done.get_future().wait(); // WARN: blocks in 'wait' while it holds 'Mutex', for which every worker of 'On' may stand in line
  }
  void close() {
    std::promise<void> Done;
    On.post([this, &Done] {
      std::lock_guard<std::mutex> Lock(Mutex);
      Clients = 0;
      Done.set_value();
    });
    Done.get_future().wait();
  }

private:
  void flush() {
    std::lock_guard<std::mutex> Lock(Mutex);
    Clients += Pages;
  }
  Loop &On;
  std::mutex Mutex;
  int Pages = 0, Clients = 0;
};

void closedBad() {
  Loop On;
  std::thread Runner([&On] { On.run(); });
  Output Out(On);
  Out.play();
  Out.closeLocked();
  On.stop();
  Runner.join();
}

void closedOk() {
  Loop On;
  std::thread Runner([&On] { On.run(); });
  Output Out(On);
  Out.play();
  Out.close();
  On.stop();
  Runner.join();
}

// A task of the loop waits for what stands behind it.
void nestedBad() {
  Loop On;
  std::thread Runner([&On] { On.run(); });
  std::promise<void> All;
  On.post([&] {
    std::promise<void> Part;
    On.post([&Part] { Part.set_value(); });
    Part.get_future().wait(); // WARN: task of 'On' blocks in 'wait' until another task of 'On' has run, but holds its only worker
    All.set_value();
  });
  All.get_future().wait();
  On.stop();
  Runner.join();
}

// Each task brings a thread.
class Growing {
public:
  void post(std::function<void()> Task) {
    std::thread([this] { runOne(); }).detach();
    put(std::move(Task));
  }

private:
  void put(std::function<void()> Task) {
    std::lock_guard<std::mutex> Lock(Mutex);
    Tasks.push_back(std::move(Task));
    Condition.notify_one();
  }
  void runOne() {
    std::function<void()> Task;
    {
      std::unique_lock<std::mutex> Lock(Mutex);
      while (Tasks.empty())
        Condition.wait(Lock);
      Task = std::move(Tasks.front());
      Tasks.pop_front();
    }
    Task();
  }
  std::mutex Mutex;
  std::condition_variable Condition;
  std::deque<std::function<void()>> Tasks;
};

void nestedOk() {
  Growing On;
  std::promise<void> All;
  On.post([&] {
    std::promise<void> Part;
    On.post([&Part] { Part.set_value(); });
    Part.get_future().wait();
    All.set_value();
  });
  All.get_future().wait();
}
