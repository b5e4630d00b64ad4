// RUN: %prove %s %t -- -std=c++17 -I%root/examples
// The child is waited for in the next statement; the pool is a member, and the
// task has no other use for `this`.

#include "ThreadPool.h"
#include <string>

class Report {
public:
  std::future<std::string> title(std::string Name) {
    return Pool.submit([this, Name] {
      std::future<std::string> Head = Pool.submit([Name] {
        std::string Text = "# ";
        return Text + Name;
      });
      std::string Line = Head.get();
      return Line + "\n";
    });
  }

private:
  ThreadPool Pool{1};
};

int main() {
  Report Sales;
  return Sales.title("Sales").get() == "# Sales\n" ? 0 : 1;
}

// FIXES
// warning: gridlock-self-wait
// -    return Pool.submit([this, Name] {
// -      std::future<std::string> Head = Pool.submit([Name] {
// +    return Pool.submit([Name] {
// +      std::string Line = [Name] {
// -      });
// -      std::string Line = Head.get();
// +      }();
// note: fix: a separate pool 'PoolForChildren' for the tasks that are waited for: costs its threads
// -      std::future<std::string> Head = Pool.submit([Name] {
// +      std::future<std::string> Head = PoolForChildren.submit([Name] {
// +  ThreadPool PoolForChildren{1};
