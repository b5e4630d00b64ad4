// RUN: %check self-wait %s -- -std=c++17

// The future comes out of a helper, a facade or a promise.

#include <condition_variable>
#include <exception>
#include <functional>
#include <future>
#include <memory>
#include <mutex>
#include <queue>
#include <string>
#include <thread>
#include <vector>

// A priority queue of work; the smallest number first.
class Post {
public:
  explicit Post(int clerks) {
    while (clerks-- > 0)
      clerks_.emplace_back(std::bind(&Post::clerk, this));
  }

  ~Post() {
    {
      std::lock_guard<std::mutex> guard(m_);
      night_ = true;
    }
    c_.notify_all();
    for (auto &c : clerks_)
      c.join();
  }

  void drop(int urgency, std::function<void()> letter) {
    std::lock_guard<std::mutex> guard(m_);
    box_.push(Letter{urgency, std::move(letter)});
    c_.notify_one();
  }

private:
  struct Letter {
    int urgency;
    std::function<void()> body;
    bool operator<(const Letter &other) const { return urgency > other.urgency; }
  };

  void clerk() {
    for (;;) {
      std::unique_lock<std::mutex> guard(m_);
      while (!night_ && box_.empty())
        c_.wait(guard);
      if (box_.empty())
        return;
      Letter letter = box_.top();
      box_.pop();
      guard.unlock();
      letter.body();
    }
  }

  std::priority_queue<Letter> box_;
  std::vector<std::thread> clerks_;
  std::mutex m_;
  std::condition_variable c_;
  bool night_ = false;
};

// The usual helper: a promise in a shared_ptr.

template <typename F> auto writeTo(Post &post, F f) -> std::future<decltype(f())> {
  auto reply = std::make_shared<std::promise<decltype(f())>>();
  auto result = reply->get_future();
  post.drop(1, [reply, f] {
    try {
      reply->set_value(f());
    } catch (...) {
      reply->set_exception(std::current_exception());
    }
  });
  return result;
}

std::string read(const std::string &name) { return name + "!"; }

void helperBad(Post &post) {
  post.drop(0, [&post] {
    auto text = writeTo(post, [] { return read("a"); });
    text.get(); // WARN:
  });
}

void helperOk(Post &post) {
  auto text = writeTo(post, [] { return read("a"); });
  post.drop(0, [] { read("b"); });
  text.get();
}

// Two helpers deep, by std::move and by a named result.

std::future<std::string> readAsync(Post &post, std::string name) {
  std::future<std::string> pending = writeTo(post, [name] { return read(name); });
  return pending;
}

std::future<std::string> readTwice(Post &post, const std::string &name) {
  auto first = readAsync(post, name);
  return first;
}

void twoDeepBad(Post &post) {
  post.drop(0, [&post] {
    std::string text = readTwice(post, "b").get(); // WARN:
  });
}

void twoDeepOk(Post &post, Post &archive) {
  post.drop(0, [&archive] {
    std::string text = readTwice(archive, "b").get();
  });
}

// The synchronous wrapper of an asynchronous call: innocent on main.

std::string readNow(Post &post, const std::string &name) {
  return readAsync(post, name).get(); // WARN:
}

void wrapperBad(Post &post) {
  post.drop(2, [&post] { readNow(post, "c"); });
}

std::string readAtOnce(Post &post, const std::string &name) {
  return readAsync(post, name).get();
}

void wrapperOk(Post &post) { readAtOnce(post, "c"); }

// A facade whose methods return futures.

class Chancery {
public:
  std::future<int> count(int pages) {
    return writeTo(post_, [pages] { return pages * 2; });
  }

  std::future<int> sumBad(int pages) {
    return writeTo(post_, [this, pages] {
      int front = count(pages).get(); // WARN:
      return front + 1;
    });
  }

  std::future<int> sumOk(int pages) {
    int front = count(pages).get();
    return writeTo(post_, [front] { return front + 1; });
  }

private:
  Post post_{1};
};

// The helper returns an already finished future for small input.

std::future<int> maybeReady(Post &post, int n) {
  if (n == 0) {
    std::promise<int> now;
    now.set_value(0);
    return now.get_future();
  }
  return writeTo(post, [n] { return n; });
}

void maybeReadyBad(Post &post, int n) {
  post.drop(0, [&post, n] { maybeReady(post, n).wait(); }); // WARN:
}

std::future<int> alwaysReady(int n) {
  std::promise<int> now;
  now.set_value(n);
  return now.get_future();
}

void alwaysReadyOk(Post &post, int n) {
  post.drop(0, [n] { alwaysReady(n).wait(); });
}

// By out parameter and by a struct that is returned.

struct Receipt {
  std::future<int> stamp;
  int number;
};

void request(Post &post, std::future<int> &stamp) {
  stamp = writeTo(post, [] { return 77; });
}

Receipt registerParcel(Post &post) {
  return Receipt{writeTo(post, [] { return 78; }), 1};
}

void outParameterBad(Post &post) {
  post.drop(0, [&post] {
    std::future<int> stamp;
    request(post, stamp);
    stamp.wait(); // WARN:
  });
}

void returnedStructBad(Post &post) {
  post.drop(0, [&post] {
    Receipt receipt = registerParcel(post);
    receipt.stamp.get(); // WARN:
  });
}

void outParameterOk(Post &post) {
  std::future<int> stamp;
  request(post, stamp);
  stamp.wait();
}

Receipt sealed;

void returnedStructOk(Post &post) {
  post.drop(0, [&post] { sealed = registerParcel(post); });
}

// A set of futures is returned.

std::vector<std::future<int>> mailAll(Post &post, int n) {
  std::vector<std::future<int>> all;
  for (int i = 0; i < n; ++i)
    all.push_back(writeTo(post, [i] { return i; }));
  return all;
}

int mailSum(Post &post) {
  int sum = 0;
  for (auto &one : mailAll(post, 3))
    sum += one.get(); // WARN:
  return sum;
}

void mailBad(Post &post) {
  post.drop(3, [&post] { mailSum(post); });
}

void mailOk(Post &post) {
  for (auto &one : mailAll(post, 3))
    one.get();
}

#ifdef GRIDLOCK_RUN
#include "Inputs/Cases.h"
#define SETTLED(stmt) [] { Post q(1), p(1); stmt; }
int main(int argc, char **argv) {
  return runCase(argc, argv,
                 {{"helperBad", SETTLED(helperBad(p))},
                  {"helperOk", SETTLED(helperOk(p))},
                  {"twoDeepBad", SETTLED(twoDeepBad(p))},
                  {"twoDeepOk", SETTLED(twoDeepOk(p, q))},
                  {"wrapperBad", SETTLED(wrapperBad(p))},
                  {"wrapperOk", SETTLED(wrapperOk(p))},
                  {"sumBad", [] { Chancery c; c.sumBad(3).get(); }},
                  {"sumOk", [] { Chancery c; c.sumOk(3).get(); }},
                  {"maybeReadyBad", SETTLED(maybeReadyBad(p, 4))},
                  {"alwaysReadyOk", SETTLED(alwaysReadyOk(p, 4))},
                  {"outParameterBad", SETTLED(outParameterBad(p))},
                  {"returnedStructBad", SETTLED(returnedStructBad(p))},
                  {"outParameterOk", SETTLED(outParameterOk(p))},
                  {"returnedStructOk", SETTLED(returnedStructOk(p))},
                  {"mailBad", SETTLED(mailBad(p))},
                  {"mailOk", SETTLED(mailOk(p))}});
}
#endif
