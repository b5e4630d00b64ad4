// RUN: %check wait-under-lock %s -- -std=c++17

// A thread that has put itself where the ended ones lie does not come back for
// the lock.

#include <list>
#include <memory>
#include <mutex>
#include <thread>
#include <condition_variable>
class Gang {
public:
  Gang() { std::lock_guard<std::mutex> L(M); Live.emplace_back(); auto It = --Live.end(); *It = std::thread([this, It] { work(It); }); }
  void shrinkOk() {
    std::lock_guard<std::mutex> L(M);
    for (auto &T : Gone)
      T.join();
    Gone.clear();
  }
  void shrinkBad() {
    std::lock_guard<std::mutex> L(M);
    for (auto &T : Live)
      T.join(); // WARN[join]: 'M'
  }
private:
  void work(std::list<std::thread>::iterator It) {
    std::unique_lock<std::mutex> L(M);
    while (!Stop)
      C.wait(L);
    Gone.push_back(std::move(*It));
    Live.erase(It);
  }
  std::mutex M;
  std::condition_variable C;
  std::list<std::thread> Live, Gone;
  bool Stop = false;
};

// The same behind several calls; the state is shared with the threads.

struct Shared {
  std::mutex M;
  std::condition_variable C;
  std::list<std::thread> Live, Gone;
  unsigned Wanted = 0;
};

static void serve(std::shared_ptr<Shared> S,
                  std::list<std::thread>::iterator It) {
  std::unique_lock<std::mutex> L(S->M);
  while (true) {
    if (S->Live.size() > S->Wanted)
      break;
    S->C.wait(L);
  }
  S->Gone.push_back(std::move(*It));
  S->Live.erase(It);
}

class Crew {
public:
  Crew() : Keep(std::make_shared<Shared>()), S(Keep.get()) {}
  void resizeOk(unsigned Wanted) {
    std::unique_lock<std::mutex> L(S->M);
    collect();
    S->Wanted = Wanted;
    launch(Wanted);
    S->C.notify_all();
  }
  void growOk() {
    std::lock_guard<std::mutex> L(S->M);
    collect();
    launch(1);
  }

private:
  void collect() {
    for (auto &T : S->Gone)
      T.join();
    S->Gone.clear();
  }
  void launch(unsigned Count) {
    std::shared_ptr<Shared> Same = Keep;
    for (unsigned I = 0; I < Count; ++I) {
      S->Live.emplace_back();
      auto It = --(S->Live.end());
      *It = std::thread([this, Same, It] {
        remember(this);
        serve(Same, It);
      });
    }
  }
  static void remember(Crew *Mine) {
    static thread_local Crew *Current;
    Current = Mine;
  }
  std::shared_ptr<Shared> Keep;
  Shared *S;
};

void twiceOk(Crew &One, Crew &Other, bool First) {
  One.resizeOk(2);
  Crew *Chosen = First ? &One : &Other;
  Chosen->resizeOk(1);
  Chosen->growOk();
}

// FP: that nobody finds what was taken out of the list, so that nothing is
// joined, is not understood.
struct Context {
  int Id;
  std::thread Input;
  Context *Next = nullptr;
};

class ContextList {
public:
  void start(int Id) {
    std::lock_guard<std::recursive_mutex> L(M);
    if (Context *C = find(Id))
      C->Input = std::thread([this, Id] { run(Id); });
  }
  void FP_eraseAndStop(int Id) {
    std::lock_guard<std::recursive_mutex> L(M);
    if (First && First->Id == Id) {
      First = First->Next;
      stop(Id);
    }
  }

private:
  void run(int Id) {
    std::lock_guard<std::recursive_mutex> L(M);
    find(Id);
  }
  Context *find(int Id) {
    for (Context *C = First; C; C = C->Next)
      if (C->Id == Id)
        return C;
    return nullptr;
  }
  void stop(int Id) {
    if (Context *C = find(Id))
      C->Input.join(); // WARN[join]: 'M', which the awaited work locks too
  }
  std::recursive_mutex M;
  Context *First = nullptr;
};

void startAndStop(ContextList &C) {
  C.start(1);
  C.FP_eraseAndStop(1);
}
