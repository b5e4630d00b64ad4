// RUN: %check wait-under-lock %s -- -std=c++17

// One thread locks a mutex that it holds already, by plain calls.

#include <atomic>
#include <condition_variable>
#include <functional>
#include <list>
#include <map>
#include <memory>
#include <mutex>
#include <shared_mutex>
#include <thread>

std::mutex Door;
int Visits = 0;

void countVisit() { ++Visits; }
void visit() {
  std::lock_guard<std::mutex> Lock(Door); // WARN: 'Door' is locked here while this thread holds it already: it waits for itself
  countVisit();
}
void visitTwiceBad() {
  std::lock_guard<std::mutex> Lock(Door); // NOTE: 'Door' is locked here
  visit();                                // NOTE: it calls 'visit' here
}
void visitAfterwardsOk() {
  {
    std::lock_guard<std::mutex> Lock(Door);
    countVisit();
  }
  visit();
}
void visitByHandOk() {
  Door.lock();
  countVisit();
  Door.unlock();
  visit();
}

// Its getter locks, and is used by what holds the lock.
class Meter {
public:
  int value() const {
    std::lock_guard<std::mutex> Lock(Mutex); // WARN: 'Mutex' is locked here while this thread holds it already
    return Value;
  }
  void addBad(int More) {
    std::lock_guard<std::mutex> Lock(Mutex);
    Value = value() + More;
  }
  void addAboveBad(int More) {
    std::lock_guard<std::mutex> Lock(Mutex);
    if (More > 100)
      Value = value() + More;
  }
  void addEachBad() {
    for (int I = 0; I < 3; ++I) {
      std::lock_guard<std::mutex> Lock(Mutex);
      Value += value();
    }
  }
  void addBetweenOk() {
    for (int I = 0; I < 3; ++I) {
      {
        std::lock_guard<std::mutex> Lock(Mutex);
        Value += I;
      }
      Value += value();
    }
  }
  void addUnlockedOk() {
    std::unique_lock<std::mutex> Lock(Mutex);
    int Old = Value;
    Lock.unlock();
    int New = value();
    Lock.lock();
    Value = Old + New;
  }
  void addLaterOk() {
    std::unique_lock<std::mutex> Lock(Mutex, std::defer_lock);
    int New = value();
    Lock.lock();
    Value = New;
  }
  void addIfFreeOk() {
    std::unique_lock<std::mutex> Lock(Mutex, std::try_to_lock);
    if (!Lock.owns_lock()) {
      value();
      return;
    }
    ++Value;
  }
  void addOnceOk(bool Locked) {
    std::unique_lock<std::mutex> Lock(Mutex, std::defer_lock);
    if (Locked)
      Lock.lock();
    if (!Locked)
      value();
  }
  void giveAwayOk() {
    std::unique_lock<std::mutex> Lock(Mutex);
    keep(std::move(Lock));
    value();
  }
  void waitOk() {
    std::unique_lock<std::mutex> Lock(Mutex);
    while (!Value)
      Changed.wait(Lock);
    Lock.unlock();
    value();
  }

private:
  void keep(std::unique_lock<std::mutex>) { ++Value; }
  mutable std::mutex Mutex;
  std::condition_variable Changed;
  int Value = 0;
};

// The same call, once without the lock and once with it.
class Scale {
public:
  int weight() {
    std::lock_guard<std::mutex> Lock(Mutex); // WARN: 'Mutex' is locked here while this thread holds it already
    return Weight;
  }
  void addBad() {
    int Old = weight();
    std::lock_guard<std::mutex> Lock(Mutex);
    Weight = Old + weight();
  }

private:
  std::mutex Mutex;
  int Weight = 0;
};

