// RUN: %check self-wait %s -- -std=c++17

// The wait stands in a destructor: scope end, member, temporary, delete, reset.

#include <condition_variable>
#include <functional>
#include <future>
#include <memory>
#include <mutex>
#include <queue>
#include <thread>
#include <type_traits>
#include <utility>
#include <vector>

class Orchestra {
public:
  explicit Orchestra(int Size) {
    for (int I = 0; I < Size; ++I)
      Players.emplace_back([this] { play(); });
  }

  ~Orchestra() {
    {
      std::unique_lock<std::mutex> Lock(Mutex);
      Curtain = true;
    }
    Cue.notify_all();
    for (std::thread &P : Players)
      P.join();
  }

  template <typename Function> std::shared_future<void> rehearse(Function &&F) {
    std::packaged_task<void()> Task(std::forward<Function>(F));
    std::shared_future<void> Future = Task.get_future().share();
    {
      std::unique_lock<std::mutex> Lock(Mutex);
      Pieces.push(std::move(Task));
    }
    Cue.notify_one();
    return Future;
  }

private:
  void play() {
    while (true) {
      std::packaged_task<void()> Piece;
      {
        std::unique_lock<std::mutex> Lock(Mutex);
        Cue.wait(Lock, [&] { return Curtain || !Pieces.empty(); });
        if (Curtain && Pieces.empty())
          return;
        Piece = std::move(Pieces.front());
        Pieces.pop();
      }
      Piece();
    }
  }

  std::vector<std::thread> Players;
  std::queue<std::packaged_task<void()>> Pieces;
  std::mutex Mutex;
  std::condition_variable Cue;
  bool Curtain = false;
};

// Waits for its own count to fall to zero when it goes out of scope.
class Ensemble {
public:
  explicit Ensemble(Orchestra &O) : Home(O) {}
  Ensemble(const Ensemble &) = delete;

  ~Ensemble() {
    std::unique_lock<std::mutex> Lock(Mutex);
    Silent.wait(Lock, [this] { return Notes == 0; });
  }

  template <typename Fn> void note(Fn F) {
    {
      std::unique_lock<std::mutex> Lock(Mutex);
      ++Notes;
    }
    Home.rehearse([this, F] {
      F();
      std::unique_lock<std::mutex> Lock(Mutex);
      if (--Notes == 0)
        Silent.notify_all();
    });
  }

  Orchestra &home() { return Home; }

private:
  Orchestra &Home;
  std::mutex Mutex;
  std::condition_variable Silent;
  int Notes = 0;
};

void scopeBad(Orchestra &O) {
  O.rehearse([&O] {
     {
       Ensemble Trio(O); // WARN:
       Trio.note([] {});
       Trio.note([] {});
     }
     O.rehearse([] {});
   }).get();
}

void scopeOk(Orchestra &O) {
  {
    Ensemble Trio(O);
    Trio.note([] {});
  }
  O.rehearse([] {}).get();
}

void earlyReturnBad(Orchestra &O, bool Brief) {
  O.rehearse([&O, Brief] {
     Ensemble Duo(O); // WARN:
     Duo.note([] {});
     if (Brief)
       return;
     Duo.note([] {});
   }).get();
}

void earlyReturnOk(Orchestra &O, Orchestra &Guests, bool Brief) {
  O.rehearse([&Guests, Brief] {
     Ensemble Duo(Guests);
     Duo.note([] {});
     if (Brief)
       return;
     Duo.note([] {});
   }).get();
}

// A member's destructor.

struct Concert {
  explicit Concert(Orchestra &O) : Strings(O) {}
  Ensemble Strings;
  int Seats = 0;
};

void memberBad(Orchestra &O) {
  O.rehearse([&] {
     Concert C(O); // WARN:
     C.Strings.note([] {});
   }).get();
}

void memberOk(Orchestra &O) {
  Concert C(O);
  C.Strings.note([] {});
  O.rehearse([&C] { ++C.Seats; }).get();
}

// A base class's destructor.

class Quartet : public Ensemble {
public:
  using Ensemble::Ensemble;
  void tune() {
    note([] {});
  }
};

void baseBad(Orchestra &O) {
  O.rehearse([&] {
     Quartet Q{O}; // WARN:
     Q.tune();
   }).get();
}

void baseOk(Orchestra &O) {
  Quartet Q{O};
  Q.tune();
}

// A temporary.

Ensemble &&solo(Ensemble &&E) {
  E.note([] {});
  return std::move(E);
}

void temporaryBad(Orchestra &O) {
  O.rehearse([&] { solo(Ensemble(O)); }).get(); // WARN:
}

void temporaryOk(Orchestra &O) { solo(Ensemble(O)); }

