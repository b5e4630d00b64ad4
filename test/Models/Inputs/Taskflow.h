// What Taskflow's headers declare, as far as the tests use it.

#pragma GCC system_header

#include <cstddef>
#include <future>
#include <tuple>

namespace tf {

template <typename T> T made();

class Task {
public:
  template <typename... Tasks> Task &precede(Tasks &&...) { return *this; }
};

class FlowBuilder {
public:
  template <typename C> Task emplace(C &&) { return Task(); }
  template <typename... C, std::enable_if_t<(sizeof...(C) > 1), void> * = nullptr>
  auto emplace(C &&...Callables) {
    return std::make_tuple((static_cast<void>(Callables), Task())...);
  }
};

class Taskflow : public FlowBuilder {
public:
  Taskflow();
  ~Taskflow();
};

class Subflow : public FlowBuilder {
public:
  void join();
};

template <typename T> class Future : public std::future<T> {
public:
  Future(Future &&);
  ~Future();
};

class Executor {
public:
  explicit Executor(size_t N);
  ~Executor();
  Future<void> run(Taskflow &);
  template <typename T> void corun(T &) {}
  template <typename P> void corun_until(P &&) {}
  void wait_for_all();
  template <typename F> auto async(F &&Func) {
    return made<std::future<decltype(Func())>>();
  }
  template <typename F> void silent_async(F &&) {}
};

} // namespace tf
