// RUN: %prove %s %t -- -std=c++20
// REQUIRES: complete-coroutines
// A method awaits what it has as a part. Only what is moved can be awaited, and the
// promise looks at all that is: what it makes of it is known from another place.

#include "Crew.h"
#include "OwnTasks.h"
#include <string>

/// A name that somebody will know.
class Name {
  struct Shared {
    std::mutex Mutex;
    std::condition_variable Set;
    std::string Value;
    std::coroutine_handle<> Next;
  };

public:
  void set(std::string Value) {
    std::unique_lock<std::mutex> Lock(State->Mutex);
    State->Value = std::move(Value);
    State->Set.notify_all();
    auto Next = State->Next;
    Lock.unlock();
    if (Next)
      Next.resume();
  }

  std::string get() && {
    std::unique_lock<std::mutex> Lock(State->Mutex);
    State->Set.wait(Lock, [this] { return !State->Value.empty(); });
    return std::move(State->Value);
  }

  auto operator co_await() && {
    struct Awaiter {
      std::shared_ptr<Shared> State;
      bool await_ready() { return false; }
      bool await_suspend(std::coroutine_handle<> Caller) {
        std::lock_guard<std::mutex> Lock(State->Mutex);
        State->Next = Caller;
        return State->Value.empty();
      }
      std::string await_resume() { return std::move(State->Value); }
    };
    return Awaiter{State};
  }

private:
  std::shared_ptr<Shared> State = std::make_shared<Shared>();
};

struct AwaitsNames {
  Name &&await_transform(Name &&Given) { return std::move(Given); }
};

class Greeter {
public:
  explicit Greeter(Crew &Workers) : Workers(Workers) {}

  Task<std::string, AwaitsNames> greet() {
    First = ask("Anna");
    Last = ask("Berg");
    std::string Whole = std::move(First).get() + " ";
    co_return Whole + co_await std::move(Last);
  }

private:
  Name ask(const char *Known) {
    Name Asked;
    Workers.post([Asked, Known]() mutable { Asked.set(Known); });
    return Asked;
  }

  Crew &Workers;
  Name First, Last;
};

static std::promise<std::string> Greeting;

int main() {
  Crew Workers;
  Greeter Of(Workers);
  auto Given = Greeting.get_future();
  Workers.post([&Of]() -> Detached { Greeting.set_value(co_await Of.greet()); });
  return Given.get() == "Anna Berg" ? 0 : 1;
}

// FIXES
// note: fix: await it: the worker is free meanwhile; what follows may run in another thread
// -    std::string Whole = std::move(First).get() + " ";
// +    std::string Whole = (co_await std::move(First)) + " ";
