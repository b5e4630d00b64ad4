// RUN: %check self-wait %s "--config={CheckOptions: [{key: gridlock-self-wait.Models, value: '%S/Inputs/own-async.yaml'}]}" -- -std=c++17

// What a model of the user's says of a call counts, even where a built-in
// model knows a special case of that call.

#include <future>

int ask() { return 1; }

void deferredBad() {
  std::async(std::launch::deferred, [] {
    return std::async(std::launch::deferred, ask).get(); // WARN: task of 'offices'
  }).get();
}

void plainBad() {
  std::async([] {
    return std::async(ask).get(); // WARN: task of 'offices'
  }).get();
}

void oneOk() { std::async(std::launch::deferred, ask).get(); }
