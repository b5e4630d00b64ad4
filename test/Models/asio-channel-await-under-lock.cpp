// REQUIRES: asio, complete-coroutines
// RUN: %check await-under-lock %s -- -std=c++20 %{asio}

// A channel for one message that a coroutine fills and empties is a lock.

#include <asio.hpp>
#include <asio/experimental/channel.hpp>

using asio::awaitable;
using asio::use_awaitable;

using Channel = asio::experimental::channel<void(asio::error_code, int)>;

class Sessions {
public:
  explicit Sessions(asio::any_io_executor On) : Lock(On, 1), Parts(On, 8), Inbox(On) {}

  awaitable<void> borrowBad() {
    co_await Lock.async_send(asio::error_code(), 1, use_awaitable); // NOTE(again,1): 'Lock' is locked here
    co_await count(); // WARN(again)[co_await]: coroutine holds 'Lock' while it awaits what locks 'Lock' too: it waits for itself // NOTE(again,2): it awaits 'Sessions::count' here
    Lock.try_receive([](auto...) {});
  }

  awaitable<void> count() {
    co_await Lock.async_send(asio::error_code(), 1, use_awaitable); // NOTE(again,3): 'Lock' is awaited here
    Lock.try_receive([](auto...) {});
  }

  awaitable<void> emptiedOk() {
    co_await Lock.async_send(asio::error_code(), 1, use_awaitable);
    Lock.try_receive([](auto...) {});
    co_await count();
  }

  // Room for more than one.

  awaitable<void> partsOk() {
    co_await Parts.async_send(asio::error_code(), 1, use_awaitable);
    co_await moreParts();
    Parts.try_receive([](auto...) {});
  }

  awaitable<void> moreParts() {
    co_await Parts.async_send(asio::error_code(), 2, use_awaitable);
    Parts.try_receive([](auto...) {});
  }

  // Somebody else takes the message out.

  awaitable<void> tellOk() {
    co_await Inbox.async_send(asio::error_code(), 1, use_awaitable);
    co_await tellMore();
  }

  awaitable<void> tellMore() { co_await Inbox.async_send(asio::error_code(), 2, use_awaitable); }

private:
  Channel Lock, Parts, Inbox;
};
