// RUN: %check self-wait %s -- -std=c++17

// A task starts a thread and waits for what that one tells; the thread needs the
// pool in turn, before it has told, or only after.

#include "../wait-under-lock/Inputs/Crew.h"

#include <atomic>
#include <future>
#include <thread>

static int scrub() { return 1; }

void toldAfterBad(Crew &c) {
  c.hire([&c] {
     std::promise<int> told;
     std::thread helper([&] {
       int sum = c.hire(scrub).get(); // NOTE: it waits in 'get' here
       told.set_value(sum); // NOTE: a thread that waits for 'c' in turn would end the wait here
     });
     told.get_future().wait(); // WARN: 'c'
     helper.join();            // WARN: 'c'
   }).get();
}

/// Each step is told, to the task that the thread waits for.
void joinedBad(Crew &c) {
  c.hire([&c] {
     auto sum = c.hire(scrub); // NOTE: the task it waits for is submitted to 'c' here
     std::thread helper([&] {  // NOTE: the thread is started here
       sum.wait();             // NOTE: it waits in 'wait' here
     });
     helper.join(); // WARN: task of 'c' blocks in 'join' until another task of 'c' has run
   }).get();
}

void toldBeforeOk(Crew &c) {
  std::thread helper;
  std::promise<int> told;
  std::promise<void> copied;
  c.hire([&] {
     helper = std::thread([&c, &told, &copied] {
       told.set_value(1);
       copied.get_future().wait();
       c.hire(scrub).get();
     });
     told.get_future().wait();
     copied.set_value();
   }).get();
  helper.join();
}

void flagBeforeOk(Crew &c) {
  std::atomic<bool> ready{false};
  std::thread helper;
  c.hire([&] {
     helper = std::thread([&c, &ready] {
       ready = true;
       c.hire(scrub).get();
     });
     while (!ready)
       std::this_thread::yield();
   }).get();
  helper.join();
}

void flagAfterBad(Crew &c) {
  std::atomic<bool> ready{false};
  std::thread helper;
  c.hire([&] {
     helper = std::thread([&c, &ready] {
       c.hire(scrub).get();
       ready = true;
     });
     while (!ready) // WARN: 'c'
       std::this_thread::yield();
   }).get();
  helper.join();
}

#ifdef GRIDLOCK_RUN
#include "Inputs/Cases.h"
static Crew C(1);
#define CASE(fn) {#fn, [] { fn(C); }}
int main(int argc, char **argv) {
  return runCase(argc, argv, {CASE(toldAfterBad), CASE(joinedBad), CASE(toldBeforeOk), CASE(flagBeforeOk), CASE(flagAfterBad)});
}
#endif
