// RUN: %prove %s %t -- -std=c++17
// The pool takes any callable, and gives nothing back.

#include "Crew.h"
#include <atomic>
#include <string>

class Mailer {
public:
  void send(std::string To) {
    Workers.post([this, To] {
      ++Sent;
      return Workers.enqueue([To] { Sent += int(To.size()); }).get();
    });
  }
  static std::atomic<int> Sent;

private:
  Crew Workers{1};
};

std::atomic<int> Mailer::Sent{0};

int main() {
  { Mailer().send("anna"); }
  return Mailer::Sent == 5 ? 0 : 1;
}

// FIXES
// warning: gridlock-self-wait
// -    Workers.post([this, To] {
// +    Workers.post([To] {
// -      return Workers.enqueue([To] { Sent += int(To.size()); }).get();
// +      return [To] { Sent += int(To.size()); }();
// note: fix: a separate pool 'WorkersForChildren' for the tasks that are waited for: costs its threads
// -      return Workers.enqueue([To] { Sent += int(To.size()); }).get();
// +      return WorkersForChildren.enqueue([To] { Sent += int(To.size()); }).get();
// +  Crew WorkersForChildren{1};
