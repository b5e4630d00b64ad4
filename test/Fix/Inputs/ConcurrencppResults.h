// Debian has no concurrencpp. What is declared here has the names of its headers,
// and does what they do: a coroutine that gives a result runs at once, or, with an
// executor_tag, on the executor that follows it; get() and co_await consume the
// result, wait() does not; who awaits goes on in the thread that made the result.

#pragma GCC system_header

#include <chrono>
#include <condition_variable>
#include <coroutine>
#include <deque>
#include <exception>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <stdexcept>
#include <string_view>
#include <thread>
#include <type_traits>
#include <utility>
#include <vector>

namespace concurrencpp {

struct executor_tag {};

namespace details {

template <class type> class result_state {
  using value_type = std::conditional_t<std::is_void_v<type>, bool, type>;
  std::mutex m_lock;
  std::condition_variable m_done;
  bool m_ready = false;
  std::optional<value_type> m_value;
  std::exception_ptr m_error;
  std::coroutine_handle<> m_caller;

public:
  void set_result(value_type value) { m_value = std::move(value); }
  void set_exception(std::exception_ptr error) { m_error = error; }
  void publish() {
    std::coroutine_handle<> caller;
    {
      std::lock_guard<std::mutex> lock(m_lock);
      m_ready = true;
      caller = std::exchange(m_caller, nullptr);
      m_done.notify_all();
    }
    if (caller)
      caller.resume();
  }
  template <class callable_type> void from_callable(callable_type &callable) {
    try {
      if constexpr (std::is_void_v<type>)
        callable();
      else
        set_result(callable());
    } catch (...) {
      set_exception(std::current_exception());
    }
    publish();
  }
  void wait() {
    std::unique_lock<std::mutex> lock(m_lock);
    m_done.wait(lock, [this] { return m_ready; });
  }
  bool await(std::coroutine_handle<> caller) {
    std::lock_guard<std::mutex> lock(m_lock);
    if (!m_ready)
      m_caller = caller;
    return !m_ready;
  }
  type get() {
    if (m_error)
      std::rethrow_exception(m_error);
    if constexpr (!std::is_void_v<type>)
      return std::move(*m_value);
  }
};

template <class type> using state_ptr = std::shared_ptr<result_state<type>>;

} // namespace details

template <class type> class awaitable : public std::suspend_always {
  details::state_ptr<type> m_state;

public:
  awaitable(details::state_ptr<type> state) : m_state(std::move(state)) {}
  awaitable(const awaitable &) = delete;
  bool await_suspend(std::coroutine_handle<> caller) noexcept { return m_state->await(caller); }
  type await_resume() { return std::exchange(m_state, nullptr)->get(); }
};

template <class type> class result {
  details::state_ptr<type> m_state;

  void throw_if_empty(const char *message) const {
    if (!m_state)
      throw std::runtime_error(message);
  }

public:
  result() noexcept = default;
  result(result &&) noexcept = default;
  result &operator=(result &&) noexcept = default;
  result(details::state_ptr<type> state) noexcept : m_state(std::move(state)) {}

  void wait() const {
    throw_if_empty("wait");
    m_state->wait();
  }
  type get() {
    throw_if_empty("get");
    m_state->wait();
    return std::exchange(m_state, nullptr)->get();
  }
  auto operator co_await() {
    throw_if_empty("operator co_await");
    return awaitable<type>{std::move(m_state)};
  }
};

class executor {
public:
  virtual ~executor() = default;
  virtual void enqueue(std::function<void()> task) = 0;
};

template <class concrete_executor_type> class derivable_executor : public executor {
public:
  template <class callable_type> void post(callable_type &&callable) {
    enqueue(std::function<void()>(std::forward<callable_type>(callable)));
  }
  template <class callable_type> auto submit(callable_type &&callable) {
    using type = std::invoke_result_t<callable_type>;
    auto state = std::make_shared<details::result_state<type>>();
    auto task = std::make_shared<std::decay_t<callable_type>>(std::forward<callable_type>(callable));
    enqueue([state, task] { state->from_callable(*task); });
    return result<type>(state);
  }
};

class thread_pool_executor final : public derivable_executor<thread_pool_executor> {
  std::mutex m_lock;
  std::condition_variable m_wake;
  std::deque<std::function<void()>> m_tasks;
  bool m_abort = false;
  std::vector<std::thread> m_workers;

