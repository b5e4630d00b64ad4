// RUN: %prove %s %t -- -std=c++17 %{boost-thread} -lboost_thread -lboost_system
// REQUIRES: boost-thread
// The wait is a statement of its own, in a method.

#include "Crew.h"
#include <boost/thread/future.hpp>

class Mailer {
public:
  boost::future<int> send() {
    Workers.post([this] {
      boost::promise<void> Given;
      boost::future<void> Sent = Given.get_future();
      Workers.post([this, Given = std::make_shared<boost::promise<void>>(std::move(Given))] {
        ++Count;
        Given->set_value();
      });
      Sent.get();
      Done.set_value(Count + 1);
    });
    return Done.get_future();
  }

private:
  int Count = 0;
  boost::promise<int> Done;
  Crew Workers;
};

int main() {
  Mailer Post;
  return Post.send().get() == 2 ? 0 : 1;
}
