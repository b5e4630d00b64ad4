// RUN: %check self-join,wait-under-lock %s -- -std=c++17

// Threads that mark their own record when they go, and join those who have
// marked theirs.

#include <condition_variable>
#include <functional>
#include <list>
#include <memory>
#include <mutex>
#include <queue>
#include <thread>

enum class State { Running, Stopped };

/// A kind of record for each class: what one marks, no other does.
template <int> struct Record {
  std::shared_ptr<std::thread> Thread;
  std::thread::id Id;
  State Is;
};

/// Its own mark comes after its turn in the loop, and then it returns.
class ReapOk {
public:
  void start() {
    auto *T = new std::thread([this] {
      for (;;) {
        std::function<void()> Task;
        {
          std::unique_lock<std::mutex> Lock(TaskMutex);
          Changed.wait_for(Lock, std::chrono::seconds(1));
          if (Tasks.empty()) {
            reap(std::this_thread::get_id());
            return;
          }
          Task = std::move(Tasks.front());
          Tasks.pop();
        }
        Task();
      }
    });
    std::lock_guard<std::mutex> Lock(ThreadMutex);
    Threads.push_back(
        {std::shared_ptr<std::thread>(T), T->get_id(), State::Running});
  }

private:
  void reap(std::thread::id Me) {
    std::lock_guard<std::mutex> Lock(ThreadMutex);
    for (auto I = Threads.begin(); I != Threads.end();) {
      if (I->Is == State::Stopped) {
        I->Thread->join();
        I = Threads.erase(I);
        continue;
      }
      if (I->Id == Me)
        I->Is = State::Stopped;
      ++I;
    }
  }
  std::mutex TaskMutex, ThreadMutex;
  std::condition_variable Changed;
  std::queue<std::function<void()>> Tasks;
  std::list<Record<0>> Threads;
};

/// It marks itself first, and so joins itself.
class MarkFirstBad {
public:
  void start() {
    auto *T = new std::thread([this] { reap(std::this_thread::get_id()); });
    std::lock_guard<std::mutex> Lock(Mutex);
    Threads.push_back(
        {std::shared_ptr<std::thread>(T), T->get_id(), State::Running});
  }

private:
  void reap(std::thread::id Me) {
    std::lock_guard<std::mutex> Lock(Mutex);
    for (auto &R : Threads)
      if (R.Id == Me)
        R.Is = State::Stopped;
    for (auto &R : Threads)
      if (R.Is == State::Stopped)
        R.Thread->join(); // WARN[join]: for its own thread
  }
  std::mutex Mutex;
  std::list<Record<1>> Threads;
};

/// It comes back after it was marked.
class AgainBad {
public:
  void start() {
    auto *T = new std::thread([this] {
      while (!Ended)
        reap(std::this_thread::get_id());
    });
    std::lock_guard<std::mutex> Lock(Mutex);
    Threads.push_back(
        {std::shared_ptr<std::thread>(T), T->get_id(), State::Running});
  }

private:
  void reap(std::thread::id Me) {
    std::lock_guard<std::mutex> Lock(Mutex);
    for (auto &R : Threads) {
      if (R.Is == State::Stopped)
        R.Thread->join(); // WARN[join]: for its own thread // WARN[join]: while it holds 'Mutex'
      else if (R.Id == Me)
        R.Is = State::Stopped;
    }
  }
  std::mutex Mutex;
  std::list<Record<2>> Threads;
  bool Ended = false;
};

/// Somebody else marks them all.
class MarkedByOthersBad {
public:
  void start() {
    auto *T = new std::thread([this] {
      reap();
    });
    Threads.push_back(
        {std::shared_ptr<std::thread>(T), T->get_id(), State::Running});
  }
  void stopAll() {
    for (auto &R : Threads)
      R.Is = State::Stopped;
  }

private:
  void reap() {
    for (auto &R : Threads)
      if (R.Is == State::Stopped)
        R.Thread->join(); // WARN[join]: for its own thread
  }
  std::list<Record<3>> Threads;
};

/// The mark is the last that a thread does.
class LastOk {
public:
  void start() {
    std::lock_guard<std::mutex> Lock(Mutex);
    Threads.emplace_back();
    auto I = --Threads.end();
    I->Thread = std::make_shared<std::thread>([this, I] { run(*I); });
  }

private:
  void run(Record<4> &Mine) {
    reap();
    std::lock_guard<std::mutex> Lock(Mutex);
    Mine.Is = State::Stopped;
  }
  void reap() {
    std::lock_guard<std::mutex> Lock(Mutex);
    for (auto &R : Threads)
      if (R.Is == State::Stopped)
        R.Thread->join();
  }
  std::mutex Mutex;
  std::list<Record<4>> Threads;
};

void startAll(ReapOk &A, MarkFirstBad &B, AgainBad &C, MarkedByOthersBad &D,
              LastOk &E) {
  A.start();
  B.start();
  C.start();
  D.start();
  E.start();
}
