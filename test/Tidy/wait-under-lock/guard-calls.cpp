// RUN: %check wait-under-lock %s -- -std=c++17

// The lock and the wait stand in different functions: the guard is returned,
// passed and moved, the caller holds it, the callee leaves it locked.

#include "Inputs/Crew.h"

#include <functional>
#include <mutex>
#include <utility>

void parkOutOfView(std::unique_lock<std::mutex> &);
void parkByPointerOutOfView(std::unique_lock<std::mutex> *);
void readOutOfView(const std::unique_lock<std::mutex> &);
void touchOutOfView(std::lock_guard<std::mutex> &);

class Register {
public:
  explicit Register(Crew &C) : Clerks(C) {}

  int note() {
    std::lock_guard<std::mutex> L(Mutex);
    return ++Notes;
  }

  auto noteLater() {
    return Clerks.hire([this] { return note(); });
  }

  // Returned by a function.

  std::unique_lock<std::mutex> hold() { return std::unique_lock<std::mutex>(Mutex); }

  std::unique_lock<std::mutex> holdNamed() {
    std::unique_lock<std::mutex> L(Mutex);
    ++Notes;
    return L;
  }

  std::unique_lock<std::mutex> holdOther() { return std::unique_lock<std::mutex>(Other); }

  std::unique_lock<std::mutex> holdNothing() {
    std::unique_lock<std::mutex> L(Mutex);
    L.unlock();
    return L;
  }

  void returnedBad() {
    auto L = hold();
    noteLater().get(); // WARN[get]: 'Mutex'
  }

  void returnedNamedBad() {
    auto L = holdNamed();
    noteLater().get(); // WARN[get]: 'Mutex'
  }

  void returnedOtherOk() {
    auto L = holdOther();
    noteLater().get();
  }

  void returnedNothingOk() {
    auto L = holdNothing();
    noteLater().get();
  }

  void returnedTemporaryOk() {
    hold();
    noteLater().get();
  }

  // Passed by reference: the callee may let go of it.

  void finish(std::unique_lock<std::mutex> &L) {
    ++Notes;
    L.unlock();
  }

  void keep(std::unique_lock<std::mutex> &L) {
    if (L.owns_lock())
      ++Notes;
  }

  void referenceBad() {
    std::unique_lock<std::mutex> L(Mutex);
    keep(L);
    noteLater().get(); // WARN[get]: 'Mutex'
  }

  void referenceOk() {
    std::unique_lock<std::mutex> L(Mutex);
    finish(L);
    noteLater().get();
  }

  // Lent to what is out of view: nobody knows whether it comes back locked.

  void lentOk() {
    std::unique_lock<std::mutex> L(Mutex);
    parkOutOfView(L);
    noteLater().get();
  }

  void lentByPointerOk() {
    std::unique_lock<std::mutex> L(Mutex);
    parkByPointerOutOfView(&L);
    noteLater().get();
  }

  void lentLaterBad() {
    std::unique_lock<std::mutex> L(Mutex);
    noteLater().get(); // WARN[get]: 'Mutex'
    parkOutOfView(L);
  }

  void lentToReadBad() {
    std::unique_lock<std::mutex> L(Mutex);
    readOutOfView(L);
    noteLater().get(); // WARN[get]: 'Mutex'
  }

  void lentForScopeBad() {
    std::lock_guard<std::mutex> L(Mutex);
    touchOutOfView(L);
    noteLater().get(); // WARN[get]: 'Mutex'
  }

  void waitUnder(std::unique_lock<std::mutex> &) {
    noteLater().get(); // WARN[get]: 'Mutex'
  }

  void waitAfter(std::unique_lock<std::mutex> &L) {
    L.unlock();
    noteLater().get();
    L.lock();
  }

  void inCalleeBad() {
    std::unique_lock<std::mutex> L(Mutex);
    waitUnder(L);
  }

  void inCalleeOk() {
    std::unique_lock<std::mutex> L(Mutex);
    waitAfter(L);
  }

  // Passed by value, and moved.

  void take(std::unique_lock<std::mutex> L) {
    if (L)
      ++Notes;
  }

