// RUN: %check self-wait %s -- -std=c++17

// A pool in the manner of C: pthreads, function pointers with void *, a linked
// list of jobs.

#include <pthread.h>
#include <sched.h>
#include <semaphore.h>
#include <stdlib.h>

struct chore {
  void (*fn)(void *);
  void *arg;
  struct chore *next;
};

struct farm {
  pthread_mutex_t lock;
  pthread_cond_t work;
  pthread_cond_t rest;
  struct chore *first, *last;
  int running;
  int closing;
  int nhands;
  pthread_t *hands;
};

static void *farm_hand(void *p) {
  struct farm *f = (struct farm *)p;
  for (;;) {
    pthread_mutex_lock(&f->lock);
    while (f->first == NULL && !f->closing)
      pthread_cond_wait(&f->work, &f->lock);
    if (f->first == NULL) {
      pthread_mutex_unlock(&f->lock);
      return NULL;
    }
    struct chore *c = f->first;
    f->first = c->next;
    if (f->first == NULL)
      f->last = NULL;
    f->running++;
    pthread_mutex_unlock(&f->lock);

    c->fn(c->arg);
    free(c);

    pthread_mutex_lock(&f->lock);
    f->running--;
    if (f->running == 0 && f->first == NULL)
      pthread_cond_broadcast(&f->rest);
    pthread_mutex_unlock(&f->lock);
  }
}

static struct farm *farm_open(int nhands) {
  struct farm *f = (struct farm *)calloc(1, sizeof *f);
  pthread_mutex_init(&f->lock, NULL);
  pthread_cond_init(&f->work, NULL);
  pthread_cond_init(&f->rest, NULL);
  f->nhands = nhands;
  f->hands = (pthread_t *)malloc(nhands * sizeof(pthread_t));
  for (int i = 0; i < nhands; i++)
    pthread_create(&f->hands[i], NULL, farm_hand, f);
  return f;
}

static void farm_do(struct farm *f, void (*fn)(void *), void *arg) {
  struct chore *c = (struct chore *)malloc(sizeof *c);
  c->fn = fn;
  c->arg = arg;
  c->next = NULL;
  pthread_mutex_lock(&f->lock);
  if (f->last)
    f->last->next = c;
  else
    f->first = c;
  f->last = c;
  pthread_cond_signal(&f->work);
  pthread_mutex_unlock(&f->lock);
}

static void farm_rest(struct farm *f) {
  pthread_mutex_lock(&f->lock);
  while (f->first != NULL || f->running > 0)
    pthread_cond_wait(&f->rest, &f->lock);
  pthread_mutex_unlock(&f->lock);
}

static void farm_close(struct farm *f) {
  pthread_mutex_lock(&f->lock);
  f->closing = 1;
  pthread_cond_broadcast(&f->work);
  pthread_mutex_unlock(&f->lock);
  for (int i = 0; i < f->nhands; i++)
    pthread_join(f->hands[i], NULL);
  free(f->hands);
  free(f);
}

static void nothing(void *) {}

// The pool's own wait for all, in a task.

static void weed(void *arg) {
  struct farm *f = (struct farm *)arg;
  farm_do(f, nothing, NULL);
  farm_rest(f); // WARN:
}

void restBad(void) {
  struct farm *f = farm_open(2);
  farm_do(f, weed, f);
  farm_rest(f);
  farm_close(f);
}

static void sow(void *arg) {
  struct farm *f = (struct farm *)arg;
  farm_do(f, nothing, NULL);
}

void restOk(void) {
  struct farm *f = farm_open(2);
  farm_do(f, sow, f);
  farm_rest(f);
  farm_close(f);
}

// A semaphore that a task of the same pool posts.

struct barrow {
  struct farm *farm;
  sem_t full;
};

static void load(void *arg) { sem_post(&((struct barrow *)arg)->full); }

static void push(void *arg) {
  struct barrow *b = (struct barrow *)arg;
  farm_do(b->farm, load, b);
  sem_wait(&b->full); // WARN:
}

void semaphoreBad(void) {
  struct farm *f = farm_open(1);
  struct barrow b;
  b.farm = f;
  sem_init(&b.full, 0, 0);
  farm_do(f, push, &b);
  farm_close(f);
}

static void tip(void *arg) {
  struct barrow *b = (struct barrow *)arg;
  farm_do(b->farm, load, b);
}

