// RUN: %check self-wait %s -- -D_GNU_SOURCE

// The waits of POSIX and of C11 in the tasks of a pool.

#include "Inputs/Pool.h"
#include <memory>
#include <pthread.h>
#include <semaphore.h>
#include <threads.h>
#include <time.h>
#include <unistd.h>

void semaphoreBad() {
  Pool P(1);
  P.submit([&P] {
    sem_t Free;
    sem_init(&Free, 0, 0);
    P.submit([&Free] { sem_post(&Free); });
    sem_wait(&Free); // WARN[sem_wait]:
    sem_destroy(&Free);
  });
}

void conditionBad() {
  Pool P(1);
  P.submit([&P] {
    pthread_mutex_t M = PTHREAD_MUTEX_INITIALIZER;
    pthread_cond_t Changed = PTHREAD_COND_INITIALIZER;
    bool Ready = false;
    P.submit([&] {
      pthread_mutex_lock(&M);
      Ready = true;
      pthread_cond_signal(&Changed);
      pthread_mutex_unlock(&M);
    });
    pthread_mutex_lock(&M);
    while (!Ready)
      pthread_cond_wait(&Changed, &M); // WARN[pthread_cond_wait]:
    pthread_mutex_unlock(&M);
  });
}

void barrierBad() {
  Pool P(1);
  P.submit([&P] {
    pthread_barrier_t Meet;
    pthread_barrier_init(&Meet, nullptr, 2);
    P.submit([&Meet] { pthread_barrier_wait(&Meet); });
    pthread_barrier_wait(&Meet); // WARN[pthread_barrier_wait]:
  });
}

struct Errand {
  Pool *P;
  sem_t Free;
};

void *run(void *Given) {
  auto *E = static_cast<Errand *>(Given);
  E->P->submit([E] { sem_post(&E->Free); });
  sem_wait(&E->Free);
  return nullptr;
}

/// The thread waits for the pool, and the task for the thread.
void joinBad() {
  Pool P(1);
  P.submit([&P] {
    Errand E{&P, {}};
    sem_init(&E.Free, 0, 0);
    pthread_t Other;
    pthread_create(&Other, nullptr, run, &E);
    pthread_join(Other, nullptr); // WARN[pthread_join]:
  });
}

void conditionOfC11Bad() {
  Pool P(1);
  P.submit([&P] {
    mtx_t M;
    cnd_t Changed;
    mtx_init(&M, mtx_plain);
    cnd_init(&Changed);
    bool Ready = false;
    P.submit([&] {
      mtx_lock(&M);
      Ready = true;
      cnd_broadcast(&Changed);
      mtx_unlock(&M);
    });
    mtx_lock(&M);
    while (!Ready)
      cnd_wait(&Changed, &M); // WARN[cnd_wait]:
    mtx_unlock(&M);
  });
}

int runOfC11(void *Given) { return run(Given) != nullptr; }

void joinOfC11Bad() {
  Pool P(1);
  P.submit([&P] {
    Errand E{&P, {}};
    sem_init(&E.Free, 0, 0);
    thrd_t Other;
    thrd_create(&Other, runOfC11, &E);
    thrd_join(Other, nullptr); // WARN[thrd_join]:
  });
}

/// Gives up after a while.
void timedWaitBad() {
  Pool P(1);
  P.submit([&P] {
    auto Free = std::make_shared<sem_t>();
    sem_init(Free.get(), 0, 0);
    P.submit([Free] { sem_post(Free.get()); });
    timespec Limit;
    clock_gettime(CLOCK_REALTIME, &Limit);
    sem_timedwait(Free.get(), &Limit); // WARN[sem_timedwait]:
  });
}

void onMainOk() {
  Pool P(1);
  sem_t Free;
  sem_init(&Free, 0, 0);
  P.submit([&Free] { sem_post(&Free); });
  sem_wait(&Free);
}

void threadOk() {
  Pool P(1);
  Errand E{&P, {}};
  sem_init(&E.Free, 0, 0);
  pthread_t Other;
  pthread_create(&Other, nullptr, run, &E);
  pthread_join(Other, nullptr);
}

void otherPoolOk() {
  Pool Inner(1), P(1);
  P.submit([&Inner] {
    sem_t Free;
    sem_init(&Free, 0, 0);
    Inner.submit([&Free] { sem_post(&Free); });
    sem_wait(&Free);
  });
}

void *post(void *Given) {
  sem_post(static_cast<sem_t *>(Given));
  return nullptr;
}

void threadPostsOk() {
  Pool P(1);
  P.submit([] {
    sem_t Free;
    sem_init(&Free, 0, 0);
    pthread_t Other;
    pthread_create(&Other, nullptr, post, &Free);
    sem_wait(&Free);
    pthread_join(Other, nullptr);
  });
}

void tryWaitOk() {
  Pool P(1);
  P.submit([&P] {
    auto Free = std::make_shared<sem_t>();
    sem_init(Free.get(), 0, 0);
    P.submit([Free] { sem_post(Free.get()); });
    if (sem_trywait(Free.get()) == 0)
      sem_post(Free.get());
  });
}

void postsItselfOk() {
  Pool P(1);
  P.submit([] {
    sem_t Free;
    sem_init(&Free, 0, 0);
    sem_post(&Free);
    sem_wait(&Free);
  });
}

void sleepOk() {
  Pool P(1);
  P.submit([] { usleep(1000); });
}

// Is this thread the worker? It runs the task itself then.

struct Owned {
  Pool P{1};
  pthread_t Worker;
  void begin() {
    P.submit([this] { Worker = pthread_self(); });
  }
  void ask(bool Careful) {
    sem_t Free;
    sem_init(&Free, 0, 0);
    if (Careful && pthread_equal(pthread_self(), Worker))
      return;
    P.submit([&Free] { sem_post(&Free); });
    sem_wait(&Free); // WARN[sem_wait]:
  }
  void askIfElsewhere() {
    sem_t Free;
    sem_init(&Free, 0, 0);
    if (pthread_equal(pthread_self(), Worker))
      return;
    P.submit([&Free] { sem_post(&Free); });
    sem_wait(&Free);
  }
  void askIfWorker() {
    sem_t Free;
    sem_init(&Free, 0, 0);
    if (!pthread_equal(Worker, pthread_self()))
      return;
    P.submit([&Free] { sem_post(&Free); });
    sem_wait(&Free); // WARN[sem_wait]:
  }
};

void askBad(Owned &O) {
  O.P.submit([&O] { O.ask(false); });
}

void askIfElsewhereOk(Owned &O) {
  O.P.submit([&O] { O.askIfElsewhere(); });
}

void askIfWorkerBad(Owned &O) {
  O.P.submit([&O] { O.askIfWorker(); });
}
