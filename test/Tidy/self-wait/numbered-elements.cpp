// RUN: %check self-wait %s -- -std=c++17

// Futures that are put into a container by number or by key, and are waited for
// one after the other.

#include "../wait-under-lock/Inputs/Crew.h"

#include <array>
#include <future>
#include <map>
#include <vector>

static int one() { return 1; }

void rangeBad(Crew &c) {
  c.hire([&c] {
     std::vector<std::future<int>> all(2);
     all[0] = c.hire(one);
     all[1] = c.hire(one);
     int sum = 0;
     for (auto &f : all)
       sum += f.get(); // WARN[get]: another task of 'c'
     return sum;
   }).get();
}

void indexBad(Crew &c) {
  c.hire([&c] {
     std::array<std::future<int>, 2> all;
     all[0] = c.hire(one);
     all[1] = c.hire(one);
     int sum = 0;
     for (unsigned i = 0; i < all.size(); ++i)
       sum += all[i].get(); // WARN[get]: another task of 'c'
     return sum;
   }).get();
}

void boundBad(Crew &c) {
  c.hire([&c] {
     std::map<int, std::future<int>> all;
     all[7] = c.hire(one);
     int sum = 0;
     for (auto &[key, f] : all)
       sum += f.get(); // WARN[get]: another task of 'c'
     return sum;
   }).get();
}

void iteratorBad(Crew &c) {
  c.hire([&c] {
     std::map<int, std::future<int>> all;
     all[7] = c.hire(one);
     int sum = 0;
     for (auto i = all.begin(); i != all.end(); ++i)
       sum += i->second.get(); // WARN[get]: another task of 'c'
     return sum;
   }).get();
}

// Those of another crew.
void otherOk(Crew &c) {
  Crew d(1);
  c.hire([&d] {
     std::vector<std::future<int>> all(2);
     all[0] = d.hire(one);
     all[1] = d.hire(one);
     int sum = 0;
     for (auto &f : all)
       sum += f.get();
     return sum;
   }).get();
}

// One of its own, which nobody waits for here.
void keptOk(Crew &c) {
  Crew d(1);
  std::vector<std::future<int>> all(2);
  c.hire([&] {
     all[0] = c.hire(one);
     all[1] = d.hire(one);
     return all[1].get();
   }).get();
  all[0].get();
}

#ifdef GRIDLOCK_RUN
#include "Inputs/Cases.h"
#define CASE(fn) {#fn, [] { Crew c(1); fn(c); }}
int main(int argc, char **argv) {
  return runCase(argc, argv, {CASE(rangeBad), CASE(indexBad), CASE(boundBad), CASE(iteratorBad),
                              CASE(otherOk), CASE(keptOk)});
}
#endif
