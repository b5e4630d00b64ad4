// RUN: %check self-wait %s -- -std=c++17

// The wait is reached through virtual methods, callbacks that are passed on,
// algorithms and visitors.

#include <algorithm>
#include <condition_variable>
#include <functional>
#include <future>
#include <iterator>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <variant>
#include <vector>

// An intrusive list of nodes with a virtual call in each.
class Quarry {
  struct Stone {
    Stone *next = nullptr;
    virtual ~Stone() {}
    virtual void cut() = 0;
  };

  template <typename F> struct StoneOf final : Stone {
    explicit StoneOf(F f) : f(std::move(f)) {}
    void cut() override { f(); }
    F f;
  };

public:
  explicit Quarry(int masons) {
    for (int i = 0; i < masons; ++i)
      masons_.emplace_back(&Quarry::carve, this);
  }

  ~Quarry() {
    {
      std::lock_guard<std::mutex> l(m_);
      shut_ = true;
    }
    cv_.notify_all();
    for (auto &mason : masons_)
      mason.join();
  }

  template <typename F> void heave(F f) {
    auto *stone = new StoneOf<F>(std::move(f));
    {
      std::lock_guard<std::mutex> l(m_);
      *tail_ = stone;
      tail_ = &stone->next;
    }
    cv_.notify_one();
  }

  template <typename F> auto hew(F f) -> std::future<decltype(f())> {
    std::packaged_task<decltype(f())()> t(std::move(f));
    auto r = t.get_future();
    heave(std::move(t));
    return r;
  }

private:
  void carve() {
    for (;;) {
      Stone *stone;
      {
        std::unique_lock<std::mutex> l(m_);
        cv_.wait(l, [this] { return shut_ || head_; });
        if (!head_)
          return;
        stone = head_;
        head_ = stone->next;
        if (!head_)
          tail_ = &head_;
      }
      stone->cut();
      delete stone;
    }
  }

  std::mutex m_;
  std::condition_variable cv_;
  Stone *head_ = nullptr;
  Stone **tail_ = &head_;
  std::vector<std::thread> masons_;
  bool shut_ = false;
};

// A virtual hop: each override in sight.

class Tool {
public:
  virtual ~Tool() = default;
  virtual int use(Quarry &q) = 0;
};

class Chisel : public Tool {
public:
  int use(Quarry &q) override {
    return q.hew([] { return 1; }).get(); // WARN:
  }
};

class Brush : public Tool {
public:
  int use(Quarry &q) override {
    q.heave([] {});
    return 0;
  }
};

void toolBad(Quarry &q, Tool &tool) {
  q.hew([&q, &tool] { return tool.use(q); }).get();
}

void toolChosenBad(Quarry &q) {
  Chisel chisel;
  toolBad(q, chisel);
}

class Gauge {
public:
  virtual ~Gauge() = default;
  virtual int read(Quarry &q) const = 0;
};

class Ruler final : public Gauge {
public:
  int read(Quarry &) const override { return 30; }
};

class Plumb final : public Gauge {
public:
  int read(Quarry &q) const override {
    q.heave([] {});
    return 9;
  }
};

void gaugeOk(Quarry &q, const Gauge &gauge) {
  q.hew([&] { return gauge.read(q); }).get();
}

void gaugeChosenOk(Quarry &q) {
  Plumb plumb;
  gaugeOk(q, plumb);
}

// A callback that is passed along as std::function, template and pointer.

void eachSlab(int n, const std::function<void(int)> &fn) {
  for (int i = 0; i < n; ++i)
    fn(i);
}

void passedBad(Quarry &q) {
  q.hew([&q] {
    eachSlab(2, [&q](int i) {
      q.hew([i] { return i; }).wait(); // WARN:
    });
  }).get();
}

void passedOk(Quarry &q) {
  q.hew([&q] {
    eachSlab(2, [&q](int i) { q.heave([i] { (void)i; }); });
  }).get();
}

template <typename Fn> int twice(Fn &&fn) { return fn() + fn(); }
template <typename Fn> int fourTimes(Fn &&fn) {
  return twice([&] { return twice(fn); });
}

void templateBad(Quarry &q) {
  q.hew([&q] {
    return fourTimes([&q] {
      return q.hew([] { return 1; }).get(); // WARN:
    });
  }).get();
}

void templateOk(Quarry &q) {
  fourTimes([&q] {
    return q.hew([] { return 1; }).get();
  });
}

using Step = void (*)(Quarry &);
void polish(Quarry &q) { q.hew([] {}).get(); } // WARN:
void varnish(Quarry &q) { q.heave([] {}); }
void runStep(Step step, Quarry &q) { step(q); }

void pointerBad(Quarry &q) {
  q.hew([&q] { runStep(polish, q); }).get();
}

void pointerOk(Quarry &q) {
  q.hew([&q] { runStep(&varnish, q); }).get();
}

// Callbacks that are registered and called later by a task.

