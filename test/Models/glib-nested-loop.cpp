// REQUIRES: glib
// RUN: %check nested-loop,self-wait %s -- -std=c++17 %{glib}

#include <glib.h>

void use(int);

// Nested loops are allowed, as modal dialogs are. One does not end if only the
// handler that runs it would quit it, afterwards.

gboolean quit(gpointer Loop) {
  g_main_loop_quit(static_cast<GMainLoop *>(Loop));
  return G_SOURCE_REMOVE;
}

gboolean quitsLater(gpointer) {
  GMainLoop *Inner = g_main_loop_new(NULL, FALSE);
  g_main_loop_run(Inner); // WARN[g_main_loop_run]: which only ends when this handler goes on
  g_main_loop_quit(Inner);
  g_main_loop_unref(Inner);
  return G_SOURCE_REMOVE;
}

gboolean dialog(gpointer) {
  GMainLoop *Inner = g_main_loop_new(NULL, FALSE);
  g_timeout_add(100, quit, Inner);
  g_main_loop_run(Inner);
  g_main_loop_unref(Inner);
  return G_SOURCE_REMOVE;
}

/// Whoever is given it may quit it.
void show(GMainLoop *Loop);
gboolean response(gpointer) {
  GMainLoop *Inner = g_main_loop_new(NULL, FALSE);
  show(Inner);
  g_main_loop_run(Inner);
  g_main_loop_unref(Inner);
  return G_SOURCE_REMOVE;
}

int main() {
  GMainLoop *Loop = g_main_loop_new(NULL, FALSE);
  g_idle_add(quitsLater, NULL);
  g_idle_add(dialog, NULL);
  g_idle_add(response, NULL);
  g_timeout_add_seconds(10, quit, Loop);
  g_main_loop_run(Loop);
}

// A handler that waits for another one.

struct Answer {
  GMutex Mutex;
  GCond Given;
  bool Ready = false;
};

gboolean give(gpointer Data) {
  Answer *A = static_cast<Answer *>(Data);
  g_mutex_lock(&A->Mutex);
  A->Ready = true;
  g_cond_signal(&A->Given);
  g_mutex_unlock(&A->Mutex);
  return G_SOURCE_REMOVE;
}

void await(Answer *A) {
  g_mutex_lock(&A->Mutex);
  while (!A->Ready)
    g_cond_wait(&A->Given, &A->Mutex);
  g_mutex_unlock(&A->Mutex);
}

gboolean ask(gpointer Data) {
  g_idle_add(give, Data);
  await(static_cast<Answer *>(Data)); // WARN[await]: task of 'g_main_context_default' blocks in 'await'
  return G_SOURCE_REMOVE;
}

void askBad(Answer *A) { g_idle_add(ask, A); }

/// On the context's own thread it is called at once.
void awaitHere(Answer *A) {
  g_mutex_lock(&A->Mutex);
  while (!A->Ready)
    g_cond_wait(&A->Given, &A->Mutex);
  g_mutex_unlock(&A->Mutex);
}

gboolean invoke(gpointer Data) {
  g_main_context_invoke(NULL, give, Data);
  awaitHere(static_cast<Answer *>(Data));
  return G_SOURCE_REMOVE;
}

void invokeOk(Answer *A) { g_idle_add(invoke, A); }

/// From another thread it is right.
gpointer askFromThread(gpointer Data) {
  g_main_context_invoke(NULL, give, Data);
  awaitHere(static_cast<Answer *>(Data));
  return NULL;
}

void threadOk(Answer *A) {
  GThread *Other = g_thread_new("other", askFromThread, A);
  g_thread_join(Other);
}

/// Runs other handlers meanwhile.
gboolean iterate(gpointer Data) {
  Answer *A = static_cast<Answer *>(Data);
  g_idle_add(give, Data);
  while (!A->Ready)
    g_main_context_iteration(NULL, TRUE);
  return G_SOURCE_REMOVE;
}

void iterateOk(Answer *A) { g_idle_add(iterate, A); }
