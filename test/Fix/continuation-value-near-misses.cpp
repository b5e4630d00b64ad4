// RUN: %prove --no-run %s %t -- -std=c++17
// There is no continuation with the value where what is behind the wait needs what
// ends with the task or is changed by others, where the future or the result of
// the task is somebody else's too, and where a wait would be left. Of the one that
// holds a lock, that can be let go of.

#include "Crew.h"
#include "FollyFutures.h"

void use(int);

static folly::Future<int> ask(folly::Executor &Pool) {
  folly::Promise<int> Given;
  auto Later = Given.getSemiFuture().via(&Pool);
  Pool.add([Given = std::move(Given)]() mutable { Given.setValue(30); });
  return Later;
}

void moveOnly(folly::Executor &Pool) {
  Pool.add([&Pool] {
    auto Box = std::make_unique<int>(1);
    int Sum = ask(Pool).get();
    *Box += Sum;
  });
}

void moveOnlyCaptured(folly::Executor &Pool, std::unique_ptr<int> Box) {
  Pool.add([&Pool, Box = std::move(Box)] {
    int Sum = ask(Pool).get();
    *Box += Sum;
  });
}

/// Another task changes it meanwhile.
void sharedWithAnother(folly::Executor &Pool) {
  Pool.add([&Pool] {
    int Count = 0;
    Pool.add([&Count] { ++Count; });
    int Sum = ask(Pool).get();
    use(Sum + Count);
  });
}

void sharedByItsAddress(folly::Executor &Pool, void (*Start)(int *)) {
  Pool.add([&Pool, Start] {
    int Count = 0;
    Start(&Count);
    int Sum = ask(Pool).get();
    use(Sum + Count);
  });
}

/// It stands for what ends with the task.
void referenceToLocal(folly::Executor &Pool) {
  Pool.add([&Pool] {
    std::vector<int> Numbers{1};
    int &First = Numbers.front();
    int Sum = ask(Pool).get();
    use(Sum + First);
  });
}

void pointerToLocal(folly::Executor &Pool) {
  Pool.add([&Pool] {
    int Numbers[] = {1, 2};
    int *Second = &Numbers[1];
    int Sum = ask(Pool).get();
    use(Sum + *Second);
  });
}

void partsOfPair(folly::Executor &Pool) {
  Pool.add([&Pool] {
    auto [Left, Right] = std::make_pair(1, 2);
    int Sum = ask(Pool).get();
    use(Sum + Left + Right);
  });
}

struct Timer {
  ~Timer() { use(1); }
};

void untilTheEnd(folly::Executor &Pool) {
  Pool.add([&Pool] {
    Timer Running;
    int Sum = ask(Pool).get();
    use(Sum);
  });
}

void locked(folly::Executor &Pool, std::mutex &Mutex, int &Total) {
  Pool.add([&Pool, &Mutex, &Total] {
    std::lock_guard<std::mutex> Lock(Mutex);
    int Sum = ask(Pool).get();
    Total += Sum;
  });
}

/// Another thread may ask it too.
static folly::Future<int> Everybodys;

void escaped(folly::Executor &Pool) {
  Pool.add([&Pool] {
    folly::Promise<int> Given;
    Everybodys = Given.getSemiFuture().via(&Pool);
    Pool.add([Given = std::move(Given)]() mutable { Given.setValue(30); });
    int Sum = std::move(Everybodys).get();
    use(Sum);
  });
}

void kept(folly::Executor &Pool, std::vector<folly::Future<int>> &Kept) {
  Pool.add([&Pool, &Kept] {
    auto Later = ask(Pool);
    Kept.push_back(Later);
    int Sum = std::move(Later).get();
    use(Sum);
  });
}

#define VALUE_OF(Future) std::move(Future).get()

void inMacro(folly::Executor &Pool) {
  Pool.add([&Pool] {
    auto Later = ask(Pool);
    int Sum = VALUE_OF(Later);
    use(Sum);
  });
}

/// It is given a future alone, and not what that one gives.
std::future<int> wanted(Crew &Workers, folly::Executor &Pool) {
  return Workers.enqueue([&Workers, &Pool] {
    folly::Promise<int> Given;
    auto Later = Given.getSemiFuture().via(&Pool);
    Workers.post([Given = std::make_shared<folly::Promise<int>>(std::move(Given))] {
      Given->setValue(30);
    });
    int Sum = std::move(Later).get();
    return Sum + 1;
  });
}

/// It has no such method.
void semi(folly::Executor &Pool) {
  Pool.add([&Pool] {
    folly::Promise<int> Given;
    auto Later = Given.getSemiFuture();
    Pool.add([Given = std::move(Given)]() mutable { Given.setValue(30); });
    int Sum = std::move(Later).get();
    use(Sum);
  });
}

/// An exception would be kept from what follows.
void onlyWaits(folly::Executor &Pool) {
  Pool.add([&Pool] {
    auto Later = ask(Pool);
    std::move(Later).wait();
    use(1);
  });
}

void twoWaits(folly::Executor &Pool) {
  Pool.add([&Pool] {
    int Left = ask(Pool).get();
    int Right = ask(Pool).get();
    use(Left + Right);
  });
}

void notAlways(folly::Executor &Pool, bool Wanted) {
  Pool.add([&Pool, Wanted] {
    bool Some = Wanted && ask(Pool).get();
    use(Some);
  });
}

void writtenType(folly::Executor &Pool) {
  use(folly::via(&Pool, [&Pool]() -> int {
        int Sum = ask(Pool).get();
        return Sum + 1;
      }).get());
}

void nothingLeft(folly::Executor &Pool) {
  Pool.add([&Pool] {
    ask(Pool).get();
  });
}

int main() {
  folly::CPUThreadPoolExecutor Pool(1);
  Crew Workers;
  std::vector<folly::Future<int>> Kept;
  moveOnly(Pool);
  moveOnlyCaptured(Pool, nullptr);
  sharedWithAnother(Pool);
  sharedByItsAddress(Pool, nullptr);
  referenceToLocal(Pool);
  pointerToLocal(Pool);
  partsOfPair(Pool);
  untilTheEnd(Pool);
  std::mutex Mutex;
  int Total = 0;
  locked(Pool, Mutex, Total);
  escaped(Pool);
  kept(Pool, Kept);
  inMacro(Pool);
  wanted(Workers, Pool);
  semi(Pool);
  onlyWaits(Pool);
  twoWaits(Pool);
  notAlways(Pool, true);
  writtenType(Pool);
  nothingLeft(Pool);
}

// FIXES
// note: fix: let go of 'Lock' meanwhile: what it guards may have changed after, look again
// -    std::lock_guard<std::mutex> Lock(Mutex);
// -    int Sum = ask(Pool).get();
// +    std::unique_lock<std::mutex> Lock(Mutex);
// +    Lock.unlock();
// +    int Sum = ask(Pool).get();
// +    Lock.lock();
