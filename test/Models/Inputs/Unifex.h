// What libunifex's headers declare, as far as the tests use it.

#include <chrono>
#include <optional>
#include <tuple>
#include <utility>

namespace unifex {

// A pipe calls the closure, the closure calls its function with what it holds.
namespace _bind_back {
template <typename Cpo, typename... ArgN> struct _result {
  Cpo cpo_;
  std::tuple<ArgN...> argN_;
  template <typename Target, typename Self>
  static auto call(Target &&T, Self &&S) {
    return std::apply(
        [&](auto &&...Rest) {
          return S.cpo_((Target &&)T, (decltype(Rest) &&)Rest...);
        },
        ((Self &&)S).argN_);
  }
};
template <typename Target, typename Cpo, typename... ArgN>
auto operator|(Target &&T, _result<Cpo, ArgN...> &&Self) {
  return Self.call((Target &&)T, (_result<Cpo, ArgN...> &&)Self);
}
struct _fn {
  template <typename Cpo, typename... ArgN>
  auto operator()(Cpo C, ArgN &&...Rest) const {
    return _result<Cpo, std::decay_t<ArgN>...>{
        (Cpo &&)C, std::tuple<std::decay_t<ArgN>...>{(ArgN &&)Rest...}};
  }
};
} // namespace _bind_back
inline constexpr _bind_back::_fn bind_back{};

namespace _sf {
template <typename Sender> struct sender_for {
  Sender S;
};
} // namespace _sf
namespace _schedule {
struct _fn {
  template <typename Scheduler> auto operator()(Scheduler &&S) const {
    return _sf::sender_for<decltype(S.schedule())>{S.schedule()};
  }
};
} // namespace _schedule
inline constexpr _schedule::_fn schedule{};

namespace _just {
template <typename... Values> struct _sender {
  struct type {
    std::tuple<Values...> V;
  };
};
} // namespace _just
namespace _just_cpo {
struct _fn {
  template <typename... Values> auto operator()(Values &&...V) const {
    return typename _just::_sender<Values...>::type{{(Values &&)V...}};
  }
};
} // namespace _just_cpo
inline constexpr _just_cpo::_fn just{};

namespace _then {
template <typename Sender, typename Func> struct _sender {
  struct type {
    Sender S;
    Func F;
  };
};
namespace _cpo {
struct _fn {
  struct _impl_fn {
    template <typename Sender, typename Func>
    auto operator()(Sender &&S, Func &&F, void *) const {
      return typename _sender<std::decay_t<Sender>, std::decay_t<Func>>::type{
          (Sender &&)S, (Func &&)F};
    }
  };
  template <typename Sender, typename Func>
  auto operator()(Sender &&S, Func &&F) const {
    return _impl_fn{}((Sender &&)S, (Func &&)F, nullptr);
  }
  template <typename Func> auto operator()(Func &&F) const {
    return bind_back(_impl_fn{}, (Func &&)F, nullptr);
  }
};
} // namespace _cpo
} // namespace _then
inline constexpr _then::_cpo::_fn then{};

namespace _let_v {
template <typename Sender, typename Func> struct _sender {
  struct type {
    Sender S;
    Func F;
  };
};
namespace _cpo {
struct _fn {
  struct _impl_fn {
    template <typename Sender, typename Func>
    auto operator()(Sender &&S, Func &&F, void *) const {
      return typename _sender<std::decay_t<Sender>, std::decay_t<Func>>::type{
          (Sender &&)S, (Func &&)F};
    }
  };
  template <typename Func> auto operator()(Func &&F) const {
    return bind_back(_impl_fn{}, (Func &&)F, nullptr);
  }
};
} // namespace _cpo
} // namespace _let_v
inline constexpr _let_v::_cpo::_fn let_value{};

namespace _final {
template <typename Source, typename Completion> struct _sender {
  class type {
  public:
    Source S;
    Completion C;
  };
};
} // namespace _final
namespace _via {
struct _fn {
  template <typename Source, typename Scheduler>
  auto operator()(Source &&S, Scheduler &&To) const {
    return typename _final::_sender<std::decay_t<Source>,
                                    decltype(schedule(To))>::type{(Source &&)S,
                                                                  schedule(To)};
  }
  template <typename Scheduler> auto operator()(Scheduler &&To) const {
    return bind_back(*this, (Scheduler &&)To);
  }
};
} // namespace _via
inline constexpr _via::_fn via{};

namespace _on {
struct _fn {
  template <typename Scheduler, typename Sender>
  auto operator()(Scheduler &&On, Sender &&S) const {
    return std::make_pair(schedule(On), (Sender &&)S);
  }
};
} // namespace _on
inline constexpr _on::_fn on{};

namespace _sync_wait_cpo {
class _fn {
public:
  template <typename Sender> std::optional<int> operator()(Sender &&) const {
    return {};
  }
};
} // namespace _sync_wait_cpo
inline constexpr _sync_wait_cpo::_fn sync_wait{};

namespace _static_thread_pool {
class context {
public:
  context();
  context(unsigned Threads);
  ~context();
  class scheduler {
  public:
    struct schedule_sender {
      context &pool_;
    };
    schedule_sender schedule() const { return {pool_}; }
    context &pool_;
  };
  scheduler get_scheduler() noexcept { return {*this}; }
};
} // namespace _static_thread_pool
using static_thread_pool = _static_thread_pool::context;

namespace _manual_event_loop {
class context {
public:
  class scheduler {
  public:
    struct schedule_task {
      context *loop_;
    };
    schedule_task schedule() const noexcept { return {loop_}; }
    context *loop_;
  };
  scheduler get_scheduler() noexcept { return {this}; }
  void run();
  void stop();
};
} // namespace _manual_event_loop
using manual_event_loop = _manual_event_loop::context;

namespace _single_thread {
class context {
public:
  context();
  ~context();
  auto get_scheduler() noexcept { return loop_.get_scheduler(); }

private:
  manual_event_loop loop_;
};
} // namespace _single_thread
using single_thread_context = _single_thread::context;

namespace _new_thread {
class context {
public:
  struct scheduler {
    struct schedule_sender {
      context *C;
    };
    schedule_sender schedule() const noexcept { return {context_}; }
    context *context_;
  };
  ~context();
  scheduler get_scheduler() noexcept { return {this}; }
};
} // namespace _new_thread
using new_thread_context = _new_thread::context;

class timed_single_thread_context;
namespace _timed_single_thread_context {
template <typename Duration> struct _schedule_after_sender {
  class type {
  public:
    timed_single_thread_context *context_;
    Duration D;
  };
};
struct scheduler {
  template <typename Duration> auto schedule_after(Duration D) const noexcept {
    return typename _schedule_after_sender<Duration>::type{context_, D};
  }
  auto schedule() const noexcept {
    return schedule_after(std::chrono::milliseconds{0});
  }
  timed_single_thread_context *context_;
};
} // namespace _timed_single_thread_context
class timed_single_thread_context {
public:
  timed_single_thread_context();
  ~timed_single_thread_context();
  _timed_single_thread_context::scheduler get_scheduler() noexcept {
    return {this};
  }
};

namespace _schedule_after {
struct _fn {
  template <typename Scheduler, typename Duration>
  auto operator()(Scheduler &&S, Duration D) const {
    return S.schedule_after(D);
  }
};
} // namespace _schedule_after
inline constexpr _schedule_after::_fn schedule_after{};

} // namespace unifex