// What holds the lock is returned to the caller.
class Vault {
public:
  std::unique_lock<std::mutex> open() {
    return std::unique_lock<std::mutex>(Mutex);
  }
  int count() {
    std::lock_guard<std::mutex> Lock(Mutex); // WARN: 'Mutex' is locked here while this thread holds it already
    return Gold;
  }
  int openedBad() {
    auto Opened = open();
    return count();
  }
  int closedOk() {
    open();
    return count();
  }

private:
  std::mutex Mutex;
  int Gold = 0;
};

// The lock is a part of what gives access to the data.
template <typename T> class Guarded {
public:
  class Access {
  public:
    Access(Access &&Other) noexcept
        : Data(Other.Data), Lock(std::move(Other.Lock)) {
      Other.Data = nullptr;
    }
    ~Access() = default;
    T *operator->() const { return Data; }
    void drop() {
      Data = nullptr;
      Lock.unlock();
    }

  private:
    friend class Guarded;
    Access(std::unique_lock<std::mutex> &&Held, T &Inside)
        : Data(&Inside), Lock(std::move(Held)) {}
    T *Data;
    std::unique_lock<std::mutex> Lock;
  };
  Access lock() { return Access{std::unique_lock{Mutex}, Data}; }

private:
  std::mutex Mutex;
  T Data;
};

struct Settings {
  int Rate = 25;
  int Delay = 600;
};

class Keyboard {
public:
  int rate() { return State.lock()->Rate; } // WARN[lock]: 'Mutex' is locked here while this thread holds it already
  int delay() { return State.lock()->Delay; }
  void fasterBad() {
    auto Now = State.lock();
    Now->Rate = rate() + 1;
  }
  void slowerOk() {
    State.lock()->Delay = 900;
    int Old = rate();
    State.lock()->Rate = Old - 1;
  }
  void droppedOk() {
    auto Now = State.lock();
    int Old = Now->Rate;
    Now.drop();
    State.lock()->Rate = Old + delay();
  }
  void scopedOk() {
    {
      auto Now = State.lock();
      Now->Delay = 700;
    }
    delay();
  }

private:
  Guarded<Settings> State;
};

// Whether to lock is said by a condition.
class Account {
public:
  int balance(bool Locked) {
    std::unique_lock<std::mutex> Lock(Mutex, std::defer_lock);
    if (!Locked)
      Lock.lock();
    return Money;
  }
  int heldOk() {
    std::lock_guard<std::mutex> Lock(Mutex);
    return balance(true);
  }
  int maybeHeldOk(bool Locked) {
    std::lock_guard<std::mutex> Lock(Mutex);
    return balance(Locked);
  }
  int unlessOwner() {
    if (Owner == std::this_thread::get_id())
      return Money;
    std::lock_guard<std::mutex> Lock(Mutex);
    return Money;
  }
  int ownerOk() {
    std::lock_guard<std::mutex> Lock(Mutex);
    Owner = std::this_thread::get_id();
    int Found = unlessOwner();
    Owner = {};
    return Found;
  }
  int unlessBusy() {
    if (Busy)
      return Money;
    std::lock_guard<std::mutex> Lock(Mutex);
    return Money;
  }
  int busyOk() {
    std::lock_guard<std::mutex> Lock(Mutex);
    Busy = true;
    int Found = unlessBusy();
    Busy = false;
    return Found;
  }

private:
  std::mutex Mutex;
  std::thread::id Owner;
  bool Busy = false;
  int Money = 0;
};

