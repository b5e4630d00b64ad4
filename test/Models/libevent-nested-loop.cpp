// REQUIRES: libevent
// RUN: %check nested-loop,self-wait %s -- -std=c++17 %{libevent}

#include <event2/bufferevent.h>
#include <event2/event.h>
#include <event2/event_struct.h>
#include <event2/http.h>
#include <event2/listener.h>

#include <condition_variable>
#include <future>
#include <mutex>
#include <thread>

void use(int);

event_base *Base = event_base_new();
event_base *Other = event_base_new();
timeval Soon{0, 1000};

// A loop that is run by its own callback.

void onTimer(evutil_socket_t, short, void *) {
  event_base_dispatch(Base); // WARN[event_base_dispatch]: handler of 'Base' runs 'Base' in 'event_base_dispatch', the loop that it runs on: libevent warns and returns -1 at once
}

void timerBad() {
  event *Timer = evtimer_new(Base, onTimer, nullptr);
  event_add(Timer, &Soon);
  event_base_dispatch(Base);
}

void onceBad() {
  event_base_once(
      Base, -1, EV_TIMEOUT,
      [](evutil_socket_t, short, void *) {
        event_base_loop(Base, EVLOOP_ONCE); // WARN[event_base_loop]: libevent warns
      },
      nullptr, &Soon);
  event_base_dispatch(Base);
}

void otherLoopOk() {
  event_base_once(
      Base, -1, EV_TIMEOUT,
      [](evutil_socket_t, short, void *) { event_base_dispatch(Other); }, nullptr,
      &Soon);
  event_base_dispatch(Base);
}

void ownThreadOk() {
  event_base_once(
      Base, -1, EV_TIMEOUT,
      [](evutil_socket_t, short, void *) { event_base_loopbreak(Base); }, nullptr,
      &Soon);
  std::thread Loop([] { event_base_dispatch(Base); });
  Loop.join();
}

// A callback that blocks until another callback of its loop has run.

std::promise<int> Answer;

void answer(evutil_socket_t, short, void *) { Answer.set_value(1); }

void ask(evutil_socket_t, short, void *) {
  event_base_once(Base, -1, EV_TIMEOUT, answer, nullptr, &Soon);
  use(Answer.get_future().get()); // WARN[get]: task of 'Base' blocks in 'get' until another task of 'Base' has run
}

void askBad() {
  event Asking;
  event_assign(&Asking, Base, -1, 0, ask, nullptr);
  event_add(&Asking, &Soon);
  event_base_dispatch(Base);
}

std::mutex Lock;
std::condition_variable Changed;
bool Ready;

void onEvent(bufferevent *, short, void *) {
  std::lock_guard<std::mutex> Held(Lock);
  Ready = true;
  Changed.notify_one();
}

void onRead(bufferevent *, void *) {
  std::unique_lock<std::mutex> Held(Lock);
  Changed.wait(Held, [] { return Ready; }); // WARN[wait]:
}

void bufferBad() {
  bufferevent *Buffer = bufferevent_socket_new(Base, -1, 0);
  bufferevent_setcb(Buffer, onRead, nullptr, onEvent, nullptr);
  event_base_dispatch(Base);
}

std::promise<int> Accepted;

void onAccept(evconnlistener *, evutil_socket_t, sockaddr *, int, void *) {
  Accepted.set_value(1);
}

void onRequest(evhttp_request *, void *) {
  use(Accepted.get_future().get()); // WARN[get]:
}

void serverBad() {
  evhttp *Server = evhttp_new(Base);
  evhttp_set_gencb(Server, onRequest, nullptr);
  evconnlistener_new(Base, onAccept, nullptr, 0, -1, -1);
  event_base_dispatch(Base);
}

// From another thread, or from the callback of another loop, it is right.

std::promise<int> Later;

void later(evutil_socket_t, short, void *) { Later.set_value(1); }

void askFromThreadOk() {
  std::thread Asking([] {
    event_base_once(Base, -1, EV_TIMEOUT, later, nullptr, &Soon);
    use(Later.get_future().get());
  });
  event_base_dispatch(Base);
  Asking.join();
}

std::promise<int> There;

void there(evutil_socket_t, short, void *) { There.set_value(1); }

void askThere(evutil_socket_t, short, void *) {
  event_base_once(Other, -1, EV_TIMEOUT, there, nullptr, &Soon);
  use(There.get_future().get());
}

void otherOk() {
  event_base_once(Base, -1, EV_TIMEOUT, askThere, nullptr, &Soon);
  event_base_dispatch(Base);
}

/// The callback gets its base as an argument.
void FN_argument() {
  event_base_once(
      Base, -1, EV_TIMEOUT,
      [](evutil_socket_t, short, void *Own) {
        event_base_dispatch(static_cast<event_base *>(Own));
      },
      Base, &Soon);
  event_base_dispatch(Base);
}
