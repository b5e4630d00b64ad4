// What stlab's headers declare, as far as the tests use it.

#include <chrono>
#include <utility>

namespace stlab {
inline namespace v2_2_0 {

template <typename T> class future {
public:
  bool is_ready() const;
  template <typename F> auto then(F &&Fun) && {
    return future<decltype(Fun(std::declval<T>()))>();
  }
  template <typename E, typename F> auto then(E &&, F &&Fun) && {
    return future<decltype(Fun(std::declval<T>()))>();
  }
  template <typename F> auto operator|(F &&Fun) && {
    return future<decltype(Fun(std::declval<T>()))>();
  }
};

template <typename E, typename F> auto async(const E &, F &&Fun) {
  return future<decltype(Fun())>();
}

namespace detail {
template <int Priority> struct executor_type {
  template <typename F> void operator()(F &&) const {}
};
} // namespace detail
inline constexpr auto default_executor = detail::executor_type<1>{};

class serial_queue_t {
public:
  template <typename E> explicit serial_queue_t(E) {}
  auto executor() const {
    return [](auto &&) {};
  }
  template <typename F> auto operator()(F &&Fun) const {
    return async(executor(), std::forward<F>(Fun));
  }
};

template <typename T> T await(future<T> &&);
template <typename T>
future<T> await_for(future<T> &&, const std::chrono::nanoseconds &);

} // namespace v2_2_0
} // namespace stlab