// Other mutexes, and other kinds of mutexes.
class Leaf {
public:
  int size() {
    std::lock_guard<std::mutex> Lock(Mutex);
    return Size;
  }
  int withNextOk() {
    std::lock_guard<std::mutex> Lock(Mutex);
    return Size + (Next ? Next->size() : 0);
  }
  int withOtherOk(Leaf &Other) {
    std::lock_guard<std::mutex> Lock(Mutex);
    return Size + Other.size();
  }
  int recursiveOk() {
    std::lock_guard<std::recursive_mutex> Lock(Again);
    return recursive();
  }
  int recursive() {
    std::lock_guard<std::recursive_mutex> Lock(Again);
    return Size;
  }
  int readTwiceOk() {
    std::shared_lock<std::shared_mutex> Lock(Shared);
    return read();
  }
  int read() {
    std::shared_lock<std::shared_mutex> Lock(Shared);
    return Size;
  }
  void writeWhileReadBad() {
    std::shared_lock<std::shared_mutex> Lock(Shared);
    write();
  }
  void write() {
    std::unique_lock<std::shared_mutex> Lock(Shared); // WARN: 'Shared' is locked here while this thread holds it already
    ++Size;
  }
  void threadOk() {
    std::lock_guard<std::mutex> Lock(Mutex);
    std::thread([this] { size(); }).detach();
  }
  void keptOk() {
    std::lock_guard<std::mutex> Lock(Mutex);
    Kept = [this] { return size(); };
  }

private:
  std::mutex Mutex;
  std::recursive_mutex Again;
  std::shared_mutex Shared;
  std::function<int()> Kept;
  Leaf *Next = nullptr;
  int Size = 1;
};

class Forest {
public:
  int allOk() {
    std::lock_guard<std::mutex> Lock(Mutex);
    int Sum = 0;
    for (auto &[Name, L] : Leaves)
      Sum += L.size();
    return Sum;
  }

private:
  std::mutex Mutex;
  std::map<int, Leaf> Leaves;
};

// The lock is taken in a loop that erases: that is no other place.
class Clock {
public:
  virtual ~Clock() = default;
  virtual int now() const = 0;
};
class SteppedClock : public Clock {
public:
  int now() const override {
    std::lock_guard<std::mutex> Lock(Mutex); // WARN: 'Mutex' is locked here while this thread holds it already
    return Time;
  }
  void stepBad() {
    std::lock_guard<std::mutex> Lock(Mutex);
    ++Time;
    auto Next = Listeners.begin();
    while (Next != Listeners.end()) {
      if (!(*Next)(now()))
        Next = Listeners.erase(Next);
      else
        ++Next;
    }
  }
  void stepOk() {
    std::lock_guard<std::mutex> Lock(Mutex);
    ++Time;
    auto Next = Listeners.begin();
    while (Next != Listeners.end()) {
      if (!(*Next)(Time))
        Next = Listeners.erase(Next);
      else
        ++Next;
    }
  }

private:
  mutable std::mutex Mutex;
  std::list<std::function<bool(int)>> Listeners;
  int Time = 0;
};

// What dies under the lock comes back for it in its destructor.

class Ticket {
public:
  virtual ~Ticket() = default;
};

class Office {
public:
  void forget(const Ticket *T) {
    std::lock_guard<std::mutex> Lock(Mutex);
    Count -= T != nullptr;
  }
  void clearBad() {
    std::lock_guard<std::mutex> Lock(Mutex);
    Open.clear(); // FN: missed, what the elements are is not known here
  }
  void clearOk() {
    std::list<std::shared_ptr<Ticket>> Gone;
    {
      std::lock_guard<std::mutex> Lock(Mutex);
      Gone.swap(Open);
    }
  }
  void add(std::shared_ptr<Ticket> T) {
    std::lock_guard<std::mutex> Lock(Mutex);
    Open.push_back(std::move(T));
    ++Count;
  }

private:
  std::mutex Mutex;
  std::list<std::shared_ptr<Ticket>> Open;
  int Count = 0;
};

class Returning : public Ticket {
public:
  explicit Returning(Office &O) : From(O) {}
  ~Returning() override { From.forget(this); }

private:
  Office &From;
};

void officeBad() {
  Office O;
  O.add(std::make_shared<Returning>(O));
  O.clearBad();
}

void officeOk() {
  Office O;
  O.add(std::make_shared<Returning>(O));
  O.clearOk();
}

// The same where the objects are made in view, and owned by nothing else.

class Desk;

class Slip {
public:
  explicit Slip(Desk &D) : From(D) {}
  ~Slip();

private:
  Desk &From;
};

