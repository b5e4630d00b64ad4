// RUN: %prove %s %t -- -std=c++17 %{cpprest} -lcpprest -lssl -lcrypto
// REQUIRES: cpprest
// A task that returns another one gives what that one gives: the result is what
// it was, and may be waited for.

#include <pplx/pplxtasks.h>
#include <pplx/threadpool.h>

int main() {
  crossplat::threadpool::initialize_with_threads(1);
  auto Sum = pplx::create_task([] {
    auto Later = pplx::create_task([] { return 40; });
    int Part = Later.get();
    return Part + 2;
  });
  return Sum.get() == 42 ? 0 : 1;
}

// FIXES
// warning: gridlock-self-wait
// -    auto Later = pplx::create_task([] { return 40; });
// -    int Part = Later.get();
// +    int Part = [] { return 40; }();
// note: fix: leave the rest to a continuation: it runs when the result is there, after this task has ended
// -    int Part = Later.get();
// -    return Part + 2;
// +    return Later.then([](pplx::task<int> Ready) mutable {
// +      int Part = Ready.get();
// +      return Part + 2;
// +    });
