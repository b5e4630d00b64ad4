// RUN: %check wait-under-lock %s -- -std=c++17

// Listeners are told while the lock is held, from a helper or by a virtual
// method, and come back for it.

#include <functional>
#include <memory>
#include <mutex>
#include <vector>

// The lock in one function, the calls in another.
class Signal {
public:
  void connect(std::function<void()> Listener) {
    std::lock_guard<std::mutex> Lock(Mutex); // WARN: 'Mutex' is locked here by what is called back
    Listeners.push_back(std::move(Listener));
  }
  void emit() {
    std::lock_guard<std::mutex> Lock(Mutex); // NOTE: 'Mutex' is locked here
    tell();                                  // NOTE: it calls 'Signal::tell' here
  }

private:
  void tell() {
    for (auto &Listener : Listeners)
      Listener();
  }
  std::mutex Mutex;
  std::vector<std::function<void()>> Listeners;
};

void comesBackBad() {
  Signal S;
  S.connect([&S] { S.connect([] {}); });
  S.emit();
}

// Told without the lock, of a copy.
class CopyingSignal {
public:
  void connect(std::function<void()> Listener) {
    std::lock_guard<std::mutex> Lock(Mutex);
    Listeners.push_back(std::move(Listener));
  }
  void emit() {
    std::vector<std::function<void()>> Copy;
    {
      std::lock_guard<std::mutex> Lock(Mutex);
      Copy = Listeners;
    }
    tell(Copy);
  }

private:
  void tell(std::vector<std::function<void()>> &All) {
    for (auto &Listener : All)
      Listener();
  }
  std::mutex Mutex;
  std::vector<std::function<void()>> Listeners;
};

void comesBackOk() {
  CopyingSignal S;
  S.connect([&S] { S.connect([] {}); });
  S.emit();
}

// By a virtual method.
class Observer {
public:
  virtual ~Observer() = default;
  virtual void changed() = 0;
};

class Subject {
public:
  void add(Observer *One) {
    std::lock_guard<std::mutex> Lock(Mutex); // WARN: 'Mutex' is locked here by what is called back
    Observers.push_back(One);
  }
  int count() {
    std::lock_guard<std::mutex> Lock(Mutex); // WARN: 'Mutex' is locked here by what is called back
    return Observers.size();
  }
  void notify() {
    std::lock_guard<std::mutex> Lock(Mutex);
    for (Observer *One : Observers)
      One->changed();
  }

private:
  std::mutex Mutex;
  std::vector<Observer *> Observers;
};

class Adding : public Observer {
public:
  explicit Adding(Subject &Of) : Of(Of) {}
  void changed() override { Of.add(this); }

private:
  Subject &Of;
};
class Counting : public Observer {
public:
  explicit Counting(Subject &Of) : Of(Of) {}
  void changed() override { Seen = Of.count(); }

private:
  Subject &Of;
  int Seen = 0;
};
class Silent : public Observer {
public:
  void changed() override {
    std::lock_guard<std::mutex> Lock(Own);
    ++Seen;
  }

private:
  std::mutex Own;
  int Seen = 0;
};

// `add` has been called before, with the same arguments: but not under the lock.
void addsItselfBad() {
  Subject S;
  Adding A(S);
  S.add(&A);
  S.notify();
}
void countsBad() {
  Subject S;
  Counting C(S);
  S.add(&C);
  S.count();
  S.notify();
}
void ofAnotherOk() {
  Subject S, T;
  Counting C(T);
  S.add(&C);
  S.notify();
}
void ownLockOk() {
  Subject S;
  Silent One;
  S.add(&One);
  S.notify();
}

// Its observers are told without the lock.
class Model {
public:
  void add(Observer *One) {
    std::lock_guard<std::mutex> Lock(Mutex);
    Observers.push_back(One);
  }
  int size() {
    std::lock_guard<std::mutex> Lock(Mutex);
    return Observers.size();
  }
  void notify() {
    std::unique_lock<std::mutex> Lock(Mutex);
    auto Copy = Observers;
    Lock.unlock();
    for (Observer *One : Copy)
      One->changed();
  }

private:
  std::mutex Mutex;
  std::vector<Observer *> Observers;
};
class Viewing : public Observer {
public:
  explicit Viewing(Model &Of) : Of(Of) {}
  void changed() override { Seen = Of.size(); }

private:
  Model &Of;
  int Seen = 0;
};
void viewOk() {
  Model M;
  Viewing V(M);
  M.add(&V);
  M.notify();
}

// A tree: each node has a lock of its own.
class Part {
public:
  virtual ~Part() = default;
  virtual int weight() = 0;
};
class Screw : public Part {
public:
  int weight() override {
    std::lock_guard<std::mutex> Lock(Mutex);
    return 1;
  }

private:
  std::mutex Mutex;
};
class Assembly : public Part {
public:
  void add(std::unique_ptr<Part> One) {
    std::lock_guard<std::mutex> Lock(Mutex);
    Parts.push_back(std::move(One));
  }
  int weight() override {
    std::lock_guard<std::mutex> Lock(Mutex);
    int Sum = 0;
    for (auto &One : Parts)
      Sum += One->weight();
    return Sum;
  }

private:
  std::mutex Mutex;
  std::vector<std::unique_ptr<Part>> Parts;
};
int treeOk() {
  Assembly Whole;
  Whole.add(std::make_unique<Screw>());
  auto Half = std::make_unique<Assembly>();
  Half->add(std::make_unique<Screw>());
  Whole.add(std::move(Half));
  for (int I = 0; I < 3; ++I)
    Whole.add(std::make_unique<Assembly>());
  return Whole.weight();
}

#ifdef GRIDLOCK_RUN
int main() {
  comesBackOk();
  ofAnotherOk();
  ownLockOk();
  viewOk();
  treeOk();
  countsBad();
}
#endif
