// RUN: %check wait-under-lock,self-wait %s -- -std=c++17

// A mutex that each run of a task makes anew: no other one stands in line for it.

#include "Inputs/Crew.h"

static int scrub() { return 1; }

static void ownBad(Crew &c) {
  c.hire([&c] {
    std::mutex deck;
    std::lock_guard<std::mutex> lock(deck);
    c.hire(scrub).get(); // WARN[get]: task of 'c'
  });
}

static std::mutex All;

static void sharedBad(Crew &c) {
  c.hire([&c] {
    std::lock_guard<std::mutex> lock(All);
    c.hire(scrub).get(); // WARN[get]: task of 'c' // WARN[get]: 'All', for which every worker
  });
}

void all(Crew &c) {
  ownBad(c);
  sharedBad(c);
}