  void work() {
    for (;;) {
      std::unique_lock<std::mutex> lock(m_lock);
      m_wake.wait(lock, [this] { return m_abort || !m_tasks.empty(); });
      if (m_tasks.empty())
        return;
      auto task = std::move(m_tasks.front());
      m_tasks.pop_front();
      lock.unlock();
      task();
    }
  }

public:
  thread_pool_executor(std::string_view, size_t pool_size, std::chrono::milliseconds) {
    for (size_t i = 0; i < pool_size; ++i)
      m_workers.emplace_back([this] { work(); });
  }
  ~thread_pool_executor() override {
    {
      std::lock_guard<std::mutex> lock(m_lock);
      m_abort = true;
      m_wake.notify_all();
    }
    for (auto &worker : m_workers)
      worker.join();
  }
  void enqueue(std::function<void()> task) override {
    std::lock_guard<std::mutex> lock(m_lock);
    m_tasks.push_back(std::move(task));
    m_wake.notify_one();
  }
};

namespace details {

struct initialy_resumed_promise {
  std::suspend_never initial_suspend() const noexcept { return {}; }
};

class initialy_rescheduled_promise {
  executor &m_initial_executor;

public:
  template <class executor_type, class... argument_types>
  initialy_rescheduled_promise(executor_tag, std::shared_ptr<executor_type> &ex, argument_types &&...)
      : m_initial_executor(*ex) {}

  struct initial_scheduling_awaiter : std::suspend_always {
    template <class promise_type> void await_suspend(std::coroutine_handle<promise_type> handle) {
      handle.promise().m_initial_executor.enqueue([handle] { handle.resume(); });
    }
  };
  initial_scheduling_awaiter initial_suspend() const noexcept { return {}; }
};

struct result_publisher : std::suspend_always {
  template <class promise_type>
  void await_suspend(std::coroutine_handle<promise_type> handle) const noexcept {
    auto state = handle.promise().m_state;
    handle.destroy();
    state->publish();
  }
};

template <class derived_type, class type> struct return_value_struct {
  template <class return_type> void return_value(return_type &&value) {
    static_cast<derived_type *>(this)->m_state->set_result(std::forward<return_type>(value));
  }
};
template <class derived_type> struct return_value_struct<derived_type, void> {
  void return_void() noexcept {}
};

template <class type>
struct result_coro_promise : return_value_struct<result_coro_promise<type>, type> {
  state_ptr<type> m_state = std::make_shared<result_state<type>>();
  void unhandled_exception() noexcept { m_state->set_exception(std::current_exception()); }
  result<type> get_return_object() noexcept { return m_state; }
  result_publisher final_suspend() const noexcept { return {}; }
};

template <class type>
struct initialy_resumed_result_promise : initialy_resumed_promise, result_coro_promise<type> {};

template <class type>
struct initialy_rescheduled_result_promise : initialy_rescheduled_promise,
                                             result_coro_promise<type> {
  using initialy_rescheduled_promise::initialy_rescheduled_promise;
};

} // namespace details
} // namespace concurrencpp

namespace std {
template <class type, class... arguments>
struct coroutine_traits<concurrencpp::result<type>, arguments...> {
  using promise_type = concurrencpp::details::initialy_resumed_result_promise<type>;
};
template <class type, class executor_type, class... arguments>
struct coroutine_traits<concurrencpp::result<type>, concurrencpp::executor_tag,
                        std::shared_ptr<executor_type>, arguments...> {
  using promise_type = concurrencpp::details::initialy_rescheduled_result_promise<type>;
};
} // namespace std
