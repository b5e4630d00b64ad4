// What rclcpp's headers declare, as far as the tests use it.

#include <chrono>
#include <functional>
#include <future>
#include <memory>
#include <string>

namespace rclcpp {

class CallbackGroup;
enum class CallbackGroupType { MutuallyExclusive, Reentrant };
struct QoS {
  QoS(int Depth = 10);
};
struct SubscriptionOptions {
  std::shared_ptr<CallbackGroup> callback_group;
};

namespace detail {
template <typename FutureT> struct FutureAndRequestId {
  FutureT future;
  long request_id;
  FutureAndRequestId(FutureT F, long Id) : future(std::move(F)), request_id(Id) {}
  operator FutureT &() { return this->future; }
  auto get() { return this->future.get(); }
  bool valid() const noexcept { return this->future.valid(); }
  void wait() const { return this->future.wait(); }
  template <typename Rep, typename Period>
  std::future_status wait_for(const std::chrono::duration<Rep, Period> &T) const {
    return this->future.wait_for(T);
  }
};
} // namespace detail

template <typename ServiceT> class Client {
public:
  using Response = std::shared_ptr<typename ServiceT::Response>;
  using SharedRequest = std::shared_ptr<typename ServiceT::Request>;
  using SharedFuture = std::shared_future<Response>;
  struct FutureAndRequestId : detail::FutureAndRequestId<std::future<Response>> {
    using detail::FutureAndRequestId<std::future<Response>>::FutureAndRequestId;
    SharedFuture share() noexcept { return this->future.share(); }
  };
  struct SharedFutureAndRequestId : detail::FutureAndRequestId<SharedFuture> {
    using detail::FutureAndRequestId<SharedFuture>::FutureAndRequestId;
  };
  FutureAndRequestId async_send_request(SharedRequest Request);
  template <typename CallbackT>
  SharedFutureAndRequestId async_send_request(SharedRequest Request, CallbackT &&) {
    return SharedFutureAndRequestId(SharedFuture(), 1);
  }
};

struct TimerBase;
struct SubscriptionBase;
struct ServiceBase;

class Node : public std::enable_shared_from_this<Node> {
public:
  explicit Node(const std::string &Name);
  virtual ~Node();
  std::shared_ptr<CallbackGroup> create_callback_group(CallbackGroupType);
  template <typename CallbackT>
  std::shared_ptr<TimerBase>
  create_wall_timer(std::chrono::milliseconds, CallbackT,
                    std::shared_ptr<CallbackGroup> = nullptr, bool = true) {
    return nullptr;
  }
  template <typename MessageT, typename CallbackT>
  std::shared_ptr<SubscriptionBase>
  create_subscription(const std::string &, const QoS &, CallbackT &&,
                      const SubscriptionOptions & = SubscriptionOptions()) {
    return nullptr;
  }
  template <typename ServiceT, typename CallbackT>
  std::shared_ptr<ServiceBase>
  create_service(const std::string &, CallbackT &&, const QoS & = QoS(),
                 std::shared_ptr<CallbackGroup> = nullptr) {
    return nullptr;
  }
  template <typename ServiceT>
  std::shared_ptr<Client<ServiceT>>
  create_client(const std::string &, const QoS & = QoS(),
                std::shared_ptr<CallbackGroup> = nullptr) {
    return nullptr;
  }
};

void spin(std::shared_ptr<Node>);
void spin_some(std::shared_ptr<Node>);
enum class FutureReturnCode { SUCCESS, INTERRUPTED, TIMEOUT };
template <typename NodeT, typename FutureT>
FutureReturnCode
spin_until_future_complete(std::shared_ptr<NodeT>, const FutureT &,
                           std::chrono::milliseconds = std::chrono::milliseconds(-1)) {
  return FutureReturnCode::SUCCESS;
}

} // namespace rclcpp

namespace rclcpp_action {

template <typename ActionT> class Client {
public:
  std::shared_future<std::shared_ptr<typename ActionT::Handle>>
  async_send_goal(const typename ActionT::Goal &);
};

template <typename ActionT, typename NodeT>
std::shared_ptr<Client<ActionT>>
create_client(NodeT, const std::string &,
              std::shared_ptr<rclcpp::CallbackGroup> = nullptr) {
  return nullptr;
}

} // namespace rclcpp_action