void semaphoreOk(void) {
  struct farm *f = farm_open(1);
  struct barrow b;
  b.farm = f;
  sem_init(&b.full, 0, 0);
  farm_do(f, tip, &b);
  sem_wait(&b.full);
  farm_close(f);
}

// A condition variable of POSIX and a flag.

struct gate {
  struct farm *farm;
  pthread_mutex_t lock;
  pthread_cond_t turn;
  int open;
};

static void gate_init(struct gate *g, struct farm *f) {
  g->farm = f;
  pthread_mutex_init(&g->lock, NULL);
  pthread_cond_init(&g->turn, NULL);
  g->open = 0;
}

static void lift(void *arg) {
  struct gate *g = (struct gate *)arg;
  pthread_mutex_lock(&g->lock);
  g->open = 1;
  pthread_cond_signal(&g->turn);
  pthread_mutex_unlock(&g->lock);
}

static void pass(void *arg) {
  struct gate *g = (struct gate *)arg;
  farm_do(g->farm, lift, g);
  pthread_mutex_lock(&g->lock);
  while (!g->open)
    pthread_cond_wait(&g->turn, &g->lock); // WARN:
  pthread_mutex_unlock(&g->lock);
}

void gateBad(void) {
  struct farm *f = farm_open(1);
  struct gate g;
  gate_init(&g, f);
  farm_do(f, pass, &g);
  farm_close(f);
}

static void passAbroad(void *arg) {
  struct gate *g = (struct gate *)arg;
  farm_do(g->farm, lift, g);
  pthread_mutex_lock(&g->lock);
  while (!g->open)
    pthread_cond_wait(&g->turn, &g->lock);
  pthread_mutex_unlock(&g->lock);
}

void gateOk(void) {
  struct farm *home = farm_open(1);
  struct farm *abroad = farm_open(1);
  struct gate g;
  gate_init(&g, abroad);
  farm_do(home, passAbroad, &g);
  farm_close(home);
  farm_close(abroad);
}

// A thread of its own, made by pthread_create, may wait.

static void *wander(void *arg) {
  struct gate *g = (struct gate *)arg;
  farm_do(g->farm, lift, g);
  pthread_mutex_lock(&g->lock);
  while (!g->open)
    pthread_cond_wait(&g->turn, &g->lock);
  pthread_mutex_unlock(&g->lock);
  return NULL;
}

void ownThreadOk(void) {
  struct farm *f = farm_open(1);
  struct gate g;
  gate_init(&g, f);
  pthread_t t;
  pthread_create(&t, NULL, wander, &g);
  pthread_join(t, NULL);
  farm_close(f);
}

// A task that joins such a thread waits after all.

static void stroll(void *arg) {
  pthread_t t;
  pthread_create(&t, NULL, wander, arg);
  pthread_join(t, NULL); // WARN:
}

void joinBad(void) {
  struct farm *f = farm_open(1);
  struct gate g;
  gate_init(&g, f);
  farm_do(f, stroll, &g);
  farm_close(f);
}

// A plain int that is watched.

struct kettle {
  struct farm *farm;
  volatile int boils;
};

static void boil(void *arg) { ((struct kettle *)arg)->boils = 1; }

static void brew(void *arg) {
  struct kettle *k = (struct kettle *)arg;
  farm_do(k->farm, boil, k);
  while (!k->boils) // WARN:
    sched_yield();
}

void kettleBad(void) {
  struct farm *f = farm_open(1);
  struct kettle k = {f, 0};
  farm_do(f, brew, &k);
  farm_close(f);
}

void kettleOk(void) {
  struct farm *f = farm_open(1);
  struct kettle k = {f, 0};
  farm_do(f, boil, &k);
  while (!k.boils)
    sched_yield();
  farm_close(f);
}

#ifdef GRIDLOCK_RUN
#include "Inputs/Cases.h"
int main(int argc, char **argv) {
  return runCase(argc, argv,
                 {{"restBad", restBad},
                  {"restOk", restOk},
                  {"semaphoreBad", semaphoreBad},
                  {"semaphoreOk", semaphoreOk},
                  {"gateBad", gateBad},
                  {"gateOk", gateOk},
                  {"ownThreadOk", ownThreadOk},
                  {"joinBad", joinBad},
                  {"kettleBad", kettleBad},
                  {"kettleOk", kettleOk}});
}
#endif
