// Part of Gridlock, under the Apache License v2.0 with LLVM Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

// Runs the program whose number is the argument, and tells on standard output
// how far it got: "at", "stalled", "end".

#include <atomic>
#include <chrono>
#include <cstdlib>
#include <cstring>
#include <thread>
#include <unistd.h>

extern void (*const programs[])();

static void say(const char *word) {
  if (write(1, word, std::strlen(word)) < 0)
    _exit(1);
}

void at() { say("at\n"); }
void stalled() { say("stalled\n"); }

void meet(int n) {
  static std::atomic<int> arrived{0};
  ++arrived;
  for (int i = 0; i < 500 && arrived < n; ++i)
    std::this_thread::sleep_for(std::chrono::milliseconds(1));
}

int main(int, char **arguments) {
  programs[std::atoi(arguments[1])]();
  say("end\n");
  // Static executors of other programs need no end.
  _exit(0);
}
