// RUN: %check self-wait,self-join %s

// Debian has no BS::thread_pool: what is included declares what its header does.

#include "Inputs/BsThreadPool.h"

#include <chrono>

using namespace std::chrono_literals;

void use(int);

void getBad() {
  BS::thread_pool<> Pool(4);
  Pool.detach_task([&Pool] {
    use(Pool.submit_task([] { return 1; }).get()); // WARN[get]: task of 'Pool' blocks in 'get' until another task of 'Pool' has run: it hangs when 4 tasks wait here at once
  });
}

void loopBad(BS::thread_pool<> &Pool) {
  Pool.detach_task([&Pool] {
    Pool.submit_loop(0, 10, [](int) {}).wait(); // WARN[wait]:
  });
}

void waitBad(BS::thread_pool<> &Pool) {
  Pool.detach_task([&Pool] {
    Pool.wait(); // WARN[wait]:
  });
}

void waitInLoopBad(BS::thread_pool<> &Pool) {
  Pool.detach_loop(0, 10, [&Pool](int) {
    use(Pool.submit_task([] { return 1; }).get()); // WARN[get]:
  });
}

void timedBad(BS::thread_pool<> &Pool) {
  Pool.detach_task([&Pool] {
    Pool.wait_for(10ms); // WARN[wait_for]: until the time limit
  });
}

void resetBad(BS::thread_pool<> &Pool) {
  Pool.detach_task([&Pool] {
    Pool.reset(); // WARN[reset]:
  });
}

void otherOk(BS::thread_pool<> &Pool, BS::thread_pool<> &Other) {
  Pool.detach_task([&Other] {
    use(Other.submit_task([] { return 1; }).get());
    Other.wait();
  });
}

int answer(BS::thread_pool<> &Pool) {
  if (BS::this_thread::get_pool() == &Pool)
    return 1;
  return Pool.submit_task([] { return 1; }).get();
}

void onWorkerOk(BS::thread_pool<> &Pool) {
  Pool.detach_task([&Pool] { use(answer(Pool)); });
}

void onMainOk(BS::thread_pool<> &Pool) {
  use(Pool.submit_task([] { return 1; }).get());
  Pool.submit_loop(0, 10, [](int) {}).get();
  Pool.wait();
}
