// RUN: %check self-wait %s -- -std=c++17

// Calls between the start of the task and the wait, and between the submit and
// the function that does it.

#include <condition_variable>
#include <functional>
#include <future>
#include <memory>
#include <mutex>
#include <queue>
#include <string>
#include <thread>
#include <vector>

// A hand-made queue class without templates, and a pool that holds it.
class Tray {
public:
  void put(std::function<void()> paper) {
    std::lock_guard<std::mutex> lock(mutex_);
    papers_.push(std::move(paper));
    some_.notify_one();
  }

  std::function<void()> take() {
    std::unique_lock<std::mutex> lock(mutex_);
    some_.wait(lock, [this] { return !papers_.empty(); });
    std::function<void()> paper = std::move(papers_.front());
    papers_.pop();
    return paper;
  }

private:
  std::queue<std::function<void()>> papers_;
  std::mutex mutex_;
  std::condition_variable some_;
};

class Office {
public:
  explicit Office(int desks) {
    for (int i = 0; i < desks; ++i)
      desks_.push_back(std::thread([this] {
        while (auto paper = tray_.take())
          paper();
      }));
  }
  ~Office() {
    for (size_t i = 0; i < desks_.size(); ++i)
      tray_.put({});
    for (auto &desk : desks_)
      desk.join();
  }

  template <typename Fn> auto file(Fn fn) {
    auto form = std::make_shared<std::packaged_task<decltype(fn())()>>(std::move(fn));
    enqueue([form] { (*form)(); });
    return form->get_future();
  }

private:
  void enqueue(std::function<void()> paper) { tray_.put(std::move(paper)); }

  Tray tray_;
  std::vector<std::thread> desks_;
};

// One call.

int stamp(Office &office) {
  auto ink = office.file([] { return 1; });
  return ink.get(); // WARN:
}

void oneBad(Office &office) {
  office.file([&office] { return stamp(office); }).get();
}

std::future<int> stampLater(Office &office) {
  return office.file([] { return 1; });
}

void oneOk(Office &office) {
  office.file([&office] { return stampLater(office); }).get().get();
}

// Three calls, and a fourth that only hands the pool down.

namespace deep {

int archive(Office &o, const std::string &name) {
  auto shelf = o.file([name] { return int(name.size()); });
  shelf.wait(); // WARN:
  return shelf.get();
}
int sign(Office &o, int copies) { return archive(o, "c") + copies; }
int audit(Office &o) { return sign(o, 2) * 2; }
void inspect(Office *o) { audit(*o); }

void fourBad(Office &office) {
  office.file([&office] { inspect(&office); }).get();
}

} // namespace deep

namespace shallow {

int archive(Office &o, const std::string &name) {
  auto shelf = o.file([name] { return int(name.size()); });
  shelf.wait();
  return shelf.get();
}
int sign(Office &o, int copies) { return archive(o, "c") + copies; }
int audit(Office &o) { return sign(o, 2) * 2; }
void inspect(Office *o) { audit(*o); }

void fourOk(Office &office, Office &cellar) {
  office.file([&cellar] { inspect(&cellar); }).get();
}

} // namespace shallow

// Six calls through methods of several classes.

class Drawer {
public:
  explicit Drawer(Office &o) : office(o) {}
  int open() { return office.file([] { return 3; }).get(); } // FN: missed, six calls through accessors of several classes
  int peek() { return 3; }

private:
  Office &office;
};

class Cabinet {
public:
  explicit Cabinet(Office &o) : top(o), bottom(o) {}
  int search() { return pull(top); }
  int glance() { return bottom.peek(); }

private:
  int pull(Drawer &d) { return d.open(); }
  Drawer top, bottom;
};

class Registry {
public:
  explicit Registry(Office &o) : office(o), cabinet(o) {}

  void look() { lookFor("deed"); }
  void lookFor(const std::string &what) {
    if (!what.empty())
      found += step();
  }
  int step() { return cabinet.search(); }

  void auditBad() {
    office.file([this] { look(); }).get();
  }
  void auditOk() {
    office.file([this] { found += cabinet.glance(); }).get();
    look();
  }

  int found = 0;

private:
  Office &office;
  Cabinet cabinet;
};

// The submit is as far away as the wait: a helper hands over, another waits.

struct Errand {
  std::future<int> answer;
};

void dispatchInner(Office &o, Errand &e) { e.answer = o.file([] { return 9; }); }
void dispatch(Office &o, Errand &e) { dispatchInner(o, e); }
int collectInner(Errand &e) { return e.answer.get(); } // WARN:
int collect(Errand &e) { return collectInner(e); }

void roundTripBad(Office &office) {
  office.file([&office] {
    Errand e;
    dispatch(office, e);
    return collect(e);
  }).get();
}

int collectOuter(Errand &e) { return e.answer.get(); }

void roundTripOk(Office &office) {
  Errand e;
  office.file([&office, &e] { dispatch(office, e); }).get();
  collectOuter(e);
}

// The outer submit is behind calls too.

template <typename Fn> void fileQuietly(Office &o, Fn &&fn) {
  o.file(std::forward<Fn>(fn));
}

void start(Office &o, std::function<void()> work) { fileQuietly(o, work); }

void farSubmitBad(Office &office) {
  std::promise<void> end;
  start(office, [&office, &end] {
    office.file([] {}).get(); // WARN:
    end.set_value();
  });
  end.get_future().get();
}

void farSubmitOk(Office &office) {
  std::promise<void> end;
  start(office, [&office, &end] {
    start(office, [&end] { end.set_value(); });
  });
  end.get_future().get();
}

// Recursion between the task and the wait; mutual recursion.

int descend(Office &o, int floor) {
  if (floor > 0)
    return descend(o, floor - 1);
  return o.file([] { return 0; }).get(); // WARN:
}

void recursionBad(Office &office) {
  office.file([&office] { return descend(office, 5); }).get();
}

int odd(Office &o, int n);
int even(Office &o, int n) { return n == 0 ? 1 : odd(o, n - 1); }
int odd(Office &o, int n) {
  if (n == 0)
    return o.file([] { return 0; }).get(); // WARN:
  return even(o, n - 1);
}

void mutualBad(Office &office) {
  office.file([&office] { return even(office, 5); }).get();
}

int climb(Office &o, int floor) {
  if (floor > 0)
    return climb(o, floor - 1);
  o.file([] { return 0; });
  return 0;
}

void recursionOk(Office &office) {
  office.file([&office] { return climb(office, 5); }).get();
}

// One helper, called by main and by a task: one report.

int weigh(Office &office) {
  return office.file([] { return 4; }).get(); // WARN:
}

void bothBad(Office &office) {
  weigh(office);
  office.file([&office] { return weigh(office); }).get();
  office.file([&office] { return weigh(office) + 1; }).get();
}

#ifdef GRIDLOCK_RUN
#include "Inputs/Cases.h"
static Office A(1), B(1);
#define DESK(fn) {#fn, [] { fn(A); }}
int main(int argc, char **argv) {
  return runCase(argc, argv,
                 {DESK(oneBad), DESK(oneOk),
                  {"deep::fourBad", [] { deep::fourBad(A); }},
                  {"shallow::fourOk", [] { shallow::fourOk(A, B); }},
                  {"auditBad", [] { Registry(A).auditBad(); }},
                  {"auditOk", [] { Registry(A).auditOk(); }},
                  DESK(roundTripBad), DESK(roundTripOk), DESK(farSubmitBad),
                  DESK(farSubmitOk), DESK(recursionBad), DESK(mutualBad),
                  DESK(recursionOk), DESK(bothBad)});
}
#endif
