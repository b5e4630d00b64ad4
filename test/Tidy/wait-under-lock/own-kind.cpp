// RUN: %check wait-under-lock %s -- -std=c++17

// What keeps things of its own kind, and calls them under its mutex, does not lock
// that mutex again: each of them has one of its own.

#include <map>
#include <memory>
#include <mutex>
#include <string>

struct Store {
  virtual ~Store() = default;
  virtual int open(int Key) = 0;
};

class Composite final : public Store {
public:
  void mount(std::unique_ptr<Store> S) {
    std::lock_guard<std::mutex> L(Mutex);
    Kept = std::move(S);
  }

  int open(int Key) override {
    std::lock_guard<std::mutex> L(Mutex);
    if (Key)
      return Kept->open(0);
    return Kept->open(1);
  }

private:
  std::unique_ptr<Store> Kept;
  std::mutex Mutex;
};

class Looking final : public Store {
public:
  int open(int Key) override {
    std::lock_guard<std::mutex> L(Mutex); // WARN: 'Mutex' is locked here while this thread holds it already
    if (Key)
      return open(0);
    return Last;
  }

private:
  int Last = 0;
  std::mutex Mutex;
};

class Settings {
public:
  Settings() = default;
  ~Settings() {
    std::lock_guard<std::mutex> L(Mutex);
    clear();
  }

  Settings &operator=(const Settings &Other) {
    if (&Other == this)
      return *this;
    std::lock_guard<std::mutex> L(Mutex);
    std::lock_guard<std::mutex> L2(Other.Mutex);
    clear();
    Groups = Other.Groups;
    return *this;
  }

  void put(const std::string &Name, const Settings &Group) {
    auto *Copy = new Settings;
    *Copy = Group;
    std::lock_guard<std::mutex> L(Mutex);
    Groups[Name].Group = Copy;
  }

private:
  struct Entry {
    Settings *Group = nullptr;
  };

  void clear() {
    for (auto It = Groups.begin(); It != Groups.end(); ++It)
      delete It->second.Group;
    Groups.clear();
  }

  std::map<std::string, Entry> Groups;
  mutable std::mutex Mutex;
};

void use(Composite &C, Looking &S) {
  C.open(1);
  S.open(1);
  Settings One, Other;
  Other.put("part", One);
  One = Other;
}
