// REQUIRES: cpprest
// RUN: %check self-wait %s -- -std=c++17 %{cpprest}

#include <pplx/pplxtasks.h>

void use(int);

// The library has one pool of 40 threads.

void getBad() {
  pplx::create_task([] {
    use(pplx::create_task([] { return 1; }).get()); // WARN[get]: task of 'the thread pool of pplx' blocks in 'get' until another task of 'the thread pool of pplx' has run: it hangs when all workers wait here
  });
}

void constructedBad() {
  pplx::task<void> Outer([] {
    pplx::task<int> Part([] { return 1; });
    Part.wait(); // WARN[wait]:
  });
}

void continuationBad() {
  pplx::create_task([] { return 1; }).then([](int N) {
    return pplx::create_task([N] { return N; }).get(); // WARN[get]:
  });
}

void completedBad() {
  pplx::create_task([] {
    pplx::task_completion_event<int> Given;
    pplx::create_task([Given] { Given.set(1); });
    use(pplx::create_task(Given).get()); // WARN[get]:
  });
}

void thenOk() {
  pplx::create_task([] {
    return pplx::create_task([] { return 1; }).then([](int N) { use(N); });
  });
}

void doneOk() {
  pplx::create_task([] {
    pplx::task<int> Part = pplx::create_task([] { return 1; });
    if (Part.is_done())
      use(Part.get());
  });
}

void onMainOk() {
  use(pplx::create_task([] { return 1; }).get());
}