  void takeAndWait(std::unique_lock<std::mutex>) {
    noteLater().get(); // WARN[get]: 'Mutex'
  }

  void valueBad() { takeAndWait(std::unique_lock<std::mutex>(Mutex)); }

  void valueOk() {
    std::unique_lock<std::mutex> L(Mutex);
    take(std::move(L));
    noteLater().get();
  }

  void movedBad() {
    std::unique_lock<std::mutex> A(Mutex);
    std::unique_lock<std::mutex> B(std::move(A));
    noteLater().get(); // WARN[get]: 'Mutex'
  }

  void movedOk() {
    std::unique_lock<std::mutex> A(Mutex);
    { std::unique_lock<std::mutex> B(std::move(A)); }
    noteLater().get();
  }

  void assignedOk() {
    std::unique_lock<std::mutex> L(Mutex);
    L = std::unique_lock<std::mutex>();
    noteLater().get();
  }

  void swappedBad() {
    std::unique_lock<std::mutex> A(Mutex), B;
    A.swap(B);
    { auto Gone = std::move(A); }
    noteLater().get(); // FN: missed, two guards are swapped
  }

  // Held by a caller, far above.

  void ask() {
    noteLater().get(); // WARN[get]: 'Mutex'
  }
  void chapter() { ask(); }
  void volume() { chapter(); }

  void farAboveBad() {
    std::lock_guard<std::mutex> L(Mutex);
    ++Notes;
    volume();
  }

  void askCalmly() { noteLater().get(); }
  void page() { askCalmly(); }

  void farAboveOk() {
    {
      std::lock_guard<std::mutex> L(Mutex);
      ++Notes;
    }
    page();
  }

  // A function that runs what it is given, under the lock or after it.

  template <typename Fn> void withLock(Fn F) {
    std::lock_guard<std::mutex> L(Mutex);
    F();
  }

  void afterLock(const std::function<void()> &F) {
    { std::lock_guard<std::mutex> L(Mutex); }
    F();
  }

  void withLockBad() {
    withLock([this] {
      noteLater().get(); // WARN[get]: 'Mutex'
    });
  }

  void afterLockOk() {
    afterLock([this] { noteLater().get(); });
  }

  // The callee returns with the lock held, or lets go of the caller's.

  void open() { Mutex.lock(); }
  void close() { Mutex.unlock(); }

  void openBad() {
    open();
    noteLater().get(); // WARN[get]: 'Mutex'
    close();
  }

  void closeOk() {
    open();
    ++Notes;
    close();
    noteLater().get();
  }

private:
  Crew &Clerks;
  std::mutex Mutex, Other;
  int Notes = 0;
};

#ifdef GRIDLOCK_RUN
void parkOutOfView(std::unique_lock<std::mutex> &L) { L.unlock(); }
void parkByPointerOutOfView(std::unique_lock<std::mutex> *L) { L->unlock(); }
void readOutOfView(const std::unique_lock<std::mutex> &) {}
void touchOutOfView(std::lock_guard<std::mutex> &) {}
#include "../self-wait/Inputs/Cases.h"
static Crew C(1);
#define CASE(fn) {#fn, [] { Register(C).fn(); }}
int main(int argc, char **argv) {
  return runCase(argc, argv,
                 {CASE(returnedBad), CASE(returnedNamedBad), CASE(returnedOtherOk),
                  CASE(returnedNothingOk), CASE(returnedTemporaryOk),
                  CASE(referenceBad), CASE(referenceOk), CASE(inCalleeBad),
                  CASE(lentOk), CASE(lentByPointerOk), CASE(lentLaterBad),
                  CASE(lentToReadBad), CASE(lentForScopeBad),
                  CASE(inCalleeOk), CASE(valueBad), CASE(valueOk), CASE(movedBad),
                  CASE(movedOk), CASE(assignedOk), CASE(swappedBad),
                  CASE(farAboveBad), CASE(farAboveOk), CASE(withLockBad),
                  CASE(afterLockOk), CASE(openBad), CASE(closeOk)});
}
#endif
