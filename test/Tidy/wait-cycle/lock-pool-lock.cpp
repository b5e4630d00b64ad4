// RUN: %check wait-cycle %s -- -std=c++17

// Locks and executors in one cycle: a thread holds a mutex and waits for a pool,
// whose worker waits for a mutex that a second thread or task holds, and so on. A
// cycle is told once, at a blocking wait rather than at a lock.

#include "../wait-under-lock/Inputs/Belt.h"
#include "../wait-under-lock/Inputs/Crew.h"
#include "Inputs/Between.h"

#include <atomic>
#include <future>
#include <mutex>
#include <thread>

// This thread: shelf, then a task that takes the ladder. That thread: ladder, then
// the shelf.

class Library {
public:
  explicit Library(Crew &c) : clerks(c) {}

  void borrow() {
    std::lock_guard<std::mutex> s(shelf);
    Between();
    clerks.hire([this] {
            std::lock_guard<std::mutex> l(ladder);
            ++books;
          })
        .get(); // WARN[get]: 'shelf'
  }

  void tidy() {
    std::lock_guard<std::mutex> l(ladder);
    Between();
    std::lock_guard<std::mutex> s(shelf);
    ++books;
  }

  void openBad() {
    std::thread a([this] { borrow(); });
    std::thread b([this] { tidy(); });
    a.join();
    b.join();
  }

private:
  Crew &clerks;
  std::mutex shelf, ladder;
  int books = 0;
};

class Museum {
public:
  explicit Museum(Crew &c) : clerks(c) {}

  void borrow() {
    std::lock_guard<std::mutex> s(shelf);
    Between();
    clerks.hire([this] {
            std::lock_guard<std::mutex> l(ladder);
            ++works;
          })
        .get();
  }

  void tidy() {
    std::unique_lock<std::mutex> l(ladder);
    Between();
    ++works;
    l.unlock();
    std::lock_guard<std::mutex> s(shelf);
  }

  void openOk() {
    std::thread a([this] { borrow(); });
    std::thread b([this] { tidy(); });
    a.join();
    b.join();
  }

private:
  Crew &clerks;
  std::mutex shelf, ladder;
  int works = 0;
};

// Both threads wait for the pool under their lock, and a task of each takes the
// lock of the other.

class Twins {
public:
  explicit Twins(Crew &c) : crew(c) {}

  void left() {
    std::lock_guard<std::mutex> l(one);
    Between();
    crew.hire([this] { std::lock_guard<std::mutex> l(two); }).get(); // WARN[get]:
  }

  void right() {
    std::lock_guard<std::mutex> l(two);
    Between();
    crew.hire([this] { std::lock_guard<std::mutex> l(one); }).get();
  }

  void bothBad() {
    std::thread a([this] { left(); });
    std::thread b([this] { right(); });
    a.join();
    b.join();
  }

private:
  Crew &crew;
  std::mutex one, two;
};

class Cousins {
public:
  explicit Cousins(Crew &c) : crew(c) {}

  void left() {
    std::lock_guard<std::mutex> l(one);
    Between();
    crew.hire([this] { std::lock_guard<std::mutex> l(three); }).get();
  }

  void right() {
    std::lock_guard<std::mutex> l(two);
    Between();
    crew.hire([this] { std::lock_guard<std::mutex> l(three); }).get();
  }

  void bothOk() {
    std::thread a([this] { left(); });
    std::thread b([this] { right(); });
    a.join();
    b.join();
  }

private:
  Crew &crew;
  std::mutex one, two, three;
};

// A task holds the only worker and waits for a lock; who holds the lock waits for
// the worker: for another task, that takes no lock at all.

class Bakery {
public:
  explicit Bakery(Belt &b) : belt(b) {}

  void bake() {
    belt.put([this] {
      Between();
      std::lock_guard<std::mutex> l(oven);
      ++loaves;
    });
  }

  void cleanBad() {
    bake();
    std::thread broom([this] {
      std::lock_guard<std::mutex> l(oven);
      Between();
      std::lock_guard<std::mutex> k(floor);
    });
    std::promise<void> swept;
    {
      std::lock_guard<std::mutex> k(floor);
      Between();
      belt.put([&swept] { swept.set_value(); });
      swept.get_future().get(); // WARN[get]: 'floor'
    }
    broom.join();
  }

  void cleanOk() {
    bake();
    std::thread broom([this] {
      std::lock_guard<std::mutex> l(oven);
      Between();
      std::lock_guard<std::mutex> k(floor);
    });
    std::promise<void> swept;
    {
      std::unique_lock<std::mutex> k(floor);
      Between();
      belt.put([&swept] { swept.set_value(); });
      k.unlock();
      swept.get_future().get();
    }
    broom.join();
  }

private:
  Belt &belt;
  std::mutex oven, floor;
  int loaves = 0;
};

// A thread is joined under a lock that stands between: the thread waits for a lock
// whose holder wants the first.

class Harbour {
public:
  void closeBad() {
    std::thread tug([this] {
      std::lock_guard<std::mutex> c(crane);
      Between();
      std::lock_guard<std::mutex> q(quay);
    });
    std::thread pilot([this] {
      Between();
      std::lock_guard<std::mutex> c(crane);
    });
    {
      std::lock_guard<std::mutex> q(quay);
      Between();
      pilot.join(); // WARN[join]: 'quay'
    }
    tug.join();
  }

  void closeOk() {
    std::thread tug([this] {
      std::lock_guard<std::mutex> c(crane);
      Between();
      std::lock_guard<std::mutex> q(quay);
    });
    std::thread pilot([this] {
      Between();
      std::lock_guard<std::mutex> c(crane);
    });
    {
      std::lock_guard<std::mutex> q(quay);
      Between();
    }
    pilot.join();
    tug.join();
  }

private:
  std::mutex crane, quay;
};

#ifdef GRIDLOCK_RUN
#include "../self-wait/Inputs/Cases.h"
static Crew One(1), Two(2);
static Belt B;
static Library L(One);
static Museum M(One);
static Twins T(Two);
static Cousins C(Two);
static Bakery Ba(B);
static Harbour H;
#define CASE(name, obj, fn, n) {name, [] { Expected = n; obj.fn(); }}
int main(int argc, char **argv) {
  Between = meet;
  return runCase(argc, argv,
                 {CASE("libraryBad", L, openBad, 2), CASE("museumOk", M, openOk, 2),
                  CASE("twinsBad", T, bothBad, 2), CASE("cousinsOk", C, bothOk, 2),
                  CASE("bakeryBad", Ba, cleanBad, 3), CASE("bakeryOk", Ba, cleanOk, 3),
                  CASE("harbourBad", H, closeBad, 3),
                  CASE("harbourOk", H, closeOk, 3)});
}
#endif
