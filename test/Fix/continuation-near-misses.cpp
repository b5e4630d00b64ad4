// RUN: %prove --no-run %s %t -- -std=c++17 %{boost-thread}
// REQUIRES: boost-thread
// What cannot be copied is not kept for later; neither is there a continuation
// where the task can be left before, where its type is written, or in a loop.

#include "Crew.h"
#include <boost/thread/future.hpp>

static boost::future<int> ask(Crew *Workers) {
  auto Given = std::make_shared<boost::promise<int>>();
  auto Answer = Given->get_future();
  Workers->post([Given] { Given->set_value(30); });
  return Answer;
}

void moveOnly(Crew *Workers) {
  Workers->post([Workers] {
    auto Box = std::make_unique<int>(1);
    int Sum = ask(Workers).get();
    *Box += Sum;
  });
}

void leftBefore(Crew *Workers, bool Wanted) {
  Workers->post([=] {
    if (!Wanted)
      return;
    ask(Workers).get();
  });
}

void written(Crew *Workers) {
  Workers->post([=]() -> void { ask(Workers).get(); });
}

void inLoop(Crew *Workers) {
  Workers->post([=] {
    for (int I = 0; I < 3; ++I)
      ask(Workers).get();
  });
}

int main() {
  Crew Workers;
  moveOnly(&Workers);
  leftBefore(&Workers, true);
  written(&Workers);
  inLoop(&Workers);
}
