// RUN: %check self-wait %s -- -std=c++17

// Where the executor lives: local, global, static local, member, member of a
// member, reference, pointer, smart pointers.

#include <condition_variable>
#include <functional>
#include <future>
#include <memory>
#include <mutex>
#include <queue>
#include <stdexcept>
#include <thread>
#include <type_traits>
#include <vector>

class Crew {
public:
  explicit Crew(size_t count) : closed(false) {
    for (size_t i = 0; i < count; ++i)
      hands.emplace_back([this] {
        for (;;) {
          std::function<void()> chore;
          {
            std::unique_lock<std::mutex> lock(this->mutex);
            this->wake.wait(lock, [this] { return this->closed || !this->chores.empty(); });
            if (this->closed && this->chores.empty())
              return;
            chore = std::move(this->chores.front());
            this->chores.pop();
          }
          chore();
        }
      });
  }

  template <class F, class... Args>
  auto hand(F &&f, Args &&...args) -> std::future<typename std::invoke_result<F, Args...>::type> {
    using R = typename std::invoke_result<F, Args...>::type;
    auto chore = std::make_shared<std::packaged_task<R()>>(
        std::bind(std::forward<F>(f), std::forward<Args>(args)...));
    std::future<R> res = chore->get_future();
    {
      std::unique_lock<std::mutex> lock(mutex);
      if (closed)
        throw std::runtime_error("hand() on a closed Crew");
      chores.emplace([chore]() { (*chore)(); });
    }
    wake.notify_one();
    return res;
  }

  ~Crew() {
    {
      std::unique_lock<std::mutex> lock(mutex);
      closed = true;
    }
    wake.notify_all();
    for (std::thread &t : hands)
      t.join();
  }

private:
  std::vector<std::thread> hands;
  std::queue<std::function<void()>> chores;
  std::mutex mutex;
  std::condition_variable wake;
  bool closed;
};

int weigh(int n) { return n * 3; }

// A local pool.

void localBad() {
  Crew crew(1);
  auto outer = crew.hand([&crew] {
    auto inner = crew.hand([] { return weigh(1); });
    return inner.get() + 1; // WARN:
  });
  outer.get();
}

void localOk() {
  Crew crew(1);
  auto outer = crew.hand([] { return weigh(1); });
  auto next = crew.hand([] { return weigh(2); });
  outer.get();
  next.get();
}

// A global.

Crew dockers(1);

int unloadShip() {
  std::future<int> crate = dockers.hand(weigh, 4);
  return crate.get(); // WARN:
}

void globalBad() { dockers.hand(unloadShip).wait(); }

void unloadLater(std::promise<int> *done) {
  dockers.hand([done] { done->set_value(weigh(4)); });
}

void globalOk() {
  std::promise<int> done;
  dockers.hand([&done] { unloadLater(&done); });
  done.get_future().get();
}

// A static local behind an accessor, and a static data member.

Crew &nightShift() {
  static Crew theShift(2);
  return theShift;
}

void accessorBad() {
  std::promise<void> both;
  std::shared_future<void> started = both.get_future().share();
  std::vector<std::future<void>> rows;
  for (int i = 0; i < 2; ++i)
    rows.push_back(nightShift().hand([started] {
      started.wait();
      nightShift().hand(weigh, 5).get(); // WARN:
    }));
  both.set_value();
  for (auto &row : rows)
    row.get();
}

void accessorOk() {
  std::vector<std::future<int>> rows;
  for (int i = 0; i < 2; ++i)
    rows.push_back(nightShift().hand(weigh, i));
  for (auto &row : rows)
    row.get();
}

struct Harbour {
  static Crew pilots;
  static void steerBad();
  static void steerOk();
};
Crew Harbour::pilots{1};

void Harbour::steerBad() {
  pilots.hand([] { pilots.hand([] {}).wait(); }).get(); // WARN:
}

void Harbour::steerOk() {
  pilots.hand([] { pilots.hand([] {}); }).get();
}

// A member, reached through the captured this, and a member of a member.

class Bakery {
public:
  int breadBad() {
    return ovens.hand([this] {
      auto dough = ovens.hand([this] { return weigh(flour); });
      return dough.get(); // WARN:
    }).get();
  }

  int breadOk() {
    auto dough = ovens.hand([this] { return weigh(flour); });
    int kneaded = dough.get();
    return ovens.hand([kneaded] { return kneaded + 1; }).get();
  }

private:
  int flour = 2;
  Crew ovens{1};
};

