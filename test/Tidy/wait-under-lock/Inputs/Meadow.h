// Workers share their state with the owner, who can wait until all is quiet.
#ifndef GRIDLOCK_TEST_MEADOW_H
#define GRIDLOCK_TEST_MEADOW_H

#include <condition_variable>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

class Meadow {
  struct Grass {
    std::mutex m;
    std::condition_variable more, none;
    std::deque<std::function<void()>> blades;
    unsigned open = 0;
    bool night = false;
  };

public:
  explicit Meadow(unsigned cows) : g(std::make_shared<Grass>()) {
    for (unsigned i = 0; i != cows; ++i)
      herd.emplace_back(graze, g);
  }

  ~Meadow() {
    {
      std::lock_guard<std::mutex> l(g->m);
      g->night = true;
    }
    g->more.notify_all();
    for (auto &cow : herd)
      cow.join();
  }

  void sow(std::function<void()> blade) {
    {
      std::lock_guard<std::mutex> l(g->m);
      ++g->open;
      g->blades.push_back(std::move(blade));
    }
    g->more.notify_one();
  }

  void quiet() {
    std::unique_lock<std::mutex> l(g->m);
    while (g->open != 0)
      g->none.wait(l);
  }

private:
  static void graze(std::shared_ptr<Grass> g) {
    std::unique_lock<std::mutex> l(g->m);
    while (true) {
      g->more.wait(l, [&] { return g->night || !g->blades.empty(); });
      if (g->blades.empty())
        return;
      auto blade = std::move(g->blades.front());
      g->blades.pop_front();
      l.unlock();
      blade();
      blade = nullptr;
      l.lock();
      if (--g->open == 0)
        g->none.notify_all();
    }
  }

  std::shared_ptr<Grass> g;
  std::vector<std::thread> herd;
};

#endif
