// Runs one case of a test file by its name, so that a hang can be shown by
// running it under a time limit. Without a name it lists the cases.
#ifndef GRIDLOCK_TEST_CASES_H
#define GRIDLOCK_TEST_CASES_H

#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <initializer_list>

struct Case {
  const char *Name;
  void (*Body)();
};

inline int runCase(int Argc, char **Argv, std::initializer_list<Case> Cases) {
  for (const Case &C : Cases) {
    if (Argc < 2) {
      std::puts(C.Name);
    } else if (!std::strcmp(Argv[1], C.Name)) {
      C.Body();
      std::puts("ended");
      std::fflush(stdout);
      std::_Exit(0);
    }
  }
  return Argc < 2 ? 0 : 2;
}

#endif
