// RUN: %check wait-under-lock %s -- -std=c++17

// Listeners that are kept as a function and what it is given; and those that come
// after the first time they are told.

#include <algorithm>
#include <functional>
#include <map>
#include <mutex>
#include <string>
#include <tuple>
#include <unordered_map>
#include <utility>
#include <vector>

typedef void (*Callback)(const std::string &Name, void *Data);

class Settings {
public:
  int get() {
    std::lock_guard<std::mutex> Lock(Mutex); // WARN: 'Mutex' is locked here by what is called back while 'Mutex' is locked
    return Value;
  }
  void listen(const std::string &Name, Callback C, void *Data) {
    Listeners[Name].emplace_back(C, Data);
  }
  void forget(const std::string &Name, Callback C, void *Data) {
    auto Of = Listeners.find(Name);
    if (Of == Listeners.end())
      return;
    auto At = std::find(Of->second.begin(), Of->second.end(),
                        std::make_pair(C, Data));
    if (At != Of->second.end())
      Of->second.erase(At);
  }
  void set(const std::string &Name, int To) {
    {
      std::lock_guard<std::mutex> Lock(Mutex);
      Value = To;
    }
    tell(Name);
  }
  void remove(const std::string &Name) {
    std::lock_guard<std::mutex> Lock(Mutex); // NOTE: 'Mutex' is locked here
    Value = 0;
    tell(Name); // NOTE: it calls 'Settings::tell' here
  }

private:
  void tell(const std::string &Name) {
    auto Of = Listeners.find(Name);
    if (Of != Listeners.end())
      for (auto It = Of->second.begin(); It != Of->second.end(); ++It)
        (It->first)(Name, It->second); // NOTE: it calls 'Fonts::changed' here
  }
  std::mutex Mutex;
  int Value = 0;
  std::unordered_map<std::string, std::vector<std::pair<Callback, void *>>>
      Listeners;
};

class Fonts {
public:
  explicit Fonts(Settings &From) : From(From) {
    From.listen("size", changed, this);
    From.listen("shadow", changed, this);
  }
  ~Fonts() { From.forget("size", changed, this); }

private:
  static void changed(const std::string &, void *Data) {
    static_cast<Fonts *>(Data)->read(); // NOTE: it calls 'Fonts::read' here
  }
  void read() { Size = From.get(); } // NOTE: it calls 'Settings::get' here
  Settings &From;
  int Size = 0;
};

void removedBad() {
  Settings All;
  All.set("size", 1);
  Fonts F(All);
  All.remove("size");
}

// The lock is let go before they are told.
class Told {
public:
  int get() {
    std::lock_guard<std::mutex> Lock(Mutex);
    return Value;
  }
  void listen(Callback C, void *Data) {
    Listeners.push_back(std::make_pair(C, Data));
  }
  void remove() {
    {
      std::lock_guard<std::mutex> Lock(Mutex);
      Value = 0;
    }
    for (auto &[C, Data] : Listeners)
      C("", Data);
  }

private:
  std::mutex Mutex;
  int Value = 0;
  std::vector<std::pair<Callback, void *>> Listeners;
};

void removedOk() {
  Told All;
  All.listen([](const std::string &, void *Data) {
    static_cast<Told *>(Data)->get();
  }, &All);
  All.remove();
}

// Nobody listens yet when it is told with the lock; nobody is told afterwards.
class Early {
public:
  int get() {
    std::lock_guard<std::mutex> Lock(Mutex);
    return Value;
  }
  void listen(std::function<void()> L) { Listeners.push_back(std::move(L)); }
  void start() {
    std::lock_guard<std::mutex> Lock(Mutex);
    tell();
  }
  void tell() {
    for (auto &L : Listeners)
      L();
  }

private:
  std::mutex Mutex;
  int Value = 0;
  std::vector<std::function<void()>> Listeners;
};

void toldBeforeOk() {
  Early All;
  All.start();
  All.listen([&All] { All.get(); });
  All.tell();
}

