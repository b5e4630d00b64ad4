// RUN: %check wait-cycle %s -- -std=c++17

// A task of one pool waits for another pool, from which something leads back. A
// cycle is told once: here, at the wait that comes first in the source.

#include "../wait-under-lock/Inputs/Belt.h"
#include "../wait-under-lock/Inputs/Crew.h"

#include <atomic>
#include <functional>
#include <future>
#include <memory>

// In one function.

void roundBad(Crew &cpu, Crew &disk) {
  cpu.hire([&] {
       disk.hire([&] { cpu.hire([] {}).get(); }).get(); // WARN[get]: 'cpu'
     })
      .get();
}

void roundOk(Crew &cpu, Crew &disk) {
  cpu.hire([&] {
       disk.hire([] {}).get();
     })
      .get();
}

// The answer comes as a continuation, nobody waits on the way back.
void continuationOk(Crew &cpu, Crew &disk) {
  std::promise<void> done;
  cpu.hire([&] { disk.hire([&] { cpu.hire([&done] { done.set_value(); }); }); });
  done.get_future().get();
}

// The task in the middle does not wait for its child.
void notWaitedOk(Crew &cpu, Crew &disk) {
  cpu.hire([&] {
       disk.hire([&] { cpu.hire([] {}); }).get();
     })
      .get();
}

// Two functions that know nothing of each other.

class Renderer {
public:
  Renderer(Crew &c, Crew &d) : cpu(c), disk(d) {}

  // A task of the cpu reads from the disk.
  std::future<int> render() {
    return cpu.hire([this] {
      if (onTask)
        onTask();
      return disk.hire([] { return 3; }).get(); // WARN[get]: 'cpu'
    });
  }

  // A task of the disk has a checksum computed.
  std::future<int> store() {
    return disk.hire([this] {
      if (onTask)
        onTask();
      return cpu.hire([] { return 4; }).get();
    });
  }

  std::function<void()> onTask;

private:
  Crew &cpu, &disk;
};

class Painter {
public:
  Painter(Crew &c, Crew &d) : cpu(c), disk(d) {}

  std::future<int> render() {
    return cpu.hire([this] {
      if (onTask)
        onTask();
      return disk.hire([] { return 3; }).get();
    });
  }

  std::future<int> store() {
    return disk.hire([this] {
      if (onTask)
        onTask();
      return checksum();
    });
  }

  std::function<void()> onTask;

private:
  int checksum() { return 4; }
  Crew &cpu, &disk;
};

// Two classes with the pools as globals, driven from main.

static Crew Network(1), Storage(1);
static std::function<void()> OnTask = [] {};

class Download {
public:
  std::future<void> start() {
    return Network.hire([this] {
      OnTask();
      save();
    });
  }

private:
  void save() { Storage.hire([] {}).get(); } // WARN[get]: 'Storage'
};

class Upload {
public:
  std::future<void> start() {
    return Storage.hire([this] {
      OnTask();
      send();
    });
  }

private:
  void send() { Network.hire([] {}).get(); }
};

class Archive {
public:
  std::future<void> start(Crew &own) {
    return own.hire([] {
      OnTask();
      Network.hire([] {}).get();
      Storage.hire([] {}).get();
    });
  }
};

// Three pools.

struct Ring {
  Crew a{1}, b{1}, c{1};

  std::future<void> first(std::function<void()> f) {
    return a.hire([this, f] {
      f();
      b.hire([] {}).get(); // WARN[get]: 'a'
    });
  }
  std::future<void> second(std::function<void()> f) {
    return b.hire([this, f] {
      f();
      c.hire([] {}).get();
    });
  }
  std::future<void> third(std::function<void()> f) {
    return c.hire([this, f] {
      f();
      a.hire([] {}).get();
    });
  }
};

// The same without the last edge.
struct Chain {
  Crew a{1}, b{1}, c{1};

  std::future<void> first(std::function<void()> f) {
    return a.hire([this, f] {
      f();
      b.hire([] {}).get();
    });
  }
  std::future<void> second(std::function<void()> f) {
    return b.hire([this, f] {
      f();
      c.hire([] {}).get();
    });
  }
  std::future<void> third(std::function<void()> f) {
    return c.hire([this, f] {
      f();
      a.hire([] {});
    });
  }
};

// A pool and a loop, of different classes; the reply is a promise.

class Shop {
public:
  std::future<void> sell() {
    return clerks.hire([this] {
      belt.put([this] { clerks.hire([] {}).get(); }); // WARN[get]: 'clerks'
      std::promise<void> tied;
      belt.put([&tied] { tied.set_value(); });
      tied.get_future().get();
    });
  }

  std::future<void> sellOk() {
    return clerks.hire([this] {
      std::promise<void> tied;
      desk.put([&tied] { tied.set_value(); });
      tied.get_future().get();
    });
  }

private:
  Crew clerks{1};
  Belt belt, desk;
};

#ifdef GRIDLOCK_RUN
#include "../self-wait/Inputs/Cases.h"
#include <chrono>
static Crew Cpu(1), Disk(1);

// A task of each pool has begun before the first of them goes on.
static std::function<void()> meet(int n) {
  auto left = std::make_shared<std::atomic<int>>(n);
  return [left] {
    --*left;
    auto until = std::chrono::steady_clock::now() + std::chrono::milliseconds(500);
    while (*left > 0 && std::chrono::steady_clock::now() < until)
      std::this_thread::yield();
  };
}

template <typename House> static void house() {
  static House h(Cpu, Disk);
  h.onTask = meet(2);
  auto f = h.render();
  auto g = h.store();
  f.get();
  g.get();
}

template <typename Loop> static void loop() {
  static Loop l;
  auto all = meet(3);
  auto f = l.first(all);
  auto g = l.second(all);
  auto h = l.third(all);
  f.get();
  g.get();
  h.get();
}

static void transferBad() {
  static Download d;
  static Upload u;
  OnTask = meet(2);
  auto f = d.start();
  auto g = u.start();
  f.get();
  g.get();
}

static void archiveOk() { Archive().start(Cpu).get(); }

#define BOTH(fn) {#fn, [] { fn(Cpu, Disk); }}
int main(int argc, char **argv) {
  return runCase(argc, argv,
                 {BOTH(roundBad), BOTH(roundOk), BOTH(continuationOk),
                  BOTH(notWaitedOk), {"rendererBad", house<Renderer>},
                  {"painterOk", house<Painter>}, {"transferBad", transferBad},
                  {"archiveOk", archiveOk}, {"ringBad", loop<Ring>},
                  {"chainOk", loop<Chain>},
                  {"shopBad", [] { Shop().sell().get(); }},
                  {"shopOk", [] { Shop().sellOk().get(); }}});
}
#endif
