// RUN: %check wait-under-lock %s -- -std=c++11
// RUN: %check wait-under-lock %s -- -std=c++14
// RUN: %check wait-under-lock %s -- -std=c++17

// Before C++17 what a function returns is a copy of a temporary, which is not
// made in truth: nothing ends with it. Nor with a temporary that a container
// has moved from.

#include <map>
#include <memory>
#include <mutex>
#include <thread>
#include <utility>
#include <vector>

class Bell {
public:
  explicit Bell(int Tone) : Tone(Tone) {}
  ~Bell() {
    if (Ringer.joinable())
      Ringer.join();
  }
  int Tone;
  std::thread Ringer;
};

template <typename T, typename A> std::unique_ptr<T> makeOne(A &&Given) {
  return std::unique_ptr<T>(new T(std::forward<A>(Given)));
}

class Tower {
public:
  void hangOk(int Tone) {
    std::lock_guard<std::mutex> Hold(Lock);
    auto Found = Bells.find(Tone);
    if (Found == Bells.end()) {
      Found = Bells.insert(std::make_pair(Tone, makeOne<Bell>(Tone))).first;
      start(*Found->second);
    }
  }
  void pushOk(int Tone) {
    std::lock_guard<std::mutex> Hold(Lock);
    Row.push_back(makeOne<Bell>(Tone));
    start(*Row.back());
  }
  void listOk(int Tone) {
    std::lock_guard<std::mutex> Hold(Lock);
    Bells.insert({Tone, makeOne<Bell>(Tone)});
    start(*Bells[Tone]);
  }
  void hangAnewBad(int Tone) {
    std::lock_guard<std::mutex> Hold(Lock);
    std::unique_ptr<Bell> Made = makeOne<Bell>(Tone); // WARN: blocks in '~Bell' while it holds 'Lock'
    start(*Made);
  }
  ~Tower() {
    std::map<int, std::unique_ptr<Bell>> Last;
    std::vector<std::unique_ptr<Bell>> LastRow;
    {
      std::lock_guard<std::mutex> Hold(Lock);
      Last.swap(Bells);
      LastRow.swap(Row);
    }
  }

private:
  void start(Bell &Of) {
    Of.Ringer = std::thread([this] {
      std::lock_guard<std::mutex> Hold(Lock);
      ++Rung;
    });
  }
  std::mutex Lock;
  std::map<int, std::unique_ptr<Bell>> Bells;
  std::vector<std::unique_ptr<Bell>> Row;
  int Rung = 0;
};

// Given by value, it dies with the call.

void take(std::unique_ptr<Bell>) {}

std::mutex Door;

void givenBad() {
  std::lock_guard<std::mutex> Hold(Door);
  auto *Raw = new Bell(1);
  Raw->Ringer = std::thread([] { std::lock_guard<std::mutex> Hold(Door); });
  take(std::unique_ptr<Bell>(Raw)); // WARN: blocks in '~Bell' while it holds 'Door'
}

#ifdef GRIDLOCK_RUN
#include "../self-wait/Inputs/Cases.h"
int main(int argc, char **argv) {
  return runCase(argc, argv,
                 {{"hangOk", [] { Tower().hangOk(1); }},
                  {"pushOk", [] { Tower().pushOk(1); }},
                  {"listOk", [] { Tower().listOk(1); }},
                  {"hangAnewBad", [] { Tower().hangAnewBad(1); }},
                  {"givenBad", givenBad}});
}
#endif
