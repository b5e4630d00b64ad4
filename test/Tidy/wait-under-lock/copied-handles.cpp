// RUN: %check wait-under-lock %s -- -std=c++17

// A pointer of the project's own has a mutex in each handle: to assign one
// locks its mutex, then that of the other, which may be a temporary.

#include <atomic>
#include <mutex>

template <class T> class HandleOk {
public:
  HandleOk(T *Object) : Object(Object) {}
  HandleOk(const HandleOk &Other) : Object(nullptr) { operator=(Other); }
  void operator=(const HandleOk &Other) {
    std::lock_guard<std::mutex> Lock(Mutex);
    HandleOk &Source = const_cast<HandleOk &>(Other);
    T *Shared = Source.share();
    Object.store(Shared);
  }
  T *operator->() const { return Object.load(); }
  T &operator*() const { return *Object.load(); }

private:
  T *share() {
    std::lock_guard<std::mutex> Lock(Mutex);
    return Object.load();
  }
  std::atomic<T *> Object;
  std::mutex Mutex;
};

template <class T> class HandleBad {
public:
  HandleBad(T *Object) : Object(Object) {}
  HandleBad(const HandleBad &Other) : Object(nullptr) { operator=(Other); }
  void operator=(const HandleBad &Other) {
    std::lock_guard<std::mutex> Lock(Mutex);
    HandleBad &Source = const_cast<HandleBad &>(Other);
    T *Shared = Source.share();
    share(); // its own mutex
    Object.store(Shared);
  }
  T *operator->() const { return Object.load(); }
  T &operator*() const { return *Object.load(); }

private:
  T *share() {
    std::lock_guard<std::mutex> Lock(Mutex); // WARN: while this thread holds it already
    return Object.load();
  }
  std::atomic<T *> Object;
  std::mutex Mutex;
};

struct Map {
  int *get(int N) { return N ? &Key : nullptr; }
  void copyFrom(const Map &Other) { Key = Other.Key; }
  int Key = 0;
};

struct Counter {
  std::mutex Mutex;
  bool Ended = false;
  int Added = 0;
};

struct CollectorOk {
  CollectorOk() : Latest(nullptr) { Latest = HandleOk<Map>(new Map()); }
  void add(int N) {
    HandleOk<Map> Current = nullptr;
    int Left = 16;
    do {
      Current = Latest;
      if (Current->get(N))
        return;
      Map *Copy = new Map();
      Copy->copyFrom(*Current);
      HandleOk<Map> Next = HandleOk<Map>(Copy);
      Next->Key = 1;
    } while (Left--);
  }
  HandleOk<Map> Latest;
};
CollectorOk AllOk;

int addOk(Counter *C) {
  while (!C->Ended) {
    {
      std::lock_guard<std::mutex> Lock(C->Mutex);
      ++C->Added;
    }
    AllOk.add(1);
    {
      std::lock_guard<std::mutex> Lock(C->Mutex);
      ++C->Added;
    }
  }
  return 0;
}

struct CollectorBad {
  CollectorBad() : Latest(nullptr) { Latest = HandleBad<Map>(new Map()); }
  void add(int N) {
    HandleBad<Map> Current = nullptr;
    int Left = 16;
    do {
      Current = Latest;
      if (Current->get(N))
        return;
      Map *Copy = new Map();
      Copy->copyFrom(*Current);
      HandleBad<Map> Next = HandleBad<Map>(Copy);
      Next->Key = 1;
    } while (Left--);
  }
  HandleBad<Map> Latest;
};
CollectorBad AllBad;

int addBad(Counter *C) {
  while (!C->Ended) {
    {
      std::lock_guard<std::mutex> Lock(C->Mutex);
      ++C->Added;
    }
    AllBad.add(1);
    {
      std::lock_guard<std::mutex> Lock(C->Mutex);
      ++C->Added;
    }
  }
  return 0;
}
