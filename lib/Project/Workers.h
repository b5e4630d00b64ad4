// Part of Gridlock, under the Apache License v2.0 with LLVM Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

/// \file
/// Many pieces of work, each in a process of its own: one that crashes or takes
/// all memory does not touch the others, and what it used is given back at
/// once.

#ifndef GRIDLOCK_PROJECT_WORKERS_H
#define GRIDLOCK_PROJECT_WORKERS_H

#include "llvm/ADT/STLExtras.h"
#include <string>
#include <sys/types.h>
#include <vector>

namespace gridlock {

struct WorkResult {
  std::string Bytes;    ///< what the work returned
  bool Crashed = false; ///< it ended without returning
  int Signal = 0;       ///< that ended it; 0 for none
};

class Workers {
public:
  /// At most \p Jobs at once, and no further one while they use more than
  /// \p MaxMemory bytes together (0: no bound); one runs in any case.
  Workers(unsigned Jobs, uint64_t MaxMemory)
      : Jobs(Jobs), MaxMemory(MaxMemory) {}

  /// Calls \p Work(0) to \p Work(Count - 1), each in a process of its own that
  /// starts as a copy of this one, and \p Done here, in the order in which they
  /// end. False if the user interrupted it: all processes have ended then.
  bool run(unsigned Count, llvm::function_ref<std::string(unsigned)> Work,
           llvm::function_ref<void(unsigned, WorkResult)> Done);

private:
  struct Process {
    pid_t Id;
    int Pipe;
    unsigned Index;
    std::string Bytes;
  };
  bool start(unsigned Index, llvm::function_ref<std::string(unsigned)> Work);
  bool mayStart() const;
  void readAll();
  WorkResult end(Process &Ended);
  void endAll();

  unsigned Jobs;
  uint64_t MaxMemory;
  uint64_t Largest = 0; ///< that any process has used, in bytes
  std::vector<Process> Running;
  std::vector<Process> Finished;
};

} // namespace gridlock

#endif