class Signals {
public:
  void connect(std::function<void()> slot) { slots_.push_back(std::move(slot)); }
  void emit() {
    for (auto &slot : slots_)
      slot();
  }

private:
  std::vector<std::function<void()>> slots_;
};

void registeredBad(Quarry &q) {
  Signals onBlast;
  onBlast.connect([&q] {
    q.hew([] {}).get(); // WARN:
  });
  q.hew([&onBlast] { onBlast.emit(); }).get();
}

void registeredOk(Quarry &q) {
  Signals onBlast;
  onBlast.connect([&q] { q.heave([] {}); });
  q.hew([&onBlast] { onBlast.emit(); }).get();
}

// Algorithms.

void forEachBad(Quarry &q, const std::vector<int> &blocks) {
  q.hew([&] {
    std::for_each(blocks.begin(), blocks.end(), [&q](int block) {
      q.hew([block] { return block; }).get(); // WARN:
    });
  }).get();
}

void transformBad(Quarry &q, const std::vector<int> &blocks) {
  q.hew([&] {
    std::vector<std::future<int>> cut;
    std::transform(blocks.begin(), blocks.end(), std::back_inserter(cut),
                   [&q](int block) { return q.hew([block] { return block * 2; }); });
    return std::all_of(cut.begin(), cut.end(), [](std::future<int> &f) {
      return f.get() > 0; // WARN:
    });
  }).get();
}

void forEachOk(Quarry &q, const std::vector<int> &blocks) {
  std::for_each(blocks.begin(), blocks.end(), [&q](int block) {
    q.hew([block] { return block; }).get();
  });
}

// Visitors: the classic one and std::visit.

struct Vein;
struct Seam;

struct Visitor {
  virtual ~Visitor() = default;
  virtual void visit(Vein &) = 0;
  virtual void visit(Seam &) = 0;
};

struct Rock {
  virtual ~Rock() = default;
  virtual void accept(Visitor &v) = 0;
};
struct Vein : Rock {
  void accept(Visitor &v) override { v.visit(*this); }
};
struct Seam : Rock {
  void accept(Visitor &v) override { v.visit(*this); }
};

class Blaster : public Visitor {
public:
  explicit Blaster(Quarry &q) : q(q) {}
  void visit(Vein &) override { q.hew([] {}).wait(); } // WARN:
  void visit(Seam &) override {}

private:
  Quarry &q;
};

class Surveyor : public Visitor {
public:
  void visit(Vein &) override { ++veins; }
  void visit(Seam &) override { ++seams; }
  int veins = 0, seams = 0;
};

void visitorBad(Quarry &q) {
  q.hew([&q] {
    Vein vein;
    Blaster blaster(q);
    Rock &rock = vein;
    rock.accept(blaster);
  }).get();
}

void visitorOk(Quarry &q) {
  q.hew([] {
    Seam seam;
    Surveyor surveyor;
    Rock &rock = seam;
    rock.accept(surveyor);
  }).get();
}

void variantBad(Quarry &q, const std::variant<int, std::string> &lot) {
  q.hew([&] {
    std::visit([&q](const auto &one) {
      q.hew([&one] { return one == one; }).get(); // WARN:
    }, lot);
  }).get();
}

void variantOk(Quarry &q, const std::variant<int, std::string> &lot) {
  q.hew([&] {
    std::visit([&q](const auto &one) {
      q.heave([one] { return one == one; });
    }, lot);
  }).get();
}

// A table of functions by name.

void tableBad(Quarry &q) {
  std::map<std::string, std::function<int()>> moves;
  moves["lift"] = [&q] { return q.hew([] { return 4; }).get(); }; // WARN:
  moves["drop"] = [] { return 0; };
  q.hew([&moves] { return moves.at("lift")(); }).get();
}

void tableOk(Quarry &q) {
  std::map<std::string, std::function<int()>> moves;
  moves["lift"] = [&q] { return q.hew([] { return 4; }).get(); };
  moves["drop"] = [] { return 0; };
  moves.at("lift")();
}

#ifdef GRIDLOCK_RUN
#include "Inputs/Cases.h"
static Quarry Q(1);
static std::vector<int> Blocks{1, 2, 3};
static std::variant<int, std::string> Lot{7};
#define CUT(fn) {#fn, [] { fn(Q); }}
#define CUT2(fn, x) {#fn, [] { fn(Q, x); }}
int main(int argc, char **argv) {
  return runCase(argc, argv,
                 {CUT(toolChosenBad), CUT(gaugeChosenOk), CUT(passedBad),
                  CUT(passedOk), CUT(templateBad), CUT(templateOk),
                  CUT(pointerBad), CUT(pointerOk), CUT(registeredBad),
                  CUT(registeredOk), CUT2(forEachBad, Blocks),
                  CUT2(transformBad, Blocks), CUT2(forEachOk, Blocks),
                  CUT(visitorBad), CUT(visitorOk), CUT2(variantBad, Lot),
                  CUT2(variantOk, Lot), CUT(tableBad), CUT(tableOk)});
}
#endif
