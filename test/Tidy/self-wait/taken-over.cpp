// RUN: %check self-wait %s -- -std=c++17

// Who has waited for some time in vain runs the task itself, or gives the result
// itself. And tasks that are moved to where they are shared.

#include "../wait-under-lock/Inputs/Crew.h"

#include <atomic>
#include <chrono>
#include <future>
#include <memory>
#include <utility>

using namespace std::chrono_literals;

void claimedOk(Crew &c) {
  c.hire([&c] {
     auto claimed = std::make_shared<std::atomic<bool>>(false);
     auto task = std::make_shared<std::packaged_task<int(bool)>>([claimed](bool ask) {
       if (ask && claimed->exchange(true))
         return 0;
       return 1;
     });
     std::shared_future<int> result = task->get_future().share();
     c.hire([task] {
       try {
         (*task)(true);
       } catch (...) {
       }
     });
     if (result.wait_for(50ms) == std::future_status::timeout)
       if (!claimed->exchange(true))
         (*task)(false);
     return result.get();
   }).get();
}

void givenInsteadOk(Crew &c) {
  c.hire([&c] {
     auto asked = std::make_shared<std::promise<int>>();
     auto result = asked->get_future();
     c.hire([asked] {
       try {
         asked->set_value(1);
       } catch (...) {
       }
     });
     if (result.wait_for(50ms) == std::future_status::timeout)
       asked->set_value(2);
     return result.get();
   }).get();
}

void onlyToldBad(Crew &c) {
  std::atomic<int> slow{0};
  c.hire([&] {
     std::promise<int> asked;
     auto result = asked.get_future();
     c.hire([&asked] { asked.set_value(1); });
     if (result.wait_for(50ms) == std::future_status::timeout) // WARN: until the time limit
       ++slow;
     return result.get(); // WARN: blocks in 'get'
   }).get();
}

void givenOnErrorBad(Crew &c, bool fails) {
  c.hire([&c, fails] {
     std::promise<int> asked;
     auto result = asked.get_future();
     c.hire([&asked] { asked.set_value(1); });
     if (fails)
       asked.set_value(3);
     return result.get(); // WARN: blocks in 'get'
   }).get();
}

// A task that is moved into one that is shared is the same task.

void movedToSharedBad(Crew &c) {
  c.hire([&c] {
     using Task = std::packaged_task<int(int)>;
     Task task([](int n) { return n; });
     auto result = task.get_future();
     c.hire([shared = std::make_shared<Task>(std::move(task))] { (*shared)(1); });
     return result.get(); // WARN: blocks in 'get'
   }).get();
}

struct Asked {
  explicit Asked(std::shared_future<int> result) : result(std::move(result)) {}
  std::shared_future<int> result;
};

void movedPromiseBad(Crew &c) {
  c.hire([&c] {
     std::promise<int> promise;
     auto asked = std::make_shared<Asked>(promise.get_future().share());
     auto shared = std::make_shared<std::promise<int>>(std::move(promise));
     c.hire([shared] { shared->set_value(1); });
     return asked->result.get(); // WARN: blocks in 'get'
   }).get();
}

void otherTaskOk(Crew &c) {
  c.hire([&c] {
     using Task = std::packaged_task<int(int)>;
     Task task([](int n) { return n; }), other([](int n) { return n; });
     auto result = task.get_future();
     c.hire([shared = std::make_shared<Task>(std::move(other))] { (*shared)(1); });
     task(2);
     return result.get();
   }).get();
}

#ifdef GRIDLOCK_RUN
#include "Inputs/Cases.h"
static Crew C(1);
#define CASE(fn) {#fn, [] { fn(C); }}
int main(int argc, char **argv) {
  return runCase(argc, argv,
                 {CASE(claimedOk), CASE(givenInsteadOk), CASE(onlyToldBad), CASE(movedToSharedBad),
                  CASE(movedPromiseBad), CASE(otherTaskOk),
                  {"givenOnErrorBad", [] { givenOnErrorBad(C, false); }}});
}
#endif
