// RUN: %check self-wait %s -- -std=c++17

// How the executor reaches the task: parameter, std::ref, captures of every
// kind, chains of accessors.

#include <condition_variable>
#include <deque>
#include <functional>
#include <future>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

namespace yard {

// Type-erased work in a deque; results travel by promise or future.
class Gang {
public:
  explicit Gang(unsigned Count) {
    while (Count--)
      Folk.push_back(std::thread(&Gang::loop, this));
  }
  Gang(const Gang &) = delete;

  void give(std::function<void()> Work) {
    {
      std::lock_guard<std::mutex> G(Mu);
      Pile.push_back(std::move(Work));
    }
    Cv.notify_one();
  }

  template <typename Fn> std::future<decltype(std::declval<Fn>()())> ask(Fn Body) {
    using T = decltype(Body());
    auto P = std::make_shared<std::packaged_task<T()>>(std::move(Body));
    give([P] { (*P)(); });
    return P->get_future();
  }

  ~Gang() {
    {
      std::lock_guard<std::mutex> G(Mu);
      Over = true;
    }
    Cv.notify_all();
    for (auto &F : Folk)
      F.join();
  }

private:
  void loop() {
    std::unique_lock<std::mutex> L(Mu);
    while (true) {
      while (Pile.empty() && !Over)
        Cv.wait(L);
      if (Pile.empty())
        return;
      auto Work = std::move(Pile.front());
      Pile.pop_front();
      L.unlock();
      Work();
      L.lock();
    }
  }

  std::mutex Mu;
  std::condition_variable Cv;
  std::deque<std::function<void()>> Pile;
  std::vector<std::thread> Folk;
  bool Over = false;
};

} // namespace yard

using yard::Gang;

// A parameter, by reference and by pointer.

void digBad(Gang &G) {
  G.ask([&G] {
     std::future<int> Depth = G.ask([] { return 5; });
     return Depth.get(); // WARN:
   }).get();
}

void digOk(Gang &G) {
  std::future<int> Depth = G.ask([] { return 5; });
  int D = Depth.get();
  G.ask([D] { return D * 2; }).get();
}

void fillBad(Gang *G) {
  auto Outer = G->ask([=] {
    G->ask([] { return 1; }).wait(); // WARN:
  });
  Outer.wait();
}

void fillOk(Gang *G, Gang *Spare) {
  auto Outer = G->ask([=] {
    Spare->ask([] { return 1; }).wait();
  });
  Outer.wait();
}

// The pool is an argument of the task itself, through std::ref and std::bind.

int plant(Gang &G) {
  auto Seed = G.ask([] { return 11; });
  return Seed.get(); // WARN:
}

void stdRefBad() {
  Gang G(1);
  G.ask(std::bind(plant, std::ref(G))).get();
}

int plantElsewhere(Gang &Field) {
  auto Seed = Field.ask([] { return 11; });
  return Seed.get();
}

void stdRefOk() {
  Gang G(1);
  Gang H(1);
  G.ask(std::bind(plantElsewhere, std::ref(H))).get();
}

// A reference wrapper kept in a variable.

void wrapperBad(Gang &Origin) {
  std::reference_wrapper<Gang> Ref = Origin;
  Origin.ask([Ref] {
    auto R = Ref.get().ask([] { return 2; });
    R.get(); // WARN:
  }).get();
}

void wrapperOk(Gang &Origin) {
  std::reference_wrapper<Gang> Ref = Origin;
  Origin.ask([Ref] { Ref.get().ask([] { return 2; }); }).get();
}

// Captures: of a pointer by copy, of this by copy, of a shared_ptr moved in,
// a default capture.

void pointerCopyBad() {
  Gang G(1);
  Gang *Same = &G;
  std::promise<int> Out;
  G.give([Same, &Out] {
    std::promise<int> Mid;
    Same->give([&Mid] { Mid.set_value(1); });
    Out.set_value(Mid.get_future().get()); // WARN:
  });
  Out.get_future().get();
}

