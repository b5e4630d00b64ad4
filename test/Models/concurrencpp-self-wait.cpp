// RUN: %check self-wait,self-join %s

// Debian has no concurrencpp: what is included declares what its headers do.

#include "Inputs/Concurrencpp.h"

#include <chrono>

using namespace std::chrono_literals;

void use(int);

void getBad(std::shared_ptr<concurrencpp::thread_pool_executor> Pool) {
  Pool->post([Pool] { // NOTE(get,1): the task that waits is submitted to 'Pool' here
    use(Pool->submit([] { return 1; }).get()); // WARN(get)[get]: task of 'Pool' blocks in 'get' until another task of 'Pool' has run: it hangs when all workers wait here // NOTE(get,2): the task it waits for is submitted to 'Pool' here
  });
}

void runtimeBad(concurrencpp::runtime &Runtime) {
  Runtime.thread_pool_executor()->post([&Runtime] {
    auto Part = Runtime.thread_pool_executor()->submit([] { return 1; });
    Part.wait(); // WARN[wait]:
  });
}

void backgroundOk(concurrencpp::runtime &Runtime) {
  Runtime.thread_pool_executor()->post([&Runtime] {
    auto Part = Runtime.background_executor()->submit([] { return 1; });
    Part.wait();
  });
}

void onMainOk(concurrencpp::runtime &Runtime) {
  use(Runtime.thread_pool_executor()->submit([] { return 1; }).get());
}

void threadsOk(concurrencpp::runtime &Runtime) {
  Runtime.thread_executor()->post([&Runtime] {
    use(Runtime.thread_executor()->submit([] { return 1; }).get());
  });
}

void workerBad(concurrencpp::runtime &Runtime) {
  auto Worker = Runtime.make_worker_thread_executor();
  Worker->post([Worker] {
    use(Worker->submit([] { return 1; }).get()); // WARN[get]: but holds its only worker
  });
}

void twoWorkersOk(concurrencpp::runtime &Runtime) {
  auto One = Runtime.make_worker_thread_executor();
  auto Two = Runtime.make_worker_thread_executor();
  One->post([Two] { use(Two->submit([] { return 1; }).get()); });
}

void promiseBad(std::shared_ptr<concurrencpp::thread_pool_executor> Pool) {
  Pool->post([Pool] {
    concurrencpp::result_promise<int> Given;
    auto Answer = Given.get_result();
    Pool->post([&Given] { Given.set_result(1); });
    use(Answer.get()); // WARN[get]:
  });
}

void timedBad(std::shared_ptr<concurrencpp::thread_pool_executor> Pool) {
  Pool->post([Pool] {
    auto Part = Pool->submit([] { return 1; });
    Part.wait_for(10ms); // WARN[wait_for]: until the time limit
  });
}

concurrencpp::result<int> asksOnce(std::shared_ptr<concurrencpp::thread_pool_executor> Pool) {
  auto Part = Pool->submit([] { return 1; });
  int First = Part.get(); // WARN[get]:
  co_return First;
}

concurrencpp::result<int> asksAwaited(std::shared_ptr<concurrencpp::thread_pool_executor> Pool) {
  concurrencpp::shared_result<int> Part = Pool->submit([] { return 1; });
  int First = co_await Part;
  co_return First + Part.get();
}

void askedBad(std::shared_ptr<concurrencpp::thread_pool_executor> Pool) {
  Pool->post([Pool] { asksOnce(Pool); });
}

void askedAwaitedOk(std::shared_ptr<concurrencpp::thread_pool_executor> Pool) {
  Pool->post([Pool] { asksAwaited(Pool); });
}

concurrencpp::result<int> awaits(std::shared_ptr<concurrencpp::thread_pool_executor> Pool) {
  co_return co_await Pool->submit([] { return 1; });
}

void awaitOk(std::shared_ptr<concurrencpp::thread_pool_executor> Pool) {
  Pool->post([Pool] { awaits(Pool); });
}
