// REQUIRES: boost-thread
// RUN: %check wait-under-lock %s -- -std=c++17

// Slots of Boost.Signals2 run where the signal is emitted, with what is locked
// there.

#include <boost/signals2.hpp>

#include <functional>
#include <mutex>

class Store {
public:
  boost::signals2::signal<void(int)> Changed;

  void set(int New) {
    std::lock_guard<std::mutex> Lock(Mutex);
    Value = New;
    Changed(New);
  }
  void setAndTell(int New) {
    {
      std::lock_guard<std::mutex> Lock(Mutex);
      Value = New;
    }
    Changed(New);
  }
  int get() {
    std::lock_guard<std::mutex> Lock(Mutex); // WARN[Lock]: 'Mutex'
    return Value;
  }

private:
  std::mutex Mutex;
  int Value = 0;
};

class View {
public:
  explicit View(Store &Of) : Shown(Of) {
    Link = Of.Changed.connect([this](int) { show(); });
  }
  void show() { Last = Shown.get(); }

private:
  Store &Shown;
  int Last = 0;
  boost::signals2::scoped_connection Link;
};

class BoundView {
public:
  explicit BoundView(Store &Of) : Shown(Of) {
    Of.Changed.connect(1, std::bind(&BoundView::show, this));
  }
  void show() { Last = Shown.get(); }

private:
  Store &Shown;
  int Last = 0;
};

class Log {
public:
  explicit Log(Store &Of) {
    Of.Changed.connect([this](int New) { Last = New; });
  }

private:
  int Last = 0;
};

void lambdaBad() {
  Store S;
  View V(S);
  S.set(3);
}

void boundBad() {
  Store S;
  BoundView V(S);
  S.set(3);
}

void toldAfterOk() {
  Store S;
  View V(S);
  S.setAndTell(3);
}

void locksNothingOk() {
  Store S;
  Log L(S);
  S.set(3);
}

// The one that is shown is not the one that is set.
void otherStoreOk() {
  Store Shown, Set;
  View V(Shown);
  Set.set(3);
}

#ifdef GRIDLOCK_RUN
#include "../Tidy/self-wait/Inputs/Cases.h"
int main(int Argc, char **Argv) {
  return runCase(Argc, Argv,
                 {{"lambdaBad", lambdaBad},
                  {"boundBad", boundBad},
                  {"toldAfterOk", toldAfterOk},
                  {"locksNothingOk", locksNothingOk},
                  {"otherStoreOk", otherStoreOk}});
}
#endif