// The same, but that it is told with the lock once more.
class Late {
public:
  int get() {
    std::lock_guard<std::mutex> Lock(Mutex); // WARN: 'Mutex' is locked here by what is called back while 'Mutex' is locked
    return Value;
  }
  void listen(std::function<void()> L) { Listeners.push_back(std::move(L)); }
  void set(int To) {
    std::lock_guard<std::mutex> Lock(Mutex);
    Value = To;
    tell();
  }

private:
  void tell() {
    for (auto &L : Listeners)
      L();
  }
  std::mutex Mutex;
  int Value = 0;
  std::vector<std::function<void()>> Listeners;
};

void toldAgainBad() {
  Late All;
  All.set(1);
  All.listen([&All] { All.get(); });
  All.set(2);
}

// By a virtual method, of a list that is empty at first.
struct Observer {
  virtual ~Observer() = default;
  virtual void changed() = 0;
};

class Model {
public:
  void add(Observer *O) { Observers.push_back(O); }
  int get() {
    std::lock_guard<std::mutex> Lock(Mutex); // WARN: 'Mutex' is locked here by what is called back while 'Mutex' is locked
    return Value;
  }
  void set(int To) {
    std::lock_guard<std::mutex> Lock(Mutex);
    Value = To;
    for (Observer *O : Observers)
      O->changed();
  }

private:
  std::mutex Mutex;
  int Value = 0;
  std::vector<Observer *> Observers;
};

struct View : Observer {
  explicit View(Model &M) : M(M) {}
  void changed() override { Shown = M.get(); }
  Model &M;
  int Shown = 0;
};

void observedBad() {
  Model M;
  M.set(1);
  View V(M);
  M.add(&V);
  M.set(2);
}

// What only holds a callable does not call it.
class Slots {
public:
  void set(std::function<void()> To) {
    std::lock_guard<std::mutex> Lock(Mutex);
    std::swap(Slot, To);
  }
  void setBoth(std::function<void()> To, int Number) {
    std::lock_guard<std::mutex> Lock(Mutex);
    std::tie(Slot, Last) = std::make_tuple(To, Number);
  }
  void setAll(const std::function<void()> &To) {
    std::lock_guard<std::mutex> Lock(Mutex);
    std::fill(All.begin(), All.end(), To);
    Named.insert(std::make_pair(Last, To));
  }
  int last() {
    std::lock_guard<std::mutex> Lock(Mutex);
    return Last;
  }
  void tell() {
    std::function<void()> Now;
    {
      std::lock_guard<std::mutex> Lock(Mutex);
      Now = Slot;
    }
    Now();
  }
  void tellWithLock() {
    std::lock_guard<std::mutex> Lock(Mutex);
    for (auto &[Number, One] : Named)
      One();
  }

private:
  std::mutex Mutex;
  int Last = 0;
  std::function<void()> Slot;
  std::vector<std::function<void()>> All{3};
  std::map<int, std::function<void()>> Named;
};

void heldOk() {
  Slots S;
  S.set([&S] { S.last(); });
  S.setBoth([&S] { S.last(); }, 1);
  S.setAll([&S] { S.last(); });
  S.tell();
}

// What was put into a map as a pair is called.
class Named {
public:
  void add(int Number, std::function<void()> To) {
    All.insert(std::make_pair(Number, std::move(To)));
  }
  int last() {
    std::lock_guard<std::mutex> Lock(Mutex); // WARN: 'Mutex' is locked here by what is called back while 'Mutex' is locked
    return Last;
  }
  void tell() {
    std::lock_guard<std::mutex> Lock(Mutex);
    for (auto &[Number, One] : All)
      One();
  }

private:
  std::mutex Mutex;
  int Last = 0;
  std::map<int, std::function<void()>> All;
};

void namedBad() {
  Named N;
  N.add(1, [&N] { N.last(); });
  N.tell();
}
