// RUN: %check wait-under-lock %s -- -std=c++17

// What says by zero that it has locked, and what says by true that it has not.

#include "Inputs/Belt.h"

#include <cerrno>
#include <future>
#include <memory>
#include <mutex>
#include <pthread.h>

template <typename Mutex, typename Lock, typename Unlock>
static std::shared_future<void> sortUnder(Belt &belt, Mutex *m, Lock lock,
                                          Unlock unlock) {
  auto done = std::make_shared<std::promise<void>>();
  belt.put([m, lock, unlock, done] {
    lock(m);
    unlock(m);
    done->set_value();
  });
  return done->get_future().share();
}

class Crate {
public:
  explicit Crate(Belt &b) : belt(b) {}

  std::shared_future<void> refill() {
    return sortUnder(
        belt, &lid, [](pthread_mutex_t *m) { pthread_mutex_lock(m); },
        [](pthread_mutex_t *m) { pthread_mutex_unlock(m); });
  }

  void zeroBad() {
    if (pthread_mutex_trylock(&lid) == 0) {
      refill().wait(); // WARN[wait]: 'lid'
      pthread_mutex_unlock(&lid);
    }
  }

  void zeroOk() {
    if (pthread_mutex_trylock(&lid) != 0) {
      refill().wait();
      return;
    }
    pthread_mutex_unlock(&lid);
  }

  void notBad() {
    if (!pthread_mutex_trylock(&lid)) {
      refill().wait(); // WARN[wait]: 'lid'
      pthread_mutex_unlock(&lid);
    }
  }

  void notOk() {
    if (!pthread_mutex_trylock(&lid))
      pthread_mutex_unlock(&lid);
    else
      refill().wait();
  }

  void notedBad() {
    const int error = pthread_mutex_trylock(&lid);
    if (error)
      return;
    refill().wait(); // WARN[wait]: 'lid'
    pthread_mutex_unlock(&lid);
  }

  void notedOk() {
    int error;
    if ((error = pthread_mutex_trylock(&lid)) != 0)
      refill().wait();
    else
      pthread_mutex_unlock(&lid);
  }

  void busyBad() {
    if (pthread_mutex_trylock(&lid) == EBUSY)
      return;
    refill().wait(); // WARN[wait]: 'lid'
    pthread_mutex_unlock(&lid);
  }

  void busyOk() {
    if (pthread_mutex_trylock(&lid) == EBUSY) {
      refill().wait();
      return;
    }
    pthread_mutex_unlock(&lid);
  }

  void notAskedOk() {
    pthread_mutex_trylock(&lid);
    refill().wait();
  }

private:
  Belt &belt;
  pthread_mutex_t lid = PTHREAD_MUTEX_INITIALIZER;
};

class Rack {
public:
  explicit Rack(Belt &b) : belt(b) {}

  std::shared_future<void> refill() {
    return sortUnder(
        belt, &door, [](pthread_rwlock_t *m) { pthread_rwlock_wrlock(m); },
        [](pthread_rwlock_t *m) { pthread_rwlock_unlock(m); });
  }

  void readBad() {
    if (pthread_rwlock_tryrdlock(&door) == 0) {
      refill().wait(); // WARN[wait]: 'door'
      pthread_rwlock_unlock(&door);
    }
  }

  void writeOk() {
    if (pthread_rwlock_trywrlock(&door) == 0)
      pthread_rwlock_unlock(&door);
    refill().wait();
  }

private:
  Belt &belt;
  pthread_rwlock_t door = PTHREAD_RWLOCK_INITIALIZER;
};

// Methods of one's own say it as they like.
class Drawer {
public:
  explicit Drawer(Belt &b) : belt(b) {}

  std::shared_future<void> refill() {
    auto done = std::make_shared<std::promise<void>>();
    belt.put([this, done] {
      std::lock_guard<std::mutex> l(slide);
      done->set_value();
    });
    return done->get_future().share();
  }

  bool isStuck() { return !slide.try_lock(); }

  int open() {
    if (!slide.try_lock())
      return -1;
    return 0;
  }

  bool openOrNot() {
    if (slide.try_lock())
      return true;
    return false;
  }

  void stuckBad() {
    if (isStuck())
      return;
    refill().wait(); // WARN[wait]: 'slide'
    slide.unlock();
  }

  void stuckOk() {
    if (isStuck()) {
      refill().wait();
      return;
    }
    slide.unlock();
  }

  void minusOneBad() {
    if (open() < 0)
      return;
    refill().wait(); // WARN[wait]: 'slide'
    slide.unlock();
  }

  void minusOneOk() {
    if (open() != 0) {
      refill().wait();
      return;
    }
    slide.unlock();
  }

  void constantBad() {
    if (openOrNot()) {
      refill().wait(); // WARN[wait]: 'slide'
      slide.unlock();
    }
  }

  void constantOk() {
    if (openOrNot())
      slide.unlock();
    else
      refill().wait();
  }

private:
  Belt &belt;
  std::mutex slide;
};

// Clang's attribute says which value it is.
class __attribute__((capability("mutex"))) Bolt {
public:
  void slam() __attribute__((acquire_capability()));
  void open() __attribute__((release_capability()));
  int slamOrFail() __attribute__((try_acquire_capability(0)));
};

class Locker {
public:
  explicit Locker(Belt &b) : belt(b) {}

  std::shared_future<void> refill() {
    return sortUnder(
        belt, &bolt, [](Bolt *b) { b->slam(); }, [](Bolt *b) { b->open(); });
  }

  void bolted() {
    if (bolt.slamOrFail() == 0) {
      refill().wait(); // WARN[wait]: 'bolt'
      bolt.open();
    }
  }

  void boltedOk() {
    if (bolt.slamOrFail()) {
      refill().wait();
      return;
    }
    bolt.open();
  }

private:
  Belt &belt;
  Bolt bolt;
};
