// RUN: %check self-wait %s -- -std=c++17

// Where the future stands when it is waited for: struct, member, containers,
// optional, pair and tuple; after a move or a swap.

#include <algorithm>
#include <array>
#include <atomic>
#include <condition_variable>
#include <functional>
#include <future>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <tuple>
#include <unordered_map>
#include <utility>
#include <vector>

namespace sea {

// Each worker has a queue of its own; the next one is chosen in turn.
class Fleet {
  struct Boat {
    std::mutex Lock;
    std::condition_variable Wake;
    std::vector<std::function<void()>> Cargo;
    size_t Head = 0;
    bool Sunk = false;
    std::thread Rower;
  };

public:
  explicit Fleet(unsigned N) : Boats(N) {
    for (Boat &B : Boats)
      B.Rower = std::thread([this, &B] { row(B); });
  }

  ~Fleet() {
    for (Boat &B : Boats) {
      {
        std::lock_guard<std::mutex> Guard(B.Lock);
        B.Sunk = true;
      }
      B.Wake.notify_all();
    }
    for (Boat &B : Boats)
      B.Rower.join();
  }

  template <class Callable> std::future<int> load(Callable &&C) {
    auto Promise = std::make_shared<std::promise<int>>();
    auto Result = Promise->get_future();
    Boat &B = Boats[Turn++ % Boats.size()];
    {
      std::lock_guard<std::mutex> Guard(B.Lock);
      B.Cargo.push_back([Promise, C = std::forward<Callable>(C)]() mutable { Promise->set_value(C()); });
    }
    B.Wake.notify_one();
    return Result;
  }

private:
  void row(Boat &B) {
    std::unique_lock<std::mutex> Guard(B.Lock);
    for (;;) {
      B.Wake.wait(Guard, [&B] { return B.Sunk || B.Head < B.Cargo.size(); });
      if (B.Head == B.Cargo.size())
        return;
      std::function<void()> Crate = std::move(B.Cargo[B.Head++]);
      Guard.unlock();
      Crate();
      Guard.lock();
    }
  }

  std::vector<Boat> Boats;
  std::atomic<unsigned> Turn{0};
};

int fish() { return 12; }

// A struct and a nested struct.

struct Net {
  std::string Name;
  std::future<int> Catch;
};

struct Haul {
  Net Left, Right;
};

void structBad(Fleet &F) {
  F.load([&F] {
    Net N{"cod", F.load(fish)};
    return N.Catch.get(); // WARN:
  }).get();
}

void structOk(Fleet &F) {
  F.load([&F] {
    Net N{"cod", F.load(fish)};
    return N.Name.empty() ? 1 : 0;
  }).get();
}

void nestedStructBad(Fleet &F) {
  F.load([&F] {
    Haul H;
    H.Left.Catch = F.load(fish);
    H.Right.Catch = std::async(std::launch::deferred, fish);
    int Sum = H.Right.Catch.get();
    Sum += H.Left.Catch.get(); // WARN:
    return Sum;
  }).get();
}

void nestedStructOk(Fleet &F) {
  F.load([] {
    Haul H;
    H.Right.Catch = std::async(std::launch::deferred, fish);
    return H.Right.Catch.get();
  }).get();
}

// A member, filled by one method and awaited by another.

class Angler {
public:
  explicit Angler(Fleet &F) : F(F) {}

  void cast() { Bite = F.load(fish); }
  int reel() { return Bite.get(); } // WARN:
  int drop() { return Bite.valid() ? 1 : 0; }

  void angleBad() {
    F.load([this] {
      cast();
      return reel();
    }).get();
  }

