// RUN: %check self-wait %s -- -std=c++17

// A queue of polymorphic jobs; the waiting method is reached through run().

#include <condition_variable>
#include <future>
#include <memory>
#include <mutex>
#include <queue>
#include <thread>
#include <vector>

namespace engine {

class Duty {
public:
  virtual ~Duty() = default;
  virtual void perform() = 0;
};

class Legion {
public:
  Legion(int men) {
    m_men.reserve(men);
    for (int i = 0; i < men; ++i)
      m_men.emplace_back(&Legion::march, this);
  }

  ~Legion() {
    {
      std::lock_guard<std::mutex> lock(m_mutex);
      m_peace = true;
    }
    m_horn.notify_all();
    for (auto &man : m_men)
      man.join();
  }

  void command(std::unique_ptr<Duty> duty) {
    {
      std::lock_guard<std::mutex> lock(m_mutex);
      m_duties.push(std::move(duty));
    }
    m_horn.notify_one();
  }

private:
  void march() {
    while (auto duty = next())
      duty->perform();
  }

  std::unique_ptr<Duty> next() {
    std::unique_lock<std::mutex> lock(m_mutex);
    m_horn.wait(lock, [this] { return m_peace || !m_duties.empty(); });
    if (m_duties.empty())
      return nullptr;
    auto duty = std::move(m_duties.front());
    m_duties.pop();
    return duty;
  }

  std::vector<std::thread> m_men;
  std::queue<std::unique_ptr<Duty>> m_duties;
  std::mutex m_mutex;
  std::condition_variable m_horn;
  bool m_peace = false;
};

} // namespace engine

using engine::Duty;
using engine::Legion;

class FetchWater : public Duty {
public:
  explicit FetchWater(std::promise<int> litres) : m_litres(std::move(litres)) {}
  void perform() override { m_litres.set_value(10); }

private:
  std::promise<int> m_litres;
};

// Waits in perform() for a duty of its own legion.

class CookStew : public Duty {
public:
  CookStew(Legion &legion, std::promise<void> eaten)
      : m_legion(legion), m_eaten(std::move(eaten)) {}

  void perform() override {
    std::promise<int> litres;
    std::future<int> water = litres.get_future();
    m_legion.command(std::make_unique<FetchWater>(std::move(litres)));
    water.get(); // WARN:
    m_eaten.set_value();
  }

private:
  Legion &m_legion;
  std::promise<void> m_eaten;
};

void stewBad(Legion &legion) {
  std::promise<void> eaten;
  auto end = eaten.get_future();
  legion.command(std::make_unique<CookStew>(legion, std::move(eaten)));
  end.wait();
}

// Hands the result on instead.

class PourWine : public Duty {
public:
  PourWine(Legion &legion, std::promise<int> drunk)
      : m_legion(legion), m_drunk(std::move(drunk)) {}

  void perform() override {
    m_legion.command(std::make_unique<FetchWater>(std::move(m_drunk)));
  }

private:
  Legion &m_legion;
  std::promise<int> m_drunk;
};

void wineOk(Legion &legion) {
  std::promise<int> drunk;
  auto end = drunk.get_future();
  legion.command(std::make_unique<PourWine>(legion, std::move(drunk)));
  end.wait();
}

// A template method: the base class runs a step that a derived class fills in.

class Drill : public Duty {
public:
  Drill(Legion &legion, std::promise<void> &end) : legion(legion), end(end) {}

  void perform() final {
    warmUp();
    step();
    end.set_value();
  }

protected:
  virtual void warmUp() {}
  virtual void step() = 0;

  Legion &legion;

private:
  std::promise<void> &end;
};

class SpearDrill : public Drill {
public:
  using Drill::Drill;

protected:
  void step() override {
    std::promise<int> throwing;
    auto landed = throwing.get_future();
    legion.command(std::make_unique<FetchWater>(std::move(throwing)));
    landed.wait(); // WARN:
  }
};

class SwordDrill : public Drill {
public:
  using Drill::Drill;

protected:
  void warmUp() override { blows = 0; }
  void step() override { ++blows; }

private:
  int blows = 0;
};

void spearBad(Legion &legion) {
  std::promise<void> end;
  auto over = end.get_future();
  legion.command(std::make_unique<SpearDrill>(legion, end));
  over.get();
}

void swordOk(Legion &legion) {
  std::promise<void> end;
  auto over = end.get_future();
  legion.command(std::make_unique<SwordDrill>(legion, end));
  over.get();
}

// The job hands itself to a second queue; the base pointer is made elsewhere.

class Patrol : public Duty {
public:
  Patrol(Legion *home, Legion *abroad, std::promise<void> *back)
      : m_home(home), m_abroad(abroad), m_back(back) {}
  void perform() override {
    std::promise<int> report;
    auto heard = report.get_future();
    m_abroad->command(std::make_unique<FetchWater>(std::move(report)));
    heard.get();
    m_back->set_value();
  }

protected:
  Legion *m_home;
  Legion *m_abroad;
  std::promise<void> *m_back;
};

void patrolOk() {
  Legion home(1), abroad(1);
  std::promise<void> back;
  std::unique_ptr<Duty> duty =
      std::make_unique<Patrol>(&home, &abroad, &back);
  home.command(std::move(duty));
  back.get_future().get();
}

class Siege : public Duty {
public:
  Siege(Legion *camp, std::promise<void> *won) : m_camp(camp), m_won(won) {}
  void perform() override {
    std::vector<std::future<int>> ladders;
    for (int i = 0; i < 4; ++i) {
      std::promise<int> ladder;
      ladders.push_back(ladder.get_future());
      m_camp->command(std::make_unique<FetchWater>(std::move(ladder)));
    }
    for (auto &ladder : ladders)
      ladder.wait(); // WARN:
    m_won->set_value();
  }

private:
  Legion *m_camp;
  std::promise<void> *m_won;
};

std::unique_ptr<Duty> makeDuty(Legion *camp, std::promise<void> *won) {
  return std::make_unique<Siege>(camp, won);
}

void siegeBad() {
  Legion camp(1);
  std::promise<void> won;
  camp.command(makeDuty(&camp, &won));
  won.get_future().get();
}

// The same Duty performed by a thread of its own holds no worker.

void ownThreadOk() {
  Legion camp(1);
  std::promise<void> eaten;
  std::unique_ptr<Duty> duty = std::make_unique<PourWine>(camp, std::promise<int>());
  std::thread alone([&] { duty->perform(); });
  alone.join();
  (void)eaten;
}

#ifdef GRIDLOCK_RUN
#include "Inputs/Cases.h"
static Legion L(1);
int main(int argc, char **argv) {
  return runCase(argc, argv,
                 {{"stewBad", [] { stewBad(L); }},
                  {"wineOk", [] { wineOk(L); }},
                  {"spearBad", [] { spearBad(L); }},
                  {"swordOk", [] { swordOk(L); }},
                  {"patrolOk", patrolOk},
                  {"siegeBad", siegeBad},
                  {"ownThreadOk", ownThreadOk}});
}
#endif