struct Backend {
  Crew lanes{1};
};

struct Frontend {
  Backend backend;

  void refreshBad() {
    backend.lanes.hand([this] {
      std::future<int> piece = this->backend.lanes.hand(weigh, 9);
      piece.wait(); // WARN:
    }).get();
  }

  void refreshOk() {
    std::future<int> piece = this->backend.lanes.hand(weigh, 9);
    backend.lanes.hand([] { weigh(8); }).get();
    piece.wait();
  }
};

// A reference and a pointer member that name somebody else's pool.

class Tailor {
public:
  Tailor(Crew &shop) : shop_(shop) {}

  void sewBad() {
    auto coat = shop_.hand([this] {
      int sleeve = shop_.hand(weigh, 7).get(); // WARN:
      return sleeve * 2;
    });
    coat.get();
  }

  void sewOk() {
    int sleeve = shop_.hand(weigh, 7).get();
    shop_.hand([sleeve] { return sleeve * 2; }).get();
  }

private:
  Crew &shop_;
};

class Smith {
public:
  explicit Smith(Crew *forge) : forge_(forge) {}

  void hammer() {
    auto blow = forge_->hand(weigh, 1);
    blow.get(); // WARN:
  }

  void hammerGently() { forge_->hand(weigh, 1); }

  void nailBad() { forge_->hand([this] { hammer(); }).get(); }
  void nailOk() { forge_->hand([this] { hammerGently(); }).get(); }

private:
  Crew *forge_;
};

// Owned by unique_ptr and shared_ptr.

class Printer {
public:
  Printer() : press(std::make_unique<Crew>(1)) {}

  void pagesBad() {
    press->hand([this] {
      std::vector<std::future<int>> sheets;
      for (int i = 0; i < 3; ++i)
        sheets.push_back(press->hand(weigh, i));
      for (auto &sheet : sheets)
        sheet.get(); // WARN:
    }).wait();
  }

  void pagesOk() {
    std::vector<std::future<int>> sheets;
    press->hand([this, &sheets] {
      for (int i = 0; i < 3; ++i)
        sheets.push_back(press->hand(weigh, i));
    }).wait();
    for (auto &sheet : sheets)
      sheet.get();
  }

private:
  std::unique_ptr<Crew> press;
};

void sharedOwnerBad() {
  auto team = std::make_shared<Crew>(1);
  auto whole = team->hand([team] {
    auto half = team->hand(weigh, 6);
    return half.get(); // WARN:
  });
  whole.get();
}

void sharedOwnerOk() {
  auto team = std::make_shared<Crew>(1);
  auto other = std::make_shared<Crew>(1);
  auto whole = team->hand([other] {
    auto half = other->hand(weigh, 6);
    return half.get();
  });
  whole.get();
}

#ifdef GRIDLOCK_RUN
#include "Inputs/Cases.h"
int main(int argc, char **argv) {
  return runCase(argc, argv,
                 {{"localBad", localBad},
                  {"localOk", localOk},
                  {"globalBad", globalBad},
                  {"globalOk", globalOk},
                  {"accessorBad", accessorBad},
                  {"accessorOk", accessorOk},
                  {"Harbour::steerBad", Harbour::steerBad},
                  {"Harbour::steerOk", Harbour::steerOk},
                  {"breadBad", [] { Bakery b; b.breadBad(); }},
                  {"breadOk", [] { Bakery b; b.breadOk(); }},
                  {"refreshBad", [] { Frontend f; f.refreshBad(); }},
                  {"refreshOk", [] { Frontend f; f.refreshOk(); }},
                  {"sewBad", [] { Crew c(1); Tailor t(c); t.sewBad(); }},
                  {"sewOk", [] { Crew c(1); Tailor t(c); t.sewOk(); }},
                  {"nailBad", [] { Crew c(1); Smith s(&c); s.nailBad(); }},
                  {"nailOk", [] { Crew c(1); Smith s(&c); s.nailOk(); }},
                  {"pagesBad", [] { Printer p; p.pagesBad(); }},
                  {"pagesOk", [] { Printer p; p.pagesOk(); }},
                  {"sharedOwnerBad", sharedOwnerBad},
                  {"sharedOwnerOk", sharedOwnerOk}});
}
#endif
