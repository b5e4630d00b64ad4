#include <pthread.h>

static void *work(void *Argument) { return Argument; }

int main(void) {
  pthread_t Thread;
  pthread_create(&Thread, 0, work, 0);
  return pthread_join(Thread, 0);
}
