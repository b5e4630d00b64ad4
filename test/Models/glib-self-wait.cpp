// REQUIRES: glib
// RUN: %check self-wait,self-join,wait-under-lock %s -- -std=c++17 %{glib}

#include <glib.h>

// A pool's function is given what is pushed.

struct Crew {
  GThreadPool *Pool;
  GAsyncQueue *Results;
};

struct Job {
  Crew *Of;
  bool Outer;
};

void work(gpointer Data, gpointer) {
  Job *J = static_cast<Job *>(Data);
  if (!J->Outer) {
    g_async_queue_push(J->Of->Results, J);
    return;
  }
  Job Part{J->Of, false};
  g_thread_pool_push(J->Of->Pool, &Part, NULL);
  g_async_queue_pop(J->Of->Results); // WARN[g_async_queue_pop]:
}

void nestedBad(Crew *C) {
  C->Pool = g_thread_pool_new(work, NULL, 4, TRUE, NULL);
  C->Results = g_async_queue_new();
  Job Whole{C, true};
  g_thread_pool_push(C->Pool, &Whole, NULL);
  g_thread_pool_free(C->Pool, FALSE, TRUE);
}

void freeOwn(gpointer Data, gpointer) {
  g_thread_pool_free(static_cast<Crew *>(Data)->Pool, FALSE, TRUE); // WARN[g_thread_pool_free]:
}

void freeOwnBad(Crew *C) {
  C->Pool = g_thread_pool_new(freeOwn, NULL, 1, TRUE, NULL);
  g_thread_pool_push(C->Pool, C, NULL);
}

void freeLater(gpointer Data, gpointer) {
  g_thread_pool_free(static_cast<Crew *>(Data)->Pool, FALSE, FALSE);
}

void freeLaterOk(Crew *C) {
  C->Pool = g_thread_pool_new(freeLater, NULL, 1, TRUE, NULL);
  g_thread_pool_push(C->Pool, C, NULL);
}

/// A thread for each task.
void ask(gpointer Data, gpointer) {
  Crew *C = static_cast<Crew *>(Data);
  g_thread_pool_push(C->Pool, C, NULL);
  g_async_queue_pop(C->Results);
}

void unboundedOk(Crew *C) {
  C->Pool = g_thread_pool_new(ask, NULL, -1, FALSE, NULL);
  g_thread_pool_push(C->Pool, C, NULL);
}

// Threads.

struct Server {
  GThread *Thread;
  GMutex Mutex;
  int Count;
};

gpointer serve(gpointer Data) {
  Server *S = static_cast<Server *>(Data);
  g_mutex_lock(&S->Mutex);
  ++S->Count;
  g_mutex_unlock(&S->Mutex);
  return NULL;
}

void joinBad(Server *S) {
  S->Thread = g_thread_new("server", serve, S);
  g_mutex_lock(&S->Mutex);
  g_thread_join(S->Thread); // WARN[g_thread_join]: while it holds 'S->Mutex'
  g_mutex_unlock(&S->Mutex);
}

void joinOk(Server *S) {
  S->Thread = g_thread_new("server", serve, S);
  g_mutex_lock(&S->Mutex);
  ++S->Count;
  g_mutex_unlock(&S->Mutex);
  g_thread_join(S->Thread);
}

// A source that is attached by hand runs its callback on its context.

struct Talk {
  GMainContext *Context;
  GMainContext *Other;
  GAsyncQueue *Answers;
};

gboolean answer(gpointer Data) {
  g_async_queue_push(static_cast<Talk *>(Data)->Answers, Data);
  return G_SOURCE_REMOVE;
}

void attach(GMainContext *To, GSourceFunc What, gpointer Data) {
  GSource *Idle = g_idle_source_new();
  g_source_set_callback(Idle, What, Data, NULL);
  g_source_attach(Idle, To);
  g_source_unref(Idle);
}

gboolean askOwn(gpointer Data) {
  Talk *T = static_cast<Talk *>(Data);
  attach(T->Context, answer, T);
  g_async_queue_pop(T->Answers); // WARN[g_async_queue_pop]:
  return G_SOURCE_REMOVE;
}

gboolean askOther(gpointer Data) {
  Talk *T = static_cast<Talk *>(Data);
  attach(T->Other, answer, T);
  g_async_queue_pop(T->Answers);
  return G_SOURCE_REMOVE;
}

void attachedBad() {
  Talk T{g_main_context_new(), g_main_context_new(), g_async_queue_new()};
  attach(T.Context, askOwn, &T);
}

void attachedOk() {
  Talk T{g_main_context_new(), g_main_context_new(), g_async_queue_new()};
  attach(T.Context, askOther, &T);
}

void fromOutsideOk(Talk *T) {
  attach(T->Context, answer, T);
  g_async_queue_pop(T->Answers);
}
