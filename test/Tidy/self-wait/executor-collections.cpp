// RUN: %check self-wait %s -- -std=c++17

// Several executors of one class: in containers, by name, in a hierarchy of
// objects, chosen at run time.

#include <array>
#include <condition_variable>
#include <functional>
#include <future>
#include <map>
#include <memory>
#include <mutex>
#include <queue>
#include <string>
#include <thread>
#include <utility>
#include <vector>

class Mine {
public:
  explicit Mine(unsigned miners = 1) {
    for (unsigned i = 0; i < miners; ++i)
      m_miners.emplace_back(&Mine::toil, this);
  }
  ~Mine() {
    {
      std::lock_guard<std::mutex> l(m_mutex);
      m_empty = true;
    }
    m_lamp.notify_all();
    for (auto &miner : m_miners)
      miner.join();
  }
  template <typename F> auto dig(F f) {
    using R = decltype(f());
    auto task = std::make_shared<std::packaged_task<R()>>(std::move(f));
    auto result = task->get_future();
    {
      std::lock_guard<std::mutex> l(m_mutex);
      m_shafts.push([task = std::move(task)] { (*task)(); });
    }
    m_lamp.notify_one();
    return result;
  }

private:
  void toil() {
    while (true) {
      std::unique_lock<std::mutex> l(m_mutex);
      m_lamp.wait(l, [this] { return m_empty || !m_shafts.empty(); });
      if (m_shafts.empty())
        return;
      auto shaft = std::move(m_shafts.front());
      m_shafts.pop();
      l.unlock();
      shaft();
    }
  }

  std::mutex m_mutex;
  std::condition_variable m_lamp;
  std::queue<std::function<void()>> m_shafts;
  std::vector<std::thread> m_miners;
  bool m_empty = false;
};

// An array with one pool a kind of work.

enum Ore { Copper, Silver, Gold };

class Range {
public:
  Mine &mine(Ore ore) { return m_mines[ore]; }

  void sameBad() {
    m_mines[Gold].dig([this] {
      return m_mines[Gold].dig([] { return 1; }).get(); // WARN:
    }).get();
  }

  void sameAccessorBad() {
    mine(Silver).dig([this] {
      return mine(Silver).dig([] { return 1; }).get(); // WARN:
    }).get();
  }

  void laterOk() {
    auto first = m_mines[Gold].dig([this] { return m_mines[Gold].dig([] { return 1; }); });
    first.get().get();
  }

private:
  std::array<Mine, 3> m_mines;
};

// A vector, and a reference to one element.

void elementBad(std::vector<std::unique_ptr<Mine>> &mines) {
  Mine &deepest = *mines.back();
  deepest.dig([&deepest] {
    deepest.dig([] {}).wait(); // WARN:
  }).get();
}

void eachOk(std::vector<std::unique_ptr<Mine>> &mines) {
  std::vector<std::future<void>> ends;
  for (auto &mine : mines)
    ends.push_back(mine->dig([] {}));
  for (auto &end : ends)
    end.get();
}

void eachBad(std::vector<std::unique_ptr<Mine>> &mines) {
  for (auto &mine : mines)
    mine->dig([&mine] {
      mine->dig([] {}).get(); // WARN:
    }).get();
}

// A map by name, handing out shared pointers.

class Atlas {
public:
  std::shared_ptr<Mine> find(const std::string &name) {
    std::lock_guard<std::mutex> l(m_mutex);
    auto &mine = m_mines[name];
    if (!mine)
      mine = std::make_shared<Mine>();
    return mine;
  }

  void sameBad() {
    auto salt = find("salt");
    salt->dig([salt] {
      return salt->dig([] { return 2; }).get(); // WARN:
    }).get();
  }

  void awayOk() {
    auto salt = find("salt");
    salt->dig([salt] { return salt->dig([] { return 2; }); }).get().get();
  }

private:
  std::mutex m_mutex;
  std::map<std::string, std::shared_ptr<Mine>> m_mines;
};

// Three members of one class in one object.

struct Company {
  Mine coal, iron, salt;

  void chainOk() {
    coal.dig([this] {
      return iron.dig([this] {
        return salt.dig([] { return 3; }).get();
      }).get();
    }).get();
  }

  void chainBad() {
    coal.dig([this] {
      return iron.dig([this] {
        return iron.dig([] { return 3; }).get(); // WARN:
      }).get();
    }).get();
  }
};

// A tree of objects: the parent's task waits for the child's pool.

class Lode {
public:
  explicit Lode(Lode *parent = nullptr) : m_parent(parent) {}

  Lode &branch() {
    m_branches.push_back(std::make_unique<Lode>(this));
    return *m_branches.back();
  }

  int yield() { return m_mine.dig([] { return 10; }).get(); }

  int sumOk() {
    return m_mine.dig([this] {
      int sum = 0;
      for (auto &branch : m_branches)
        sum += branch->yield();
      return sum;
    }).get();
  }

  int sumBad() {
    return m_mine.dig([this] {
      int sum = m_mine.dig([] { return 10; }).get(); // WARN:
      for (auto &branch : m_branches)
        sum += branch->yield();
      return sum;
    }).get();
  }

private:
  [[maybe_unused]] Lode *m_parent;
  Mine m_mine;
  std::vector<std::unique_ptr<Lode>> m_branches;
};

// A pool that is handed over, moved and returned.

std::unique_ptr<Mine> sink() { return std::make_unique<Mine>(1); }

void returnedBad() {
  std::unique_ptr<Mine> shaft = sink();
  auto moved = std::move(shaft);
  moved->dig([&moved] {
    moved->dig([] {}).get(); // WARN:
  }).get();
}

void freshOk() {
  auto outer = sink();
  outer->dig([] {
    auto inner = sink();
    inner->dig([] {}).get();
  }).get();
}

// Chosen at run time: may be its own.

void chosenBad(Mine &a, Mine &b, bool here) {
  a.dig([&, here] {
    Mine &to = here ? a : b;
    to.dig([] {}).get(); // WARN:
  }).get();
}

#ifdef GRIDLOCK_RUN
#include "Inputs/Cases.h"
static std::vector<std::unique_ptr<Mine>> Mines;
int main(int argc, char **argv) {
  Mines.push_back(std::make_unique<Mine>());
  Mines.push_back(std::make_unique<Mine>());
  return runCase(
      argc, argv,
      {{"Range::sameBad", [] { Range r; r.sameBad(); }},
       {"sameAccessorBad", [] { Range r; r.sameAccessorBad(); }},
       {"laterOk", [] { Range r; r.laterOk(); }},
       {"elementBad", [] { elementBad(Mines); }},
       {"eachOk", [] { eachOk(Mines); }},
       {"eachBad", [] { eachBad(Mines); }},
       {"Atlas::sameBad", [] { Atlas a; a.sameBad(); }},
       {"awayOk", [] { Atlas a; a.awayOk(); }},
       {"chainOk", [] { Company c; c.chainOk(); }},
       {"chainBad", [] { Company c; c.chainBad(); }},
       {"sumOk", [] { Lode l; l.branch(); l.branch(); l.sumOk(); }},
       {"sumBad", [] { Lode l; l.sumBad(); }},
       {"returnedBad", returnedBad},
       {"freshOk", freshOk},
       {"chosenBad", [] { Mine a, b; chosenBad(a, b, true); }}});
}
#endif
