// RUN: %check self-join %s -- -std=c++17

// The owner outside lets go after a wait: for what the task does before its own
// owner dies, or after that.

#include <future>
#include <memory>
#include <thread>

class Kite : public std::enable_shared_from_this<Kite> {
public:
  ~Kite() { string.join(); }
  void flyBad(std::promise<void> &up) {
    string = std::thread([this, &up] {
      auto self = shared_from_this(); // WARN: may be the last owner of 'self'
      up.set_value();
    });
  }
  void flyOk(std::promise<void> &down) {
    string = std::thread([this, &down] {
      { auto self = shared_from_this(); }
      down.set_value();
    });
  }
  void eitherOk(std::promise<void> &up, bool late) {
    string = std::thread([this, &up, late] {
      if (!late)
        up.set_value();
      { auto self = shared_from_this(); }
      if (late)
        up.set_value();
    });
  }

private:
  std::thread string;
};

int main(int argc, char **) {
  std::promise<void> one, two, three;
  auto first = std::make_shared<Kite>();
  first->flyBad(one);
  one.get_future().wait();
  first.reset();

  auto second = std::make_shared<Kite>();
  second->flyOk(two);
  two.get_future().wait();
  second.reset();

  auto third = std::make_shared<Kite>();
  third->eitherOk(three, argc > 1);
  three.get_future().wait();
  third.reset();
}
