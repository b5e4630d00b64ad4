// What concurrencpp's headers declare, as far as the tests use it.

#pragma GCC system_header

#include "../../Tidy/await-under-lock/Inputs/Coroutine.h"

#include <chrono>
#include <memory>
#include <utility>

namespace concurrencpp {

template <typename T> T made();

enum class result_status { idle, value, exception };

template <typename T> class result {
public:
  struct promise_type {
    result get_return_object();
    std::suspend_never initial_suspend();
    std::suspend_never final_suspend() noexcept;
    void return_value(T);
    void unhandled_exception();
  };
  struct awaitable {
    bool await_ready() const noexcept;
    bool await_suspend(std::coroutine_handle<>) noexcept;
    T await_resume();
  };
  result(result &&) noexcept;
  ~result() noexcept;
  result_status status() const;
  void wait() const;
  result_status wait_for(std::chrono::milliseconds) const;
  T get();
  awaitable operator co_await();
};

template <typename T> class shared_result {
public:
  struct awaitable {
    bool await_ready() const noexcept;
    bool await_suspend(std::coroutine_handle<>) noexcept;
    T &await_resume();
  };
  shared_result(result<T>);
  T &get() const;
  awaitable operator co_await();
};

template <typename T> class result_promise {
public:
  result_promise();
  ~result_promise() noexcept;
  result<T> get_result();
  void set_result(T);
};

class executor {
public:
  virtual ~executor() noexcept;
  virtual void shutdown() = 0;
};

template <typename Concrete> class derivable_executor : public executor {
public:
  template <typename F> void post(F &&) {}
  template <typename F> auto submit(F &&Function) {
    return made<result<decltype(Function())>>();
  }
};

class thread_pool_executor final : public derivable_executor<thread_pool_executor> {
public:
  void shutdown() override;
};

class thread_executor final : public derivable_executor<thread_executor> {
public:
  void shutdown() override;
};

class worker_thread_executor final
    : public derivable_executor<worker_thread_executor> {
public:
  worker_thread_executor();
  void shutdown() override;
};

class runtime {
  std::shared_ptr<concurrencpp::thread_pool_executor> m_thread_pool_executor;
  std::shared_ptr<concurrencpp::thread_pool_executor> m_background_executor;
  std::shared_ptr<concurrencpp::thread_executor> m_thread_executor;

public:
  runtime();
  ~runtime() noexcept;
  std::shared_ptr<concurrencpp::thread_pool_executor> thread_pool_executor() const noexcept;
  std::shared_ptr<concurrencpp::thread_pool_executor> background_executor() const noexcept;
  std::shared_ptr<concurrencpp::thread_executor> thread_executor() const noexcept;
  std::shared_ptr<concurrencpp::worker_thread_executor> make_worker_thread_executor();
};

} // namespace concurrencpp
