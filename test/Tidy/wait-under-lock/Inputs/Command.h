// A thread that works on a registry, and is joined when it dies.
#ifndef GRIDLOCK_TEST_COMMAND_H
#define GRIDLOCK_TEST_COMMAND_H

#include <thread>

class Registry;

class Command {
public:
  explicit Command(Registry &In) : In(In), Runner([this] { run(); }) {}
  ~Command() { Runner.join(); }

private:
  void run();
  Registry &In;
  std::thread Runner;
};

#endif
