// RUN: %check wait-under-lock %s -- -std=c++17

// A loop has waited for each of them before the mutex is locked: then nothing
// blocks any more.

#include <future>
#include <mutex>
#include <vector>

struct Stall {
  std::future<int> sold;
};

class Market {
public:
  void open() {
    for (Stall &stall : stalls)
      stall.sold = std::async(std::launch::async, [this] { return sell(); });
    for (auto &cart : carts)
      cart = std::async(std::launch::async, [this] { return sell(); });
  }

  int recordsOk() {
    for (Stall &stall : stalls)
      stall.sold.wait();
    std::lock_guard<std::mutex> l(lock);
    int all = 0;
    for (Stall &stall : stalls)
      all += stall.sold.get();
    return all;
  }

  int recordsBad() {
    std::lock_guard<std::mutex> l(lock);
    int all = 0;
    for (Stall &stall : stalls)
      all += stall.sold.get(); // WARN[get]: 'lock'
    return all;
  }

  int othersBad() {
    for (auto &cart : carts)
      cart.wait();
    std::lock_guard<std::mutex> l(lock);
    int all = 0;
    for (Stall &stall : stalls)
      all += stall.sold.get(); // WARN[get]: 'lock'
    return all;
  }

  int oneBad(bool patient) {
    for (auto &cart : carts)
      if (patient)
        cart.wait();
    std::lock_guard<std::mutex> l(lock);
    int all = 0;
    for (auto &cart : carts)
      all += cart.get(); // WARN[get]: 'lock'
    return all;
  }

  int samePatienceOk(bool patient) {
    if (!patient)
      return 0;
    for (auto &cart : carts)
      cart.wait();
    std::lock_guard<std::mutex> l(lock);
    int all = 0;
    for (size_t at = 0; at < carts.size(); ++at)
      all += carts[at].get();
    return all;
  }

  int inOneLoopBad() {
    int all = 0;
    for (auto &cart : carts) {
      std::lock_guard<std::mutex> l(lock);
      all += cart.get(); // WARN[get]: 'lock'
    }
    return all;
  }

private:
  int sell() {
    std::lock_guard<std::mutex> l(lock);
    return ++sales;
  }

  std::mutex lock;
  std::vector<Stall> stalls;
  std::vector<std::future<int>> carts;
  int sales = 0;
};

int localOk() {
  std::mutex lock;
  std::vector<std::future<int>> carts;
  int sales = 0;
  for (int i = 0; i < 9; ++i)
    carts.push_back(std::async(std::launch::async, [&] {
      std::lock_guard<std::mutex> l(lock);
      return ++sales;
    }));
  for (auto &cart : carts)
    cart.wait();
  std::lock_guard<std::mutex> l(lock);
  int all = 0;
  for (auto &cart : carts)
    all += cart.get();
  return all;
}
