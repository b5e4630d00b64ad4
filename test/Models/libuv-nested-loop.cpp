// REQUIRES: libuv
// RUN: %check nested-loop,self-wait %s -- -std=c++17 %{libuv}

#include <uv.h>

void use(int);

// A loop that is run by its own callback. libuv forbids it; some of these end.

uv_loop_t *Loop = uv_default_loop();

void onTimer(uv_timer_t *Timer) {
  uv_run(Timer->loop, UV_RUN_DEFAULT); // WARN[uv_run]: handler of 'Loop' runs 'Loop' in 'uv_run', the loop that it runs on: libuv forbids it, and it hangs while a handle is active
}

void timerBad() {
  uv_loop_t Loop;
  uv_timer_t Timer;
  uv_loop_init(&Loop);
  uv_timer_init(&Loop, &Timer);
  uv_timer_start(&Timer, onTimer, 10, 0);
  uv_run(&Loop, UV_RUN_DEFAULT);
}

void asyncBad() {
  static uv_async_t Wake;
  uv_async_init(Loop, &Wake, [](uv_async_t *) {
    uv_run(Loop, UV_RUN_ONCE); // WARN[uv_run]: libuv forbids it
  });
  uv_async_send(&Wake);
  uv_run(Loop, UV_RUN_DEFAULT);
}

void afterWorkBad() {
  static uv_work_t Work;
  uv_queue_work(
      uv_default_loop(), &Work, [](uv_work_t *) {},
      [](uv_work_t *, int) {
        uv_run(uv_default_loop(), UV_RUN_DEFAULT); // WARN[uv_run]: libuv forbids it
      });
  uv_run(uv_default_loop(), UV_RUN_DEFAULT);
}

void pollOk() {
  static uv_idle_t Idle;
  uv_idle_init(Loop, &Idle);
  uv_idle_start(&Idle, [](uv_idle_t *I) {
    uv_run(I->loop, UV_RUN_NOWAIT);
    uv_idle_stop(I);
  });
  uv_run(Loop, UV_RUN_DEFAULT);
}

void otherOk() {
  static uv_timer_t Timer;
  uv_timer_init(Loop, &Timer);
  uv_timer_start(
      &Timer,
      [](uv_timer_t *) {
        uv_loop_t Inner;
        uv_loop_init(&Inner);
        uv_run(&Inner, UV_RUN_DEFAULT);
        uv_loop_close(&Inner);
      },
      10, 0);
  uv_run(Loop, UV_RUN_DEFAULT);
}

/// The work runs on the pool, not on the loop.
void loopOfWorkOk() {
  static uv_work_t Work;
  static uv_loop_t Own;
  uv_loop_init(&Own);
  uv_queue_work(
      Loop, &Work, [](uv_work_t *) { uv_run(&Own, UV_RUN_DEFAULT); }, nullptr);
  uv_run(Loop, UV_RUN_DEFAULT);
}

// A callback that blocks until another callback of its loop has run.

struct Job {
  uv_loop_t *Loop;
  uv_timer_t Timer;
  uv_work_t Work;
  uv_async_t Wake;
  uv_sem_t Done;
  uv_mutex_t Mutex;
  uv_cond_t Changed;
  bool Ready = false;
};

void nothing(uv_work_t *) {}
void post(uv_work_t *W) { uv_sem_post(&static_cast<Job *>(W->data)->Done); }
void posted(uv_work_t *W, int) { uv_sem_post(&static_cast<Job *>(W->data)->Done); }

void waitForCallback(uv_timer_t *T) {
  Job *J = static_cast<Job *>(T->data);
  J->Work.data = J;
  uv_queue_work(J->Loop, &J->Work, nothing, posted);
  uv_sem_wait(&J->Done); // WARN[uv_sem_wait]:
}

void callbackBad(Job *J) {
  uv_timer_init(J->Loop, &J->Timer);
  J->Timer.data = J;
  uv_timer_start(&J->Timer, waitForCallback, 10, 0);
  uv_run(J->Loop, UV_RUN_DEFAULT);
}

/// The pool posts, and the loop may wait for it.
void waitForWork(uv_timer_t *T) {
  Job *J = static_cast<Job *>(T->data);
  J->Work.data = J;
  uv_queue_work(J->Loop, &J->Work, post, nullptr);
  uv_sem_wait(&J->Done);
}

void workOk(Job *J) {
  uv_timer_init(J->Loop, &J->Timer);
  J->Timer.data = J;
  uv_timer_start(&J->Timer, waitForWork, 10, 0);
  uv_run(J->Loop, UV_RUN_DEFAULT);
}

void wake(uv_async_t *A) {
  Job *J = static_cast<Job *>(A->data);
  uv_mutex_lock(&J->Mutex);
  J->Ready = true;
  uv_cond_signal(&J->Changed);
  uv_mutex_unlock(&J->Mutex);
}

void waitForWake(uv_timer_t *T) {
  Job *J = static_cast<Job *>(T->data);
  uv_async_send(&J->Wake);
  uv_mutex_lock(&J->Mutex);
  while (!J->Ready)
    uv_cond_wait(&J->Changed, &J->Mutex); // WARN[uv_cond_wait]:
  uv_mutex_unlock(&J->Mutex);
}

void wakeBad(Job *J) {
  uv_timer_init(J->Loop, &J->Timer);
  uv_async_init(J->Loop, &J->Wake, wake);
  J->Timer.data = J;
  J->Wake.data = J;
  uv_timer_start(&J->Timer, waitForWake, 10, 0);
  uv_run(J->Loop, UV_RUN_DEFAULT);
}

/// From another thread it is right.
void ask(void *Argument) {
  Job *J = static_cast<Job *>(Argument);
  uv_async_send(&J->Wake);
  uv_mutex_lock(&J->Mutex);
  while (!J->Ready)
    uv_cond_wait(&J->Changed, &J->Mutex);
  uv_mutex_unlock(&J->Mutex);
}

void wakeFromThreadOk(Job *J) {
  uv_async_init(J->Loop, &J->Wake, wake);
  J->Wake.data = J;
  uv_thread_t Other;
  uv_thread_create(&Other, ask, J);
  uv_run(J->Loop, UV_RUN_DEFAULT);
  uv_thread_join(&Other);
}
