// RUN: %prove %s %t -- -std=c++20 %{asio}
// REQUIRES: asio, llvm-19
// A method is spawned in a pool of one thread, and the result is asked.

#include <asio.hpp>
#include <string>

class Mailer {
public:
  asio::awaitable<std::size_t> length(std::string To) {
    co_return asio::co_spawn(Pool, greeting(To), asio::use_future).get().size();
  }
  asio::thread_pool Pool{1};

private:
  asio::awaitable<std::string> greeting(std::string To) { co_return "hi " + To; }
};

int main() {
  Mailer Post;
  auto Length = asio::co_spawn(Post.Pool, Post.length("anna"), asio::use_future);
  return Length.get() == 7 ? 0 : 1;
}
