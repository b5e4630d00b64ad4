// RUN: %prove %s %t -- -std=c++17
// The task has arguments; the pool is a parameter that nothing else needs.

#include "Crew.h"
#include <string>

static void add(std::string &To, const std::string &What, int Times) {
  for (int I = 0; I < Times; ++I)
    To += What;
}

static std::string line(Crew &Workers) {
  std::string Text;
  Workers.enqueue(add, std::ref(Text), "ab", 3).get();
  return Text;
}

int main() {
  Crew Workers;
  auto Line = Workers.enqueue([&] { return line(Workers); });
  return Line.get() == "ababab" ? 0 : 1;
}

// FIXES
// warning: gridlock-self-wait
// -static std::string line(Crew &Workers) {
// +static std::string line(Crew &/*Workers*/) {
// -  Workers.enqueue(add, std::ref(Text), "ab", 3).get();
// +  add(std::ref(Text), "ab", 3);
// note: fix: a separate pool 'WorkersForParents' for the tasks that wait: costs its threads
// -  auto Line = Workers.enqueue([&] { return line(Workers); });
// +  Crew WorkersForParents;
// +  auto Line = WorkersForParents.enqueue([&] { return line(Workers); });
