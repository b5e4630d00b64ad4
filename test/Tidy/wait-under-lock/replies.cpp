// RUN: %check wait-under-lock %s -- -std=c++17

// A request waits for its reply with the mutex held that whoever brings the reply
// locks first. Who calls that is not in view. A promise can be handed on: then
// others may keep it.

#include <functional>
#include <future>
#include <map>
#include <memory>
#include <mutex>

class OneAtATime {
public:
  int askBad() {
    std::lock_guard<std::mutex> l(line);
    reply = std::promise<int>();
    return reply.get_future().get(); // WARN[get]: 'line'
  }
  int askOk() {
    std::future<int> coming;
    {
      std::lock_guard<std::mutex> l(line);
      reply = std::promise<int>();
      coming = reply.get_future();
    }
    return coming.get();
  }
  void onReply(int value) {
    std::lock_guard<std::mutex> l(line);
    reply.set_value(value);
  }

private:
  std::mutex line;
  std::promise<int> reply;
};

class ByNumber {
public:
  int askBad() {
    std::lock_guard<std::mutex> l(line);
    auto coming = replies[++last].get_future();
    return coming.get(); // WARN[get]: 'line'
  }
  int askOk() {
    std::unique_lock<std::mutex> l(line);
    auto coming = replies[++last].get_future();
    l.unlock();
    return coming.get();
  }
  void onReply(int number, int value) {
    std::lock_guard<std::mutex> l(line);
    auto found = replies.find(number);
    if (found == replies.end())
      return;
    found->second.set_value(value);
    replies.erase(found);
  }

private:
  std::mutex line;
  std::map<int, std::promise<int>> replies;
  int last = 0;
};

// It is taken out with the lock, and kept without it.
class TakenOut {
public:
  int askBad() {
    std::lock_guard<std::mutex> l(line);
    return replies[++last].get_future().get(); // WARN[get]: 'line'
  }
  void onReply(int number, int value) {
    std::promise<int> reply;
    {
      std::lock_guard<std::mutex> l(line);
      reply = std::move(replies[number]);
      replies.erase(number);
    }
    reply.set_value(value);
  }

private:
  std::mutex line;
  std::map<int, std::promise<int>> replies;
  int last = 0;
};

// The reply needs another mutex.
class TwoLines {
public:
  int askOk() {
    std::lock_guard<std::mutex> l(calls);
    std::future<int> coming;
    {
      std::lock_guard<std::mutex> inner(line);
      reply = std::promise<int>();
      coming = reply.get_future();
    }
    return coming.get();
  }
  void onReply(int value) {
    std::lock_guard<std::mutex> l(line);
    reply.set_value(value);
  }

private:
  std::mutex calls, line;
  std::promise<int> reply;
};

// An error ends it too, without the lock.
class TwoEnds {
public:
  int askOk() {
    std::lock_guard<std::mutex> l(line);
    return reply.get_future().get();
  }
  void onReply(int value) {
    std::lock_guard<std::mutex> l(line);
    reply.set_value(value);
  }
  void onError() { reply.set_exception(nullptr); }

private:
  std::mutex line;
  std::promise<int> reply;
};

// Handed on: to a function, a callable, another place, a caller.

void send(std::promise<int> &);
void defer(std::function<void()>);

class Sent {
public:
  int askOk() {
    std::lock_guard<std::mutex> l(line);
    send(reply);
    return reply.get_future().get();
  }
  void onReply(int value) {
    std::lock_guard<std::mutex> l(line);
    reply.set_value(value);
  }

private:
  std::mutex line;
  std::promise<int> reply;
};

class Captured {
public:
  int askOk() {
    std::lock_guard<std::mutex> l(line);
    return reply.get_future().get();
  }
  void prepare() {
    defer([kept = std::make_shared<std::promise<int>>(std::move(reply))] {
      kept->set_value(1);
    });
  }
  void onReply(int value) {
    std::lock_guard<std::mutex> l(line);
    reply.set_value(value);
  }

private:
  std::mutex line;
  std::promise<int> reply;
};

class Lent {
public:
  int askOk() {
    std::lock_guard<std::mutex> l(line);
    return reply.get_future().get();
  }
  void lend() { lent = &reply; }
  void onReply(int value) {
    std::lock_guard<std::mutex> l(line);
    reply.set_value(value);
  }

private:
  std::mutex line;
  std::promise<int> reply, *lent = nullptr;
};

class Shown {
public:
  int askOk() {
    std::lock_guard<std::mutex> l(line);
    return reply.get_future().get();
  }
  std::promise<int> &show() { return reply; }
  void onReply(int value) {
    std::lock_guard<std::mutex> l(line);
    reply.set_value(value);
  }

private:
  std::mutex line;
  std::promise<int> reply;
};