void pointerCopyOk() {
  Gang G(1);
  Gang *Same = &G;
  std::promise<int> Out;
  G.give([Same, &Out] {
    Same->give([&Out] { Out.set_value(1); });
  });
  Out.get_future().get();
}

void initCaptureBad() {
  auto Owner = std::make_shared<Gang>(1);
  Gang &Alias = *Owner;
  Owner->ask([Mine = Owner.get()] {
    Mine->ask([] {}).get(); // WARN:
  }).get();
  (void)Alias;
}

void initCaptureOk() {
  auto Owner = std::make_shared<Gang>(1);
  auto Other = std::make_shared<Gang>(1);
  Owner->ask([Mine = Other.get()] {
    Mine->ask([] {}).get();
  }).get();
}

struct Gardener {
  Gang Helpers{1};
  int Roses = 0;

  void waterBad() {
    auto Self = this;
    Helpers.ask([Self] {
      Self->Helpers.ask([Self] { Self->Roses++; }).get(); // WARN:
    }).get();
  }

  void waterOk() {
    auto Self = this;
    Helpers.ask([Self] { Self->Roses++; }).get();
    Helpers.ask([Self] { Self->Roses--; }).get();
  }
};

// Chains of accessors.

class Estate {
public:
  class Grounds {
  public:
    Gang &gang() { return *TheGang; }

  private:
    std::unique_ptr<Gang> TheGang = std::make_unique<Gang>(1);
  };

  Grounds *grounds() { return &TheGrounds; }
  const std::shared_ptr<Gang> &household() const { return Household; }

private:
  Grounds TheGrounds;
  std::shared_ptr<Gang> Household = std::make_shared<Gang>(1);
};

class Steward {
public:
  Estate &estate() { return E; }

  void mowBad() {
    estate().grounds()->gang().ask([this] {
      auto Strip = estate().grounds()->gang().ask([] { return 3; });
      return Strip.get(); // WARN:
    }).get();
  }

  void mowOk() {
    estate().grounds()->gang().ask([this] {
      auto Strip = estate().household()->ask([] { return 3; });
      return Strip.get();
    }).get();
  }

private:
  Estate E;
};

struct Settings {
  Gang *Background = nullptr;
  Gang *Foreground = nullptr;
};

struct Context {
  Settings Options;
  const Settings &options() const { return Options; }
};

int rake(const Context &C) {
  auto Leaves = C.options().Background->ask([] { return 100; });
  return Leaves.get(); // WARN:
}

void optionsBad(Context &C) {
  C.options().Background->ask([&C] { return rake(C); }).get();
}

int rakeUp(const Context &C) {
  auto Leaves = C.options().Foreground->ask([] { return 100; });
  return Leaves.get();
}

void optionsOk(Context &C) {
  C.options().Background->ask([&C] { return rakeUp(C); }).get();
}

#ifdef GRIDLOCK_RUN
#include "Inputs/Cases.h"
static Gang One(1), Two(1);
static Context Ctx{{&One, &Two}};
int main(int argc, char **argv) {
  return runCase(argc, argv,
                 {{"digBad", [] { digBad(One); }},
                  {"digOk", [] { digOk(One); }},
                  {"fillBad", [] { fillBad(&One); }},
                  {"fillOk", [] { fillOk(&One, &Two); }},
                  {"stdRefBad", stdRefBad},
                  {"stdRefOk", stdRefOk},
                  {"wrapperBad", [] { wrapperBad(One); }},
                  {"wrapperOk", [] { wrapperOk(One); }},
                  {"pointerCopyBad", pointerCopyBad},
                  {"pointerCopyOk", pointerCopyOk},
                  {"initCaptureBad", initCaptureBad},
                  {"initCaptureOk", initCaptureOk},
                  {"waterBad", [] { Gardener g; g.waterBad(); }},
                  {"waterOk", [] { Gardener g; g.waterOk(); }},
                  {"mowBad", [] { Steward s; s.mowBad(); }},
                  {"mowOk", [] { Steward s; s.mowOk(); }},
                  {"optionsBad", [] { optionsBad(Ctx); }},
                  {"optionsOk", [] { optionsOk(Ctx); }}});
}
#endif
