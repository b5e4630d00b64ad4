// A pool of which only the model is known: pool.yaml.

#ifndef GRIDLOCK_TEST_EXTRACT_POOL_H
#define GRIDLOCK_TEST_EXTRACT_POOL_H

#include <functional>
#include <future>

class Pool {
public:
  explicit Pool(int Workers);
  ~Pool();
  std::future<int> submit(std::function<int()> Task);
  void post(std::function<void()> Task);
  template <typename F, typename... A> void call(F &&Function, A &&...Arguments);
  void settle();
  bool isWorker() const;
};

#endif
