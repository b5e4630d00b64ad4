// What the header of BS::thread_pool declares, as far as the tests use it.

#pragma GCC system_header

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <future>
#include <optional>
#include <vector>

namespace BS {

template <typename T> T made();

template <typename T> class multi_future : public std::vector<std::future<T>> {
public:
  void get();
  void wait() const;
};

class this_thread {
public:
  static std::optional<void *> get_pool() noexcept;
};

template <std::uint8_t OptFlags = 0> class thread_pool {
public:
  explicit thread_pool(std::size_t);
  ~thread_pool() noexcept;
  template <typename F> void detach_task(F &&) {}
  template <typename F> auto submit_task(F &&Task) {
    return made<std::future<decltype(Task())>>();
  }
  template <typename F> void detach_loop(int, int, F &&) {}
  template <typename F> multi_future<void> submit_loop(int, int, F &&) {
    return made<multi_future<void>>();
  }
  void reset();
  void wait();
  bool wait_for(std::chrono::milliseconds);
};

} // namespace BS
