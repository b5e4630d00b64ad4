// RUN: %check self-join %s

// std::jthread asks to stop and joins when it is destroyed: in its own thread that
// throws out of a destructor. The cases that end so:
// DIES: resetBad ownerBad assignBad clearBad joinBad

#include <atomic>
#include <memory>
#include <mutex>
#include <optional>
#include <thread>
#include <vector>

static std::atomic<bool> Done{false}, Dropped{false};
static void awaitDone() {
  while (!Done)
    std::this_thread::yield();
}

class Lamp {
public:
  void resetBad() {
    std::unique_lock l(m);
    glow.emplace([this] {
      { std::lock_guard l(m); }
      glow.reset(); // WARN[reset]: 'glow'
      Done = true;
    });
    l.unlock();
    awaitDone();
  }

  void resetOk() {
    glow.emplace([] { Done = true; });
    glow.reset();
  }

  void askOk() {
    std::unique_lock l(m);
    glow.emplace([this] {
      { std::lock_guard l(m); }
      glow->request_stop();
      Done = true;
    });
    l.unlock();
    awaitDone();
  }

  void assignBad() {
    std::unique_lock l(m);
    spare = std::jthread([this] {
      { std::lock_guard l(m); }
      spare = std::jthread(); // WARN: 'spare'
      Done = true;
    });
    l.unlock();
    awaitDone();
  }

  void assignOk() {
    spare = std::jthread([] { Done = true; });
    spare = std::jthread();
  }

  void joinBad() {
    std::unique_lock l(m);
    spare = std::jthread([this] {
      { std::lock_guard l(m); }
      spare.join(); // WARN[join]: 'spare'
      Done = true;
    });
    l.unlock();
    awaitDone();
  }

  void detachOk() {
    std::unique_lock l(m);
    spare = std::jthread([this] {
      { std::lock_guard l(m); }
      spare.detach();
      Done = true;
    });
    l.unlock();
    awaitDone();
  }

  void clearBad() {
    std::unique_lock l(m);
    row.emplace_back([this] {
      { std::lock_guard l(m); }
      row.clear(); // WARN[clear]: 'row'
      Done = true;
    });
    l.unlock();
    awaitDone();
  }

  void clearOk() {
    row.emplace_back([] { Done = true; });
    row.clear();
  }

private:
  std::mutex m;
  std::optional<std::jthread> glow;
  std::jthread spare;
  std::vector<std::jthread> row;
};

// The thread keeps alive who owns it.

class Torch : public std::enable_shared_from_this<Torch> {
public:
  void light() {
    flame = std::jthread([self = shared_from_this()] { // WARN: flame'
      while (!Dropped)
        std::this_thread::yield();
    });
  }

  void lightWeakly() {
    flame = std::jthread([weak = weak_from_this()](std::stop_token stop) {
      while (!stop.stop_requested() && !weak.expired())
        std::this_thread::yield();
    });
  }

private:
  std::jthread flame;
};

void ownerBad() {
  {
    auto t = std::make_shared<Torch>();
    t->light();
  }
  Dropped = true;
  awaitDone();
}

void ownerOk() {
  auto t = std::make_shared<Torch>();
  t->lightWeakly();
}

#ifdef GRIDLOCK_RUN
#include "../self-wait/Inputs/Cases.h"
static Lamp L;
#define LAMP(fn) {#fn, [] { L.fn(); }}
int main(int argc, char **argv) {
  return runCase(argc, argv,
                 {LAMP(resetBad), LAMP(resetOk), LAMP(askOk), LAMP(assignBad),
                  LAMP(assignOk), LAMP(joinBad), LAMP(detachOk), LAMP(clearBad),
                  LAMP(clearOk), {"ownerBad", ownerBad}, {"ownerOk", ownerOk}});
}
#endif