// Owned by a smart pointer: scope end and reset; by a raw pointer: delete.

void uniqueBad(Orchestra &O) {
  O.rehearse([&O] {
     auto Choir = std::make_unique<Ensemble>(O); // WARN:
     Choir->note([] {});
   }).get();
}

void uniqueOk(Orchestra &O) {
  auto Choir = std::make_unique<Ensemble>(O);
  Choir->note([] {});
}

class Hall {
public:
  explicit Hall(Orchestra &O) : O(O), Stage(std::make_unique<Ensemble>(O)) {}

  void closeBad() {
    O.rehearse([this] {
       Stage->note([] {});
       Stage.reset(); // FN: missed, unique_ptr::reset of a member
     }).get();
  }

  void closeOk() {
    O.rehearse([this] { Stage->note([] {}); }).get();
    Stage.reset();
  }

private:
  Orchestra &O;
  std::unique_ptr<Ensemble> Stage;
};

void deleteBad(Orchestra &O) {
  O.rehearse([&O] {
     auto *Band = new Ensemble(O);
     Band->note([] {});
     delete Band; // WARN:
   }).get();
}

void deleteOk(Orchestra &O) {
  auto *Band = new Ensemble(O);
  O.rehearse([Band] { Band->note([] {}); }).get();
  delete Band;
}

// A guard that waits for one future.

class Encore {
public:
  explicit Encore(std::shared_future<void> F) : F(std::move(F)) {}
  ~Encore() {
    if (F.valid())
      F.wait();
  }

private:
  std::shared_future<void> F;
};

void guardBad(Orchestra &O) {
  O.rehearse([&O] {
     Encore E(O.rehearse([] {})); // WARN:
     (void)E;
   }).get();
}

void guardOk(Orchestra &O) {
  Encore E(O.rehearse([] {}));
  (void)E;
}

// A scope guard that runs a function.

template <typename F> class AtEnd {
public:
  explicit AtEnd(F Fn) : Fn(std::move(Fn)) {}
  ~AtEnd() { Fn(); }

private:
  F Fn;
};

void atEndBad(Orchestra &O) {
  O.rehearse([&O] {
     auto Applause = O.rehearse([] {});
     AtEnd Bow([&Applause] { Applause.wait(); }); // WARN:
   }).get();
}

void atEndOk(Orchestra &O) {
  auto Applause = O.rehearse([] {});
  AtEnd Bow([&Applause] { Applause.wait(); });
}

// The destructor of a future of packaged_task does not wait.

void futureScopeOk(Orchestra &O) {
  O.rehearse([&O] {
     std::shared_future<void> Unheard = O.rehearse([] {});
   }).get();
}

// The future of std::async does, and its thread waits for the pool.

void asyncScopeBad(Orchestra &O) {
  O.rehearse([&O] {
     auto Aside = std::async(std::launch::async, [&O] { O.rehearse([] {}).wait(); }); // WARN:
   }).get();
}

void asyncScopeOk(Orchestra &O) {
  O.rehearse([&O] {
     auto Aside = std::async(std::launch::async, [&O] { O.rehearse([] {}); });
   }).get();
}

// A destructor that is = default, or does other things, waits for nothing.

struct Tuner {
  explicit Tuner(Orchestra &O) : O(O) {}
  ~Tuner() { O.rehearse([] {}); }
  Orchestra &O;
};

void tunerOk(Orchestra &O) {
  O.rehearse([&O] { Tuner T(O); }).get();
}

#ifdef GRIDLOCK_RUN
#include "Inputs/Cases.h"
static Orchestra O(1), G(1);
#define PLAY(fn) {#fn, [] { fn(O); }}
int main(int argc, char **argv) {
  return runCase(argc, argv,
                 {PLAY(scopeBad), PLAY(scopeOk),
                  {"earlyReturnBad", [] { earlyReturnBad(O, true); }},
                  {"earlyReturnOk", [] { earlyReturnOk(O, G, true); }},
                  PLAY(memberBad), PLAY(memberOk), PLAY(baseBad), PLAY(baseOk),
                  PLAY(temporaryBad), PLAY(temporaryOk), PLAY(uniqueBad),
                  PLAY(uniqueOk),
                  {"closeBad", [] { Hall(O).closeBad(); }},
                  {"closeOk", [] { Hall(O).closeOk(); }},
                  PLAY(deleteBad), PLAY(deleteOk), PLAY(guardBad), PLAY(guardOk),
                  PLAY(atEndBad), PLAY(atEndOk), PLAY(futureScopeOk),
                  PLAY(asyncScopeBad), PLAY(asyncScopeOk), PLAY(tunerOk)});
}
#endif