class Desk {
public:
  void forget() {
    std::lock_guard<std::mutex> Lock(Mutex); // WARN: 'Mutex' is locked here
    --Count;
  }
  void add(int Key) {
    auto Made = std::make_shared<Slip>(*this);
    std::lock_guard<std::mutex> Lock(Mutex);
    Slips[Key] = std::move(Made);
    ++Count;
  }
  void eraseBad(int Key) {
    std::lock_guard<std::mutex> Lock(Mutex);
    Slips.erase(Key);
  }
  void eraseOk(int Key) {
    std::shared_ptr<Slip> Gone;
    std::lock_guard<std::mutex> Lock(Mutex);
    Gone = std::move(Slips[Key]);
    Slips.erase(Key);
  }

private:
  std::mutex Mutex;
  std::map<int, std::shared_ptr<Slip>> Slips;
  int Count = 0;
};

inline Slip::~Slip() { From.forget(); }

void deskBad() {
  Desk D;
  D.add(1);
  D.eraseBad(1);
}

void deskOk() {
  Desk D;
  D.add(1);
  D.eraseOk(1);
}

// There is another owner when it is erased.

class Shelf;

class Folder {
public:
  explicit Folder(Shelf &S) : From(S) {}
  ~Folder();

private:
  Shelf &From;
};

class Shelf {
public:
  void forget() {
    std::lock_guard<std::mutex> Lock(Mutex);
    --Count;
  }
  void add(int Key) {
    auto Made = std::make_shared<Folder>(*this);
    std::lock_guard<std::mutex> Lock(Mutex);
    Folders[Key] = Made;
    All.push_back(Made);
    ++Count;
  }
  void eraseOk(int Key) {
    std::lock_guard<std::mutex> Lock(Mutex);
    Folders.erase(Key);
  }
  // Its caller owns it too.
  std::shared_ptr<Folder> lendOk() {
    std::lock_guard<std::mutex> Lock(Mutex);
    auto Made = std::make_shared<Folder>(*this);
    ++Count;
    return Made;
  }
  void end() {
    std::list<std::shared_ptr<Folder>> Gone;
    std::lock_guard<std::mutex> Lock(Mutex);
    Gone.swap(All);
  }

private:
  std::mutex Mutex;
  std::map<int, std::shared_ptr<Folder>> Folders;
  std::list<std::shared_ptr<Folder>> All;
  int Count = 0;
};

inline Folder::~Folder() { From.forget(); }

void shelfOk() {
  Shelf S;
  S.add(1);
  S.eraseOk(1);
  S.lendOk();
  S.end();
}

// Locks and guards of the project's own.

class Latch {
public:
  void lock() { Inner.lock(); }
  void unlock() { Inner.unlock(); }

private:
  std::mutex Inner;
};

class Latched {
public:
  explicit Latched(Latch &L) : Held(L) { Held.lock(); }
  ~Latched() { Held.unlock(); }

private:
  Latch &Held;
};

class Granary {
public:
  int byHand() {
    Door.lock(); // WARN: 'Door' is locked here while this thread holds it already
    int Now = Sacks;
    Door.unlock();
    return Now;
  }
  int byGuard() {
    Latched Lock(Door); // WARN: is locked here while this thread holds it already
    return Sacks;
  }
  int byTemplate() {
    std::lock_guard<Latch> Lock(Door); // WARN: 'Door' is locked here while this thread holds it already
    return Sacks;
  }
  int byHandBad() {
    Door.lock();
    int Sum = Sacks + byHand();
    Door.unlock();
    return Sum;
  }
  int byGuardBad() {
    Latched Lock(Door);
    return Sacks + byGuard();
  }
  int byTemplateBad() {
    std::lock_guard<Latch> Lock(Door);
    return Sacks + byTemplate();
  }
  int afterwardsOk() {
    Door.lock();
    int Sum = Sacks;
    Door.unlock();
    return Sum + byHand() + byGuard() + byTemplate();
  }
  int otherOk() {
    Latched Lock(Cellar);
    return Sacks + byGuard() + byHand();
  }
  int otherGranaryOk(Granary &Other) {
    Latched Lock(Door);
    return Sacks + Other.byGuard();
  }

private:
  Latch Door, Cellar;
  int Sacks = 0;
};

