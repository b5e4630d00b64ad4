// RUN: %check self-wait,nested-loop,wait-under-lock %s -- -std=c++17

// Debian has no rclcpp: what is included declares what its headers do.

#include "Inputs/Rclcpp.h"

#include <chrono>
#include <mutex>
#include <thread>

using namespace std::chrono_literals;

struct Add {
  struct Request {};
  struct Response {
    int Sum;
  };
};
struct Go {
  struct Goal {};
  struct Handle {};
};
struct Text {};

void use(int);

class Caller : public rclcpp::Node {
public:
  Caller() : Node("caller") {
    Client = create_client<Add>("add");
    Driver = rclcpp_action::create_client<Go>(this, "go");
    Timer = create_wall_timer(100ms, [this] { onTimerBad(); });
    Listener = create_subscription<Text>(
        "topic", 10, [this](const Text &) { onTextBad(); });
    Server = create_service<Add>(
        "again", std::bind(&Caller::onRequestBad, this, std::placeholders::_1,
                           std::placeholders::_2));
    Moves = create_wall_timer(100ms, [this] { onMoveBad(); });
    Shares = create_wall_timer(100ms, [this] { onShareBad(); });
    Members = create_wall_timer(100ms, [this] { FN_onMember(); });
    Spins = create_wall_timer(100ms, [this] { onSpinBad(); });
    SpinsUntil = create_wall_timer(100ms, [this] { FN_onSpinUntil(); });
    Asks = create_wall_timer(100ms, [this] { onAskOk(); });
  }

private:
  void onTimerBad() {
    auto Answer = Client->async_send_request(std::make_shared<Add::Request>());
    use(Answer.get()->Sum); // WARN[get]: task of {{.*}} blocks in 'get' until another task of {{.*}} has run, but holds its only worker
  }
  void onTextBad() {
    auto Answer = Client->async_send_request(std::make_shared<Add::Request>());
    if (Answer.wait_for(1s) == std::future_status::ready) // WARN[wait_for]: until the time limit
      use(Answer.get()->Sum);
  }
  void onRequestBad(std::shared_ptr<Add::Request> Request,
                    std::shared_ptr<Add::Response> Response) {
    auto Answer = Client->async_send_request(Request);
    Answer.wait(); // WARN[wait]:
    Response->Sum = Answer.get()->Sum;
  }
  void onShareBad() {
    std::shared_future<std::shared_ptr<Add::Response>> Answer =
        Client->async_send_request(std::make_shared<Add::Request>()).share();
    use(Answer.get()->Sum); // WARN[get]:
  }
  /// Its member is not known to be the answer.
  void FN_onMember() {
    auto Answer = Client->async_send_request(std::make_shared<Add::Request>());
    Answer.future.wait();
  }
  void onMoveBad() {
    auto Goal = Driver->async_send_goal(Go::Goal());
    Goal.wait(); // WARN[wait]:
  }
  void onSpinBad() {
    rclcpp::spin(shared_from_this()); // WARN[spin]: the loop that it runs on: std::runtime_error is thrown
  }
  /// It throws too.
  void FN_onSpinUntil() {
    auto Answer = Client->async_send_request(std::make_shared<Add::Request>());
    rclcpp::spin_until_future_complete(shared_from_this(), Answer);
  }
  void onAskOk() {
    Client->async_send_request(
        std::make_shared<Add::Request>(),
        [](std::shared_future<std::shared_ptr<Add::Response>> Answer) {
          use(Answer.get()->Sum);
        });
  }

  std::shared_ptr<rclcpp::Client<Add>> Client;
  std::shared_ptr<rclcpp_action::Client<Go>> Driver;
  std::shared_ptr<rclcpp::TimerBase> Timer, Moves, Shares, Members, Spins, SpinsUntil,
      Asks;
  std::shared_ptr<rclcpp::SubscriptionBase> Listener;
  std::shared_ptr<rclcpp::ServiceBase> Server;
};

/// In groups of their own they run side by side.
class GroupsOk : public rclcpp::Node {
public:
  GroupsOk() : Node("groups") {
    Group = create_callback_group(rclcpp::CallbackGroupType::MutuallyExclusive);
    Mine = create_client<Add>("add", rclcpp::QoS(), Group);
    Default = create_client<Add>("add");
    Timer = create_wall_timer(100ms, [this] { ask(*Mine); });
    Other = create_wall_timer(100ms, [this] { ask(*Default); }, Group);
    rclcpp::SubscriptionOptions Options;
    Options.callback_group = Group;
    Listener = create_subscription<Text>(
        "topic", 10, [this](const Text &) { ask(*Default); }, Options);
  }

private:
  void ask(rclcpp::Client<Add> &Client) {
    use(Client.async_send_request(std::make_shared<Add::Request>()).get()->Sum);
  }

  std::shared_ptr<rclcpp::CallbackGroup> Group;
  std::shared_ptr<rclcpp::Client<Add>> Mine, Default;
  std::shared_ptr<rclcpp::TimerBase> Timer, Other;
  std::shared_ptr<rclcpp::SubscriptionBase> Listener;
};

/// A node of its own for the question.
class AskerOk : public rclcpp::Node {
public:
  AskerOk() : Node("asker"), Helper(std::make_shared<rclcpp::Node>("helper")) {
    Client = Helper->create_client<Add>("add");
    Timer = create_wall_timer(100ms, [this] {
      auto Answer = Client->async_send_request(std::make_shared<Add::Request>());
      rclcpp::spin_until_future_complete(Helper, Answer);
      use(Answer.get()->Sum);
    });
  }

private:
  std::shared_ptr<rclcpp::Node> Helper;
  std::shared_ptr<rclcpp::Client<Add>> Client;
  std::shared_ptr<rclcpp::TimerBase> Timer;
};

void spinOk() {
  auto Node = std::make_shared<Caller>();
  rclcpp::spin(Node);
}

void onMainOk() {
  auto Node = std::make_shared<rclcpp::Node>("main");
  auto Client = Node->create_client<Add>("add");
  auto Answer = Client->async_send_request(std::make_shared<Add::Request>());
  if (rclcpp::spin_until_future_complete(Node, Answer) ==
      rclcpp::FutureReturnCode::SUCCESS)
    use(Answer.get()->Sum);
}

void otherThreadOk(std::shared_ptr<rclcpp::Node> Node) {
  std::thread Spinning([Node] { rclcpp::spin(Node); });
  auto Client = Node->create_client<Add>("add");
  use(Client->async_send_request(std::make_shared<Add::Request>()).get()->Sum);
  Spinning.join();
}
