// Jobs are objects of a class with a virtual function; who submits one keeps it.
#ifndef GRIDLOCK_TEST_FOUNDRY_H
#define GRIDLOCK_TEST_FOUNDRY_H

#include <condition_variable>
#include <list>
#include <mutex>
#include <thread>

struct Ore {
  virtual ~Ore() = default;
  virtual void smelt() = 0;

  void cast() {
    smelt();
    std::lock_guard<std::mutex> guard(m_lock);
    m_cold = true;
    m_changed.notify_all();
  }

  void waitUntilCold() {
    std::unique_lock<std::mutex> guard(m_lock);
    m_changed.wait(guard, [this] { return m_cold; });
  }

private:
  std::mutex m_lock;
  std::condition_variable m_changed;
  bool m_cold = false;
};

class Foundry {
public:
  Foundry() {
    for (std::thread &t : m_smiths)
      t = std::thread(&Foundry::Work, this);
  }

  ~Foundry() {
    Add(nullptr);
    Add(nullptr);
    for (std::thread &t : m_smiths)
      t.join();
  }

  void Add(Ore *ore) {
    std::lock_guard<std::mutex> guard(m_lock);
    m_ores.push_back(ore);
    m_changed.notify_one();
  }

private:
  void Work() {
    for (;;) {
      Ore *ore = nullptr;
      {
        std::unique_lock<std::mutex> guard(m_lock);
        while (m_ores.empty())
          m_changed.wait(guard);
        ore = m_ores.front();
        m_ores.pop_front();
      }
      if (!ore)
        return;
      ore->cast();
    }
  }

  std::mutex m_lock;
  std::condition_variable m_changed;
  std::list<Ore *> m_ores;
  std::thread m_smiths[2];
};

#endif
