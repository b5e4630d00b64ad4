// RUN: %check self-wait,wait-under-lock %s -- -std=c++17

// A home-made loop that runs on the thread of who has made it, and waits there for
// what it is given.

#include <condition_variable>
#include <deque>
#include <functional>
#include <future>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

class Loop {
public:
  void post(std::function<void()> Task) {
    std::lock_guard<std::mutex> Lock(Mutex);
    Tasks.push_back(std::move(Task));
    Condition.notify_one();
  }
  void quit() {
    std::lock_guard<std::mutex> Lock(Mutex);
    Done = true;
    Condition.notify_one();
  }
  void run() {
    while (true) {
      std::unique_lock<std::mutex> Lock(Mutex);
      Condition.wait(Lock, [this] { return Done || !Tasks.empty(); });
      if (Tasks.empty())
        return;
      auto Task = std::move(Tasks.front());
      Tasks.pop_front();
      Lock.unlock();
      Task();
    }
  }

private:
  std::mutex Mutex;
  std::condition_variable Condition;
  std::deque<std::function<void()>> Tasks;
  bool Done = false;
};

void nestedBad() {
  Loop L;
  L.post([&L] {
    std::promise<void> Part;
    L.post([&Part] { Part.set_value(); }); // NOTE: the task it waits for is submitted to 'L' here
    Part.get_future().wait(); // WARN: task of 'L' blocks in 'wait' until another task of 'L' has run
    L.quit();
  });
  L.run();
}

// Another thread waits for a task of the loop.
void fromOtherThreadOk() {
  Loop L;
  std::thread Other([&L] {
    std::promise<void> Part;
    L.post([&Part] { Part.set_value(); });
    Part.get_future().wait();
    L.quit();
  });
  L.run();
  Other.join();
}

// It goes on in another task.
void continuedOk() {
  Loop L;
  L.post([&L] { L.post([&L] { L.quit(); }); });
  L.run();
}

// The tasks are objects; a queue of its own lets the loop wait.
struct Action {
  virtual ~Action() = default;
  virtual void execute() = 0;
};
template <typename F> struct FunctorAction : Action {
  explicit FunctorAction(F Run) : Run(std::move(Run)) {}
  void execute() override { Run(); }
  F Run;
};
template <typename F> std::unique_ptr<Action> makeAction(F Run) {
  return std::make_unique<FunctorAction<F>>(std::move(Run));
}

class ActionQueue {
public:
  void push(std::unique_ptr<Action> One) {
    std::lock_guard<std::mutex> Lock(Mutex);
    Actions.push_back(std::move(One));
    Condition.notify_one();
  }
  std::unique_ptr<Action> pop() {
    std::unique_lock<std::mutex> Lock(Mutex);
    while (Actions.empty())
      Condition.wait(Lock);
    std::unique_ptr<Action> First = std::move(Actions.front());
    Actions.pop_front();
    return First;
  }

private:
  std::mutex Mutex;
  std::condition_variable Condition;
  std::deque<std::unique_ptr<Action>> Actions;
};

class ActionLoop {
public:
  void schedule(std::unique_ptr<Action> One) { Queue.push(std::move(One)); }
  void exec() {
    while (!Done) {
      std::unique_ptr<Action> Next = Queue.pop();
      Next->execute();
    }
  }
  bool Done = false;

private:
  ActionQueue Queue;
};

void actionBad() {
  ActionLoop L;
  L.schedule(makeAction([&L] {
    std::promise<void> Part;
    L.schedule(makeAction([&Part] { Part.set_value(); }));
    Part.get_future().wait(); // WARN: task of 'L' blocks in 'wait' until another task of 'L' has run
    L.Done = true;
  }));
  L.exec();
}

// Who is told is not taken out of a queue: nobody waits for another turn.
class Model {
public:
  void listen(std::function<void()> One) { Listeners.push_back(std::move(One)); }
  void changed() {
    for (auto &One : Listeners)
      One();
  }

private:
  std::vector<std::function<void()>> Listeners;
};

void toldOk() {
  Model M;
  std::promise<void> Seen;
  M.listen([&Seen] { Seen.set_value(); });
  M.changed();
  Seen.get_future().wait();
}
