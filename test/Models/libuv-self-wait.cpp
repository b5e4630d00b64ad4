// REQUIRES: libuv
// RUN: %check self-wait,nested-loop,self-join,wait-under-lock %s -- -std=c++17 %{libuv}

#include <uv.h>

void use(int);

struct Batch {
  uv_loop_t *Loop;
  uv_work_t Outer, Inner;
  uv_sem_t Done;
  uv_barrier_t All;
};

void inner(uv_work_t *W) { uv_sem_post(&static_cast<Batch *>(W->data)->Done); }

/// All loops share one pool of four threads.
void outer(uv_work_t *W) {
  Batch *B = static_cast<Batch *>(W->data);
  B->Inner.data = B;
  uv_queue_work(B->Loop, &B->Inner, inner, nullptr);
  uv_sem_wait(&B->Done); // WARN[uv_sem_wait]: task of 'the thread pool of libuv' blocks in 'uv_sem_wait'
}

void nestedWorkBad(Batch *B) {
  B->Outer.data = B;
  uv_queue_work(B->Loop, &B->Outer, outer, nullptr);
  uv_run(B->Loop, UV_RUN_DEFAULT);
}

/// The callback of a request runs on the loop.
void after(uv_work_t *W, int) { uv_sem_post(&static_cast<Batch *>(W->data)->Done); }

void waitsForLoop(uv_work_t *W) {
  uv_sem_wait(&static_cast<Batch *>(W->data)->Done);
}

void otherLoopOk(Batch *B) {
  B->Outer.data = B->Inner.data = B;
  uv_queue_work(B->Loop, &B->Outer, waitsForLoop, nullptr);
  uv_queue_work(B->Loop, &B->Inner, [](uv_work_t *) {}, after);
  uv_run(B->Loop, UV_RUN_DEFAULT);
}

void onMainOk(Batch *B) {
  B->Inner.data = B;
  uv_queue_work(B->Loop, &B->Inner, inner, nullptr);
  uv_sem_wait(&B->Done);
}

// Threads.

struct Server {
  uv_thread_t Thread;
  uv_mutex_t Mutex;
  int Count = 0;
  void serve() {
    uv_mutex_lock(&Mutex);
    ++Count;
    uv_mutex_unlock(&Mutex);
  }
  void stopBad() {
    uv_mutex_lock(&Mutex);
    uv_thread_join(&Thread); // WARN[uv_thread_join]: while it holds 'Mutex'
    uv_mutex_unlock(&Mutex);
  }
  void stopOk() {
    uv_mutex_lock(&Mutex);
    ++Count;
    uv_mutex_unlock(&Mutex);
    uv_thread_join(&Thread);
  }
};

void serve(void *Argument) { static_cast<Server *>(Argument)->serve(); }

void run(Server *S, bool Ok) {
  uv_thread_create(&S->Thread, serve, S);
  Ok ? S->stopOk() : S->stopBad();
}
