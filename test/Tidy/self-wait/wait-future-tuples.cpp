// RUN: %check self-wait %s -- -std=c++17

// Futures in tuples: the elements are told apart.

#include <condition_variable>
#include <functional>
#include <future>
#include <list>
#include <memory>
#include <mutex>
#include <thread>
#include <tuple>
#include <vector>

class Loom {
public:
  Loom() : weaver_([this] { weave(); }) {}
  ~Loom() {
    put(nullptr);
    weaver_.join();
  }
  std::future<int> thread(std::function<int()> f) {
    auto cloth = std::make_shared<std::packaged_task<int()>>(std::move(f));
    put([cloth] { (*cloth)(); });
    return cloth->get_future();
  }

private:
  void put(std::function<void()> job) {
    std::lock_guard<std::mutex> l(m_);
    jobs_.push_back(std::move(job));
    cv_.notify_one();
  }
  void weave() {
    for (;;) {
      std::unique_lock<std::mutex> l(m_);
      cv_.wait(l, [this] { return !jobs_.empty(); });
      auto job = std::move(jobs_.front());
      jobs_.pop_front();
      l.unlock();
      if (!job)
        return;
      job();
    }
  }

  std::mutex m_;
  std::condition_variable cv_;
  std::list<std::function<void()>> jobs_;
  std::thread weaver_;
};

using Cloth = std::future<int>;
int yarn() { return 1; }

std::tuple<int, Cloth> spin(Loom &loom) { return {1, loom.thread(yarn)}; }
std::pair<int, Cloth> spinPair(Loom &loom) { return {1, loom.thread(yarn)}; }

void madeBad(Loom &loom) {
  loom.thread([&] {
    std::tuple<int, Cloth> row(1, loom.thread(yarn));
    std::get<1>(row).wait(); // WARN: task of 'loom' blocks in 'wait'
    return 0;
  });
}

void byTypeBad(Loom &loom) {
  loom.thread([&] {
    auto row = std::make_tuple(1, loom.thread(yarn));
    return std::get<Cloth>(row).get(); // WARN: task of 'loom' blocks in 'get'
  });
}

void boundBad(Loom &loom) {
  loom.thread([&] {
    auto [count, cloth] = spin(loom);
    return count + cloth.get(); // WARN:
  });
}

void tiedBad(Loom &loom) {
  loom.thread([&] {
    int count;
    Cloth cloth;
    std::tie(count, cloth) = spin(loom);
    return count + cloth.get(); // WARN:
  });
}

void tiedPairBad(Loom &loom) {
  loom.thread([&] {
    Cloth cloth;
    std::tie(std::ignore, cloth) = spinPair(loom);
    return cloth.get(); // WARN:
  });
}

void listBad(Loom &loom) {
  loom.thread([&] {
    std::vector<std::tuple<int, Cloth>> all;
    all.emplace_back(1, loom.thread(yarn));
    all.push_back({2, loom.thread(yarn)});
    all.push_back(std::make_tuple(3, loom.thread(yarn)));
    int sum = 0;
    for (auto &[count, cloth] : all)
      sum += count + cloth.get(); // WARN:
    return sum;
  });
}

class Shop {
  std::tuple<int, Cloth> last_;

public:
  void runBad(Loom &loom) {
    loom.thread([&loom, this] {
      std::get<1>(last_) = loom.thread(yarn);
      return std::get<1>(last_).get(); // WARN:
    });
  }
};

// The other one's.
void otherOk(Loom &warp, Loom &weft) {
  warp.thread([&] {
    auto row = std::make_tuple(warp.thread(yarn), weft.thread(yarn));
    return std::get<1>(row).get();
  });
}

void tiedOk(Loom &warp, Loom &weft) {
  warp.thread([&] {
    Cloth own, other;
    std::tie(own, other) =
        std::make_tuple(warp.thread(yarn), weft.thread(yarn));
    return other.get();
  });
}

void outsideOk(Loom &loom) {
  auto [count, cloth] = spin(loom);
  cloth.wait();
}

int main() {
  Loom warp, weft;
  madeBad(warp);
  byTypeBad(warp);
  boundBad(warp);
  tiedBad(warp);
  tiedPairBad(warp);
  listBad(warp);
  Shop().runBad(warp);
  otherOk(warp, weft);
  tiedOk(warp, weft);
  outsideOk(weft);
}