  void angleOk() {
    F.load([this] {
      cast();
      return drop();
    }).get();
  }

private:
  Fleet &F;
  std::future<int> Bite;
};

// Sequences: vector in three styles of loop, array, C array.

void vectorBad(Fleet &F) {
  F.load([&F] {
    std::vector<std::future<int>> Hooks;
    Hooks.reserve(4);
    for (int I = 0; I < 4; ++I)
      Hooks.emplace_back(F.load([I] { return I; }));
    int Sum = 0;
    for (size_t I = 0; I != Hooks.size(); ++I)
      Sum += Hooks[I].get(); // WARN:
    return Sum;
  }).get();
}

void vectorIteratorBad(Fleet &F) {
  F.load([&F] {
    std::vector<std::future<int>> Hooks(3);
    std::generate(Hooks.begin(), Hooks.end(), [&F] { return F.load(fish); });
    for (auto It = Hooks.begin(), End = Hooks.end(); It != End; ++It)
      It->wait(); // WARN:
    return 0;
  }).get();
}

void vectorOk(Fleet &F) {
  std::vector<std::future<int>> Hooks;
  for (int I = 0; I < 4; ++I)
    Hooks.emplace_back(F.load([I] { return I; }));
  for (auto &Hook : Hooks)
    Hook.get();
}

void arrayBad(Fleet &F) {
  F.load([&F] {
    std::array<std::future<int>, 2> Rods = {F.load(fish), F.load(fish)};
    return Rods.front().get() // WARN:
           + std::get<1>(Rods).get(); // WARN:
  }).get();
}

void rawArrayBad(Fleet &F) {
  F.load([&F] {
    std::future<int> Rods[2];
    for (auto &Rod : Rods)
      Rod = F.load(fish);
    Rods[1].wait(); // WARN:
    return 0;
  }).get();
}

void arrayOk(Fleet &F) {
  std::array<std::future<int>, 2> Rods = {F.load(fish), F.load(fish)};
  Rods[0].wait();
  Rods[1].wait();
}

// Associative containers.

void mapBad(Fleet &F) {
  F.load([&F] {
    std::map<std::string, std::future<int>> Ponds;
    Ponds["carp"] = F.load(fish);
    Ponds.emplace("pike", F.load(fish));
    int Sum = 0;
    for (auto &[Name, Pond] : Ponds)
      Sum += Pond.get(); // WARN:
    return Sum;
  }).get();
}

void unorderedMapBad(Fleet &F) {
  F.load([&F] {
    std::unordered_map<int, std::shared_future<int>> Ponds;
    Ponds.insert({4, F.load(fish).share()});
    auto It = Ponds.find(4);
    return It == Ponds.end() ? 0 : It->second.get(); // WARN:
  }).get();
}

void mapOk(Fleet &F) {
  std::map<std::string, std::future<int>> Ponds;
  Ponds["carp"] = F.load(fish);
  for (auto &[Name, Pond] : Ponds)
    Pond.get();
}

// optional, pair, tuple, unique_ptr.

void optionalBad(Fleet &F) {
  F.load([&F] {
    std::optional<std::future<int>> Bait;
    Bait = F.load(fish);
    return Bait ? Bait->get() : 0; // WARN:
  }).get();
}

void optionalOk(Fleet &F) {
  F.load([&F] {
    std::optional<std::future<int>> Bait;
    Bait = F.load(fish);
    Bait.reset();
    return 0;
  }).get();
}

void pairBad(Fleet &F) {
  F.load([&F] {
    auto Pair = std::make_pair(3, F.load(fish));
    return Pair.second.get() + Pair.first; // WARN:
  }).get();
}

void tupleBad(Fleet &F) {
  F.load([&F] {
    auto Row = std::make_tuple(F.load(fish), 'x');
    std::get<0>(Row).wait(); // WARN:
    return 0;
  }).get();
}

void tupleOk(Fleet &F) {
  auto Row = std::make_tuple(F.load(fish), 'x');
  std::get<0>(Row).wait();
}

void uniquePtrBad(Fleet &F) {
  F.load([&F] {
    auto Box = std::make_unique<std::future<int>>(F.load(fish));
    return Box->get(); // WARN:
  }).get();
}

void uniquePtrOk(Fleet &F) {
  auto Box = std::make_unique<std::future<int>>(F.load(fish));
  Box->get();
}

// Moved, swapped, passed on by value.

int weighIn(std::future<int> Fish) { return Fish.get(); } // WARN:

void movedBad(Fleet &F) {
  F.load([&F] {
    auto First = F.load(fish);
    auto Second = std::move(First);
    return weighIn(std::move(Second));
  }).get();
}

void swappedBad(Fleet &F) {
  F.load([&F] {
    std::future<int> A, B = F.load(fish);
    std::swap(A, B);
    return A.get(); // WARN:
  }).get();
}

int weighOut(std::future<int> Fish) { return Fish.get(); }

void movedOk(Fleet &F) {
  auto First = F.load(fish);
  auto Second = std::move(First);
  weighOut(std::move(Second));
}

} // namespace sea

#ifdef GRIDLOCK_RUN
#include "Inputs/Cases.h"
using namespace sea;
static Fleet F(1);
int main(int argc, char **argv) {
  return runCase(argc, argv,
                 {{"structBad", [] { structBad(F); }},
                  {"structOk", [] { structOk(F); }},
                  {"nestedStructBad", [] { nestedStructBad(F); }},
                  {"nestedStructOk", [] { nestedStructOk(F); }},
                  {"angleBad", [] { Angler(F).angleBad(); }},
                  {"angleOk", [] { Angler(F).angleOk(); }},
                  {"vectorBad", [] { vectorBad(F); }},
                  {"vectorIteratorBad", [] { vectorIteratorBad(F); }},
                  {"vectorOk", [] { vectorOk(F); }},
                  {"arrayBad", [] { arrayBad(F); }},
                  {"rawArrayBad", [] { rawArrayBad(F); }},
                  {"arrayOk", [] { arrayOk(F); }},
                  {"mapBad", [] { mapBad(F); }},
                  {"unorderedMapBad", [] { unorderedMapBad(F); }},
                  {"mapOk", [] { mapOk(F); }},
                  {"optionalBad", [] { optionalBad(F); }},
                  {"optionalOk", [] { optionalOk(F); }},
                  {"pairBad", [] { pairBad(F); }},
                  {"tupleBad", [] { tupleBad(F); }},
                  {"tupleOk", [] { tupleOk(F); }},
                  {"uniquePtrBad", [] { uniquePtrBad(F); }},
                  {"uniquePtrOk", [] { uniquePtrOk(F); }},
                  {"movedBad", [] { movedBad(F); }},
                  {"swappedBad", [] { swappedBad(F); }},
                  {"movedOk", [] { movedOk(F); }}});
}
#endif