// Its owner may lock it again: a count, or a question, of its own.

class Again {
public:
  void lock() {
    if (Owner == std::this_thread::get_id()) {
      ++Depth;
      return;
    }
    Inner.lock();
    Owner = std::this_thread::get_id();
    Depth = 1;
  }
  void unlock() {
    if (--Depth)
      return;
    Owner = {};
    Inner.unlock();
  }

private:
  std::mutex Inner;
  std::thread::id Owner;
  int Depth = 0;
};

class Stable {
public:
  int byHand() {
    Door.lock();
    int Now = Horses;
    Door.unlock();
    return Now;
  }
  int byTemplate() {
    std::lock_guard<Again> Lock(Door);
    return Horses;
  }
  int twiceOk() {
    std::lock_guard<Again> Lock(Door);
    return byHand() + byTemplate();
  }
  int byHandTwiceOk() {
    Door.lock();
    int Sum = byHand() + byTemplate();
    Door.unlock();
    return Sum;
  }

private:
  Again Door;
  int Horses = 0;
};

// A guard with Clang's attributes, whose bodies are in view: its field unlocks.

class __attribute__((capability("mutex"))) Bolt {
public:
  void lock() __attribute__((acquire_capability())) { Inner.lock(); }
  void unlock() __attribute__((release_capability())) { Inner.unlock(); }

private:
  friend class Bolted;
  std::mutex Inner;
};

class __attribute__((scoped_lockable)) Bolted {
public:
  explicit Bolted(Bolt &B) __attribute__((acquire_capability(B)))
      : Lock(B.Inner) {}
  ~Bolted() __attribute__((release_capability())) = default;
  void open() { Lock.unlock(); }

private:
  std::unique_lock<std::mutex> Lock;
};

class Barn {
public:
  void each(const std::function<void(Barn &)> &Do) {
    Bolted Lock(Gate);
    ++Count;
    Lock.open();
    Do(*this);
  }
  int count() {
    Bolted Lock(Gate); // WARN: is locked here while this thread holds it already
    return Count;
  }
  int doubledBad() {
    Bolted Lock(Gate);
    return Count + count();
  }
  int sumOk() { return count() + count(); }

private:
  Bolt Gate;
  int Count = 0;
};

void eachCountsOk(Barn &B) {
  int Sum = 0;
  B.each([&](Barn &Same) { Sum += Same.count(); });
}

// Unlocked for a time, once by the mutex itself and once by the guard that has
// it: one mutex all the same.

template <typename T> class Open {
public:
  explicit Open(T &Closed) : Closed(Closed) { Closed.unlock(); }
  ~Open() { Closed.lock(); }

private:
  T &Closed;
};

class Turnstile {
public:
  void passOk() {
    std::unique_lock<std::mutex> Lock(Mutex);
    airOk();
    for (int I = 0; I < 3; ++I) {
      Open<std::unique_lock<std::mutex>> Now(Lock);
      countVisit();
    }
  }
  void passTwiceBad() {
    std::unique_lock<std::mutex> Lock(Mutex);
    airOk();
    Mutex.lock(); // WARN: 'Mutex' is locked here while this thread holds it already
    Mutex.unlock();
  }

private:
  void airOk() {
    Open<std::mutex> Now(Mutex);
    std::lock_guard<std::mutex> Lock(Mutex);
    countVisit();
  }
  std::mutex Mutex;
};

#ifdef GRIDLOCK_RUN
int main() {
  Meter M;
  M.addUnlockedOk();
  M.addBad(1);
}
#endif
