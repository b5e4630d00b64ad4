// RUN: %check wait-under-lock %s -- -std=c++17

// A promise runs its listeners when it is completed: with a mutex held that one
// of them wants, only where somebody can have added one by then.

#include <condition_variable>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <thread>
#include <vector>

class State {
public:
  void complete(int v) {
    std::unique_lock<std::mutex> l(m_);
    if (value_)
      return;
    value_ = v;
    std::vector<std::function<void(int)>> listeners = std::move(listeners_);
    listeners_.clear();
    l.unlock();
    for (auto &listener : listeners)
      listener(v);
  }
  void listen(std::function<void(int)> listener) {
    std::unique_lock<std::mutex> l(m_);
    if (value_) {
      int v = *value_;
      l.unlock();
      listener(v);
    } else {
      listeners_.push_back(std::move(listener));
    }
  }

private:
  std::mutex m_;
  std::optional<int> value_;
  std::vector<std::function<void(int)>> listeners_;
};

class Vow {
public:
  void keep(int v) const { state_->complete(v); }
  std::shared_ptr<State> state() const { return state_; }

private:
  std::shared_ptr<State> state_ = std::make_shared<State>();
};

class Registry {
  std::mutex m_;
  std::map<int, std::shared_ptr<State>> known_;
  int count_ = 0;

  /// A new one that nobody knows yet; the other one is known to all.
  std::shared_ptr<State> findOk(int key) {
    std::lock_guard<std::mutex> l(m_);
    if (auto it = known_.find(key); it != known_.end())
      return it->second;
    Vow vow;
    if (key < 0) {
      vow.keep(-1);
      return vow.state();
    }
    known_[key] = vow.state();
    std::thread([vow] { vow.keep(1); }).detach();
    return vow.state();
  }

public:
  void askOk(int key) {
    findOk(key)->listen([this](int) {
      std::lock_guard<std::mutex> l(m_);
      ++count_;
    });
  }
};

class Ledger {
  std::mutex m_;
  int count_ = 0;

public:
  void askBad() {
    Vow vow;
    vow.state()->listen([this](int) {
      std::lock_guard<std::mutex> l(m_);
      ++count_;
    });
    std::lock_guard<std::mutex> l(m_);
    vow.keep(1); // WARN: runs other tasks in 'keep' while it holds 'm_', which such a task locks
  }

  void askOk() {
    Vow vow;
    vow.state()->listen([this](int) {
      std::lock_guard<std::mutex> l(m_);
      ++count_;
    });
    {
      std::lock_guard<std::mutex> l(m_);
      ++count_;
    }
    vow.keep(1);
  }
};

struct Open {
  std::shared_ptr<State> state = std::make_shared<State>();
};

class Diary {
  std::mutex m_;
  int count_ = 0;

public:
  void partBad() {
    Open open;
    open.state->listen([this](int) {
      std::lock_guard<std::mutex> l(m_); // WARN: 'm_' is locked here by what is called back while 'm_' is locked
      ++count_;
    });
    std::lock_guard<std::mutex> l(m_);
    open.state->complete(1);
  }

  void capturedBad() {
    Vow vow;
    auto listen = [this, &vow] {
      vow.state()->listen([this](int) {
        std::lock_guard<std::mutex> l(m_);
        ++count_;
      });
    };
    listen();
    std::lock_guard<std::mutex> l(m_);
    vow.keep(1); // WARN: runs other tasks in 'keep' while it holds 'm_'
  }
};

int main() {
  Registry registry;
  registry.askOk(1);
  registry.askOk(-1);
  Ledger ledger;
  ledger.askOk();
  ledger.askBad();
  Diary diary;
  diary.partBad();
  diary.capturedBad();
}
