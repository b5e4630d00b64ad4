// RUN: %check wait-under-lock %s -- -std=c++17

// Threads and results that are kept in records, and the records in containers:
// what starts them goes by a reference, a pointer, an iterator, a method that
// finds the record, a function that is given it.

#include <future>
#include <map>
#include <memory>
#include <mutex>
#include <thread>
#include <utility>
#include <vector>

struct Loom {
  std::thread weaver;
  int rows = 0;
};

class ByReference {
public:
  void start(int at) {
    Loom &loom = looms[at];
    loom.weaver = std::thread([this] {
      std::lock_guard<std::mutex> l(lock);
      ++woven;
    });
  }

  void stopBad() {
    std::lock_guard<std::mutex> l(lock);
    for (auto &[at, loom] : looms)
      loom.weaver.join(); // WARN[join]: 'lock'
  }

  void stopOneBad(int at) {
    std::lock_guard<std::mutex> l(lock);
    auto found = looms.find(at);
    if (found != looms.end())
      found->second.weaver.join(); // WARN[join]: 'lock'
  }

  void stopOk() {
    for (auto &[at, loom] : looms)
      loom.weaver.join();
    std::lock_guard<std::mutex> l(lock);
    looms.clear();
  }

  void swappedOk() {
    std::map<int, Loom> old;
    {
      std::lock_guard<std::mutex> l(lock);
      old.swap(looms);
    }
    for (auto &[at, loom] : old)
      loom.weaver.join();
  }

  void movedOk(int at) {
    std::thread weaver;
    {
      std::lock_guard<std::mutex> l(lock);
      weaver = std::move(looms[at].weaver);
    }
    weaver.join();
  }

private:
  std::mutex lock;
  std::map<int, Loom> looms;
  int woven = 0;
};

class ByPointer {
public:
  void start(int at) {
    Loom *loom = &looms[at];
    loom->weaver = std::thread(&ByPointer::weave, this);
  }
  void stopBad() {
    std::lock_guard<std::mutex> l(lock);
    for (auto &loom : looms)
      loom.weaver.join(); // WARN[join]: 'lock'
  }
  void stopOk() {
    for (auto &loom : looms)
      loom.weaver.join();
  }

private:
  void weave() {
    std::lock_guard<std::mutex> l(lock);
    ++woven;
  }

  std::mutex lock;
  std::vector<Loom> looms;
  int woven = 0;
};

class ByMethod {
public:
  void start(int at) {
    find(at).weaver = std::thread([this] {
      std::lock_guard<std::mutex> l(lock);
      ++woven;
    });
  }
  void stopBad(int at) {
    std::lock_guard<std::mutex> l(lock);
    find(at).weaver.join(); // WARN[join]: 'lock'
  }

private:
  Loom &find(int at) { return looms[at]; }

  std::mutex lock;
  std::vector<Loom> looms;
  int woven = 0;
};

class ByArgument {
public:
  void startAll() {
    for (Loom &loom : looms)
      start(loom);
  }
  void stopBad() {
    std::lock_guard<std::mutex> l(lock);
    for (Loom &loom : looms)
      stop(loom);
  }
  void stopOk() {
    for (Loom &loom : others)
      loom.weaver.join();
  }

private:
  void start(Loom &loom) {
    loom.weaver = std::thread([this] {
      std::lock_guard<std::mutex> l(lock);
      ++woven;
    });
  }
  void stop(Loom &loom) {
    if (loom.weaver.joinable())
      loom.weaver.join(); // WARN[join]: 'lock'
  }

  std::mutex lock;
  std::vector<Loom> looms, others;
  int woven = 0;
};

// The threads of one container take the lock, those of the other one do not.
class Beside {
public:
  void start(int at) {
    Loom &loom = looms[at];
    loom.weaver = std::thread([this] {
      std::lock_guard<std::mutex> l(lock);
      ++woven;
    });
    Loom &idle = idlers[at];
    idle.weaver = std::thread([] {});
  }
  void stopBad() {
    std::lock_guard<std::mutex> l(lock);
    for (auto &[at, loom] : looms)
      loom.weaver.join(); // WARN[join]: 'lock'
  }
  void stopOk() {
    std::lock_guard<std::mutex> l(lock);
    for (auto &[at, loom] : idlers)
      loom.weaver.join();
  }

private:
  std::mutex lock;
  std::map<int, Loom> looms, idlers;
  int woven = 0;
};

// The thread itself is what the reference stands for; and pairs.
class OfThreads {
public:
  void start(int at) {
    std::thread &weaver = weavers[at];
    weaver = std::thread([this] { weave(); });
    pairs[at] = std::make_pair(std::thread(&OfThreads::weave, this), 1);
  }
  void stopBad() {
    std::lock_guard<std::mutex> l(lock);
    for (auto &weaver : weavers)
      weaver.second.join(); // WARN[join]: 'lock'
  }
  void stopPairsBad() {
    std::lock_guard<std::mutex> l(lock);
    for (auto &pair : pairs)
      pair.second.first.join(); // WARN[join]: 'lock'
  }

private:
  void weave() {
    std::lock_guard<std::mutex> l(lock);
    ++woven;
  }

  std::mutex lock;
  std::map<int, std::thread> weavers;
  std::map<int, std::pair<std::thread, int>> pairs;
  int woven = 0;
};

void callThem() {
  OfThreads threads;
  threads.start(3);
  threads.stopBad();
  threads.stopPairsBad();
}

// By constant numbers, in one function.
void numberedBad() {
  std::mutex lock;
  std::vector<Loom> looms(2);
  int woven = 0;
  looms[0].weaver = std::thread([&] {
    std::lock_guard<std::mutex> l(lock);
    ++woven;
  });
  looms[1].weaver = std::thread([] {});
  std::lock_guard<std::mutex> l(lock);
  for (Loom &loom : looms)
    loom.weaver.join(); // WARN[join]: 'lock'
}

void numberedOk() {
  std::mutex lock;
  std::vector<Loom> looms(2);
  int woven = 0;
  looms[0].weaver = std::thread([&] {
    std::lock_guard<std::mutex> l(lock);
    ++woven;
  });
  looms[1].weaver = std::thread([] {});
  std::lock_guard<std::mutex> l(lock);
  looms[1].weaver.join();
}

// Results, and each record with a mutex of its own.
struct Bale {
  std::mutex own;
  std::future<void> spun;
  int count = 0;
};

class Mill {
public:
  void spin(int at) {
    Bale &bale = bales[at];
    bale.spun = std::async(std::launch::async, [this] {
      std::lock_guard<std::mutex> l(lock);
      ++spun;
    });
  }
  void spinOwn(int at) {
    Bale &bale = owned[at];
    bale.spun = std::async(std::launch::async, [&bale] {
      std::lock_guard<std::mutex> l(bale.own);
      ++bale.count;
    });
  }
  void waitBad() {
    std::lock_guard<std::mutex> l(lock);
    for (auto &[at, bale] : bales)
      bale.spun.wait(); // WARN[wait]: 'lock'
  }
  void waitOk() {
    std::lock_guard<std::mutex> l(lock);
    for (auto &[at, bale] : owned)
      bale.spun.wait();
  }

private:
  std::mutex lock;
  std::map<int, Bale> bales, owned;
  int spun = 0;
};
