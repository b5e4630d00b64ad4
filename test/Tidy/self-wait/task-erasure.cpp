// RUN: %check self-wait %s -- -std=c++17

// Callables behind a class of the project's own, which hides their type behind
// a virtual method: it is moved, assigned and returned on its way out of the
// queue, and still runs what it was made of, and nothing else.

#include <condition_variable>
#include <future>
#include <memory>
#include <mutex>
#include <queue>
#include <thread>
#include <type_traits>
#include <vector>

// With defaulted moves, made of anything that can be called.
class Job {
public:
  Job() = default;
  Job(Job &&) noexcept = default;
  Job &operator=(Job &&) noexcept = default;
  template <typename F,
            typename = std::enable_if_t<!std::is_same_v<std::decay_t<F>, Job>>>
  Job(F &&Function)
      : Inside(std::make_unique<Model<std::decay_t<F>>>(
            std::forward<F>(Function))) {}
  void operator()() { Inside->call(); }

private:
  struct Concept {
    virtual ~Concept() = default;
    virtual void call() = 0;
  };
  template <typename F> struct Model final : Concept {
    explicit Model(F &&Function) : Function(std::move(Function)) {}
    void call() override { Function(); }
    F Function;
  };
  std::unique_ptr<Concept> Inside;
};

// With moves written out.
class Wrapper {
public:
  template <typename F>
  explicit Wrapper(F &&Function) : Inside(new Impl<F>(std::move(Function))) {}
  Wrapper() = default;
  Wrapper(Wrapper &&Other) : Inside(std::move(Other.Inside)) {}
  Wrapper &operator=(Wrapper &&Other) {
    Inside = std::move(Other.Inside);
    return *this;
  }
  void operator()() { Inside->call(); }

private:
  struct Base {
    virtual void call() = 0;
    virtual ~Base() {}
  };
  template <typename F> struct Impl : Base {
    F Function;
    Impl(F &&Given) : Function(std::move(Given)) {}
    void call() { Function(); }
  };
  std::unique_ptr<Base> Inside;
};

template <typename Task> class Crew {
public:
  explicit Crew(int Size) {
    for (int I = 0; I < Size; ++I)
      Workers.emplace_back([this] { work(); });
  }
  ~Crew() {
    {
      std::lock_guard<std::mutex> Lock(Mutex);
      Done = true;
    }
    Changed.notify_all();
    for (std::thread &Worker : Workers)
      Worker.join();
  }
  template <typename F> std::future<int> submit(F Function) {
    std::packaged_task<int()> Packed(std::move(Function));
    std::future<int> Result = Packed.get_future();
    {
      std::lock_guard<std::mutex> Lock(Mutex);
      Tasks.push(Task(std::move(Packed)));
    }
    Changed.notify_one();
    return Result;
  }
  template <typename F> void post(F Function) {
    {
      std::lock_guard<std::mutex> Lock(Mutex);
      Tasks.emplace(std::move(Function));
    }
    Changed.notify_one();
  }

private:
  Task pop() {
    Task Next;
    Next = std::move(Tasks.front());
    Tasks.pop();
    return Next;
  }
  void work() {
    for (;;) {
      std::unique_lock<std::mutex> Lock(Mutex);
      Changed.wait(Lock, [this] { return Done || !Tasks.empty(); });
      if (Tasks.empty())
        return;
      Task Next = pop();
      Lock.unlock();
      Next();
    }
  }
  std::mutex Mutex;
  std::condition_variable Changed;
  std::queue<Task> Tasks;
  std::vector<std::thread> Workers;
  bool Done = false;
};

void nestedBad() {
  Crew<Job> One(1);
  One.submit([&] {
       return One.submit([] { return 1; }).get(); // WARN[get]: task of 'One'
     })
      .get();
}

void nestedWrapperBad() {
  Crew<Wrapper> One(1);
  One.submit([&] {
       return One.submit([] { return 1; }).get(); // WARN[get]: task of 'One'
     })
      .get();
}

// Each pool runs its own tasks only.
Crew<Job> Front(1);
Crew<Job> Back(1);

int ask() { return Back.submit([] { return 1; }).get(); }
void twoCrewsOk() {
  Front.post([] { ask(); });
  Front.submit([] { return ask(); }).get();
}

int askFront() {
  return Front.submit([] { return 1; }).get(); // WARN[get]: task of 'Front'
}
void throughCallsBad() {
  Front.post([] { askFront(); });
}

#ifdef GRIDLOCK_RUN
int main() {
  twoCrewsOk();
  nestedBad();
}
#endif
