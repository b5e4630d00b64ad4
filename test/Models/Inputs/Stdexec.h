// What stdexec's headers declare, as far as the tests use it.

#pragma GCC system_header

#include <optional>
#include <tuple>
#include <utility>

namespace stdexec {

template <typename Tag, typename Data, typename Child> struct __sexpr {
  Data D;
  Child C;
};
struct __none {};

// A pipe calls the closure, the closure calls its function.
struct __sender_adaptor_closure_base {
  template <typename Sender, typename Closure>
  friend auto operator|(Sender &&S, Closure &&C)
      -> decltype(static_cast<Closure &&>(C)(static_cast<Sender &&>(S))) {
    return static_cast<Closure &&>(C)(static_cast<Sender &&>(S));
  }
};
template <typename Fn, typename Argument>
struct __closure : __sender_adaptor_closure_base {
  Fn F;
  Argument A;
  explicit __closure(Fn F, Argument A) : F(F), A(static_cast<Argument &&>(A)) {}
  template <typename Sender> auto operator()(Sender &&S) && {
    return static_cast<Fn &&>(F)(static_cast<Sender &&>(S),
                                 static_cast<Argument &&>(A));
  }
};

template <typename Tag> struct __adaptor {
  template <typename Sender, typename Data>
  static __sexpr<Tag, Data, Sender> make(Sender &&S, Data D) {
    return {static_cast<Data &&>(D), static_cast<Sender &&>(S)};
  }
};

struct schedule_t {
  template <typename Scheduler> auto operator()(Scheduler &&S) const {
    return S.schedule();
  }
};
struct just_t {
  template <typename... Ts>
  __sexpr<just_t, std::tuple<Ts...>, __none> operator()(Ts &&...Values) const {
    return {{static_cast<Ts &&>(Values)...}, {}};
  }
};
struct then_t {
  template <typename Sender, typename Fun>
  auto operator()(Sender &&S, Fun F) const {
    return __adaptor<then_t>::make(static_cast<Sender &&>(S),
                                   static_cast<Fun &&>(F));
  }
  template <typename Fun> auto operator()(Fun F) const {
    return __closure<then_t, Fun>(*this, static_cast<Fun &&>(F));
  }
};
namespace __let {
template <typename Tag> struct __let_t {
  template <typename Sender, typename Fun>
  auto operator()(Sender &&S, Fun F) const {
    return __adaptor<Tag>::make(static_cast<Sender &&>(S),
                                static_cast<Fun &&>(F));
  }
  template <typename Fun> auto operator()(Fun F) const {
    return __closure<Tag, Fun>(Tag(), static_cast<Fun &&>(F));
  }
};
} // namespace __let
struct let_value_t : __let::__let_t<let_value_t> {};
struct continues_on_t {
  template <typename Sender, typename Scheduler>
  auto operator()(Sender &&S, Scheduler To) const {
    return __adaptor<continues_on_t>::make(static_cast<Sender &&>(S), To);
  }
  template <typename Scheduler> auto operator()(Scheduler To) const {
    return __closure<continues_on_t, Scheduler>(*this, To);
  }
};
struct starts_on_t {
  template <typename Scheduler, typename Sender>
  auto operator()(Scheduler &&On, Sender &&S) const {
    return __adaptor<starts_on_t>::make(static_cast<Sender &&>(S), On);
  }
};
struct sync_wait_t {
  template <typename Sender>
  std::optional<std::tuple<int>> operator()(Sender &&) const {
    return {};
  }
};

inline constexpr schedule_t schedule{};
inline constexpr just_t just{};
inline constexpr then_t then{};
inline constexpr let_value_t let_value{};
inline constexpr continues_on_t continues_on{};
inline constexpr starts_on_t starts_on{};
inline constexpr sync_wait_t sync_wait{};

namespace __run_loop {
struct __run_loop_base {
  void run() noexcept;
  void finish() noexcept;
};
template <typename Derived> struct __basic_run_loop : __run_loop_base {
  struct __scheduler {
    struct __sndr_t {
      __basic_run_loop *Loop;
    };
    __sndr_t schedule() const noexcept { return {Loop}; }
    __basic_run_loop *Loop;
  };
  auto get_scheduler() noexcept { return __scheduler{this}; }
};
} // namespace __run_loop
struct run_loop : __run_loop::__basic_run_loop<run_loop> {};

} // namespace stdexec

namespace experimental::execution {

namespace _pool_ {
class _static_thread_pool {
public:
  explicit _static_thread_pool(unsigned Threads);
  ~_static_thread_pool();
  struct scheduler {
    class _sender {
    public:
      explicit _sender(_static_thread_pool &);
    };
    _sender schedule() const noexcept { return _sender(*Pool); }
    _static_thread_pool *Pool;
  };
  scheduler get_scheduler() noexcept { return {this}; }
  scheduler get_scheduler_on_thread(unsigned) noexcept { return {this}; }
};
} // namespace _pool_

struct static_thread_pool : private _pool_::_static_thread_pool {
  explicit static_thread_pool(unsigned Threads) : _static_thread_pool(Threads) {}
  using _pool_::_static_thread_pool::get_scheduler;
  using _pool_::_static_thread_pool::get_scheduler_on_thread;
};

class single_thread_context {
public:
  single_thread_context();
  ~single_thread_context();
  auto get_scheduler() noexcept { return Loop.get_scheduler(); }

private:
  stdexec::run_loop Loop;
};

struct start_detached_t {
  template <typename Sender> void operator()(Sender &&) const {}
};
inline constexpr start_detached_t start_detached{};

} // namespace experimental::execution

namespace exec = experimental::execution;
