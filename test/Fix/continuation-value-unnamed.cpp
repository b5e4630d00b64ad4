// RUN: %prove %s %t -- -std=c++17
// The value has a name that nobody uses; the future comes of a call.

#include "FollyFutures.h"
#include <string>

static std::string Log;

static folly::Future<std::string> append(folly::Executor &Pool, std::string Text) {
  folly::Promise<std::string> Given;
  auto Later = Given.getSemiFuture().via(&Pool);
  Pool.add([Text, Given = std::move(Given)]() mutable {
    Log += Text;
    Given.setValue(Log);
  });
  return Later;
}

class Writer {
public:
  void start(folly::Executor &Pool) {
    Pool.add([this, &Pool] {
      const std::string Before = append(Pool, Name).get();
      Log += "!";
      Done.setValue(folly::Unit());
    });
  }
  folly::Promise<folly::Unit> Done;

private:
  std::string Name = "done";
};

int main() {
  folly::CPUThreadPoolExecutor Pool(1);
  Writer One;
  One.start(Pool);
  One.Done.getSemiFuture().get();
  return Log == "done!" ? 0 : 1;
}

// FIXES
// note: fix: leave the rest to a continuation: it runs when the result is there, after this task has ended
// -      const std::string Before = append(Pool, Name).get();
// -      Log += "!";
// -      Done.setValue(folly::Unit());
// +      append(Pool, Name).thenValue([this](const std::string) mutable {
// +        Log += "!";
// +        Done.setValue(folly::Unit());
// +      });
