// RUN: %check wait-under-lock %s -- -std=c++17

// What is taken out of a container under the lock, and dies behind it: its thread is
// joined without the lock.

#include "Inputs/Command.h"

#include <deque>
#include <list>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <utility>
#include <vector>

using Owner = std::unique_ptr<Command>;

class Registry {
public:
  void count() {
    std::lock_guard<std::mutex> Lock(Mutex);
    ++Number;
  }
  void movedByIteratorOk(const std::string &Key) {
    Owner Gone;
    {
      std::lock_guard<std::mutex> Lock(Mutex);
      auto At = All.find(Key);
      Gone = std::move(At->second);
      All.erase(At);
    }
  }
  void swappedByIteratorOk(const std::string &Key) {
    Owner Gone;
    {
      std::lock_guard<std::mutex> Lock(Mutex);
      auto At = All.find(Key);
      std::swap(Gone, At->second);
      All.erase(At);
    }
  }
  void releasedOk(const std::string &Key) {
    Owner Gone;
    {
      std::lock_guard<std::mutex> Lock(Mutex);
      auto At = All.find(Key);
      Gone.reset(At->second.release());
      All.erase(At);
    }
  }
  void exchangedOk(const std::string &Key) {
    Owner Gone;
    {
      std::lock_guard<std::mutex> Lock(Mutex);
      auto At = All.find(Key);
      Gone = std::exchange(At->second, nullptr);
      All.erase(At);
    }
  }
  void byReferenceOk(const std::string &Key) {
    Owner Gone;
    {
      std::lock_guard<std::mutex> Lock(Mutex);
      auto At = All.find(Key);
      Owner &Slot = At->second;
      Gone = std::move(Slot);
      All.erase(At);
    }
  }
  void byBindingOk(const std::string &Key) {
    Owner Gone;
    {
      std::lock_guard<std::mutex> Lock(Mutex);
      if (auto At = All.find(Key); At != All.end()) {
        auto &[Name, Slot] = *At;
        Gone = std::move(Slot);
        All.erase(At);
      }
    }
  }
  void byKeyOk(const std::string &Key) {
    Owner Gone;
    {
      std::lock_guard<std::mutex> Lock(Mutex);
      Gone = std::move(All[Key]);
      All.erase(Key);
    }
  }
  void extractedOk(const std::string &Key) {
    std::map<std::string, Owner>::node_type Gone;
    {
      std::lock_guard<std::mutex> Lock(Mutex);
      Gone = All.extract(Key);
    }
  }
  void allSwappedOk() {
    std::map<std::string, Owner> Gone;
    {
      std::lock_guard<std::mutex> Lock(Mutex);
      std::swap(Gone, All);
      All.clear();
    }
  }
  void eachMovedOk() {
    std::vector<Owner> Gone;
    {
      std::lock_guard<std::mutex> Lock(Mutex);
      for (auto &One : Row)
        Gone.push_back(std::move(One));
      Row.clear();
    }
  }
  void splicedOk() {
    std::list<Owner> Gone;
    {
      std::lock_guard<std::mutex> Lock(Mutex);
      Gone.splice(Gone.end(), Chain);
      Chain.clear();
    }
  }
  void frontOk() {
    Owner Gone;
    {
      std::lock_guard<std::mutex> Lock(Mutex);
      Gone = std::move(Queue.front());
      Queue.pop_front();
    }
  }
  void slotOk() {
    Owner Gone;
    {
      std::lock_guard<std::mutex> Lock(Mutex);
      if (Slot) {
        Gone = std::move(*Slot);
        Slot.reset();
      }
    }
  }
  Owner take(const std::string &Key) {
    std::lock_guard<std::mutex> Lock(Mutex);
    auto At = All.find(Key);
    Owner Gone = std::move(At->second);
    All.erase(At);
    return Gone;
  }
  void takenOk(const std::string &Key) { take(Key); }
  Owner make() {
    std::lock_guard<std::mutex> Lock(Mutex);
    auto Made = std::make_unique<Command>(*this);
    ++Number;
    return Made;
  }
  void erasedBad(const std::string &Key) {
    {
      std::lock_guard<std::mutex> Lock(Mutex);
      auto At = Others.find(Key);
      if (At != Others.end())
        Others.erase(At); // WARN: blocks in '~Command' while it holds 'Mutex'
    }
  }

  std::map<std::string, Owner> All, Others;
  std::vector<Owner> Row;
  std::list<Owner> Chain;
  std::deque<Owner> Queue;
  std::optional<Owner> Slot;

private:
  std::mutex Mutex;
  int Number = 0;
};

void Command::run() { In.count(); }

int main() {
  Registry R;
  R.All["a"] = std::make_unique<Command>(R);
  R.Others["a"] = std::make_unique<Command>(R);
  R.Row.push_back(std::make_unique<Command>(R));
  R.Chain.push_back(std::make_unique<Command>(R));
  R.Queue.push_back(std::make_unique<Command>(R));
  R.Slot = std::make_unique<Command>(R);
  R.movedByIteratorOk("a");
  R.swappedByIteratorOk("a");
  R.releasedOk("a");
  R.exchangedOk("a");
  R.byReferenceOk("a");
  R.byBindingOk("a");
  R.byKeyOk("a");
  R.extractedOk("a");
  R.takenOk("a");
  R.erasedBad("a");
  R.allSwappedOk();
  R.eachMovedOk();
  R.splicedOk();
  R.frontOk();
  R.slotOk();
  Owner Made = R.make();
}
