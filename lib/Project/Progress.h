// Part of Gridlock, under the Apache License v2.0 with LLVM Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

/// \file
/// How far the work is: one line that changes on a terminal, else a line each.

#ifndef GRIDLOCK_PROJECT_PROGRESS_H
#define GRIDLOCK_PROJECT_PROGRESS_H

#include "llvm/ADT/StringRef.h"
#include "llvm/Support/raw_ostream.h"
#include <chrono>

namespace gridlock {

class Progress {
public:
  Progress(llvm::raw_ostream &Out, bool Quiet)
      : Out(Out), Quiet(Quiet), Terminal(Out.is_displayed()) {}
  ~Progress() { clear(); }

  /// \p Total units will be read.
  void begin(unsigned Total);
  /// One more has been read.
  void step(llvm::StringRef Name);
  /// A line of its own, also where progress is not shown.
  void say(const llvm::Twine &Line);
  /// Takes the changing line away.
  void clear();

private:
  llvm::raw_ostream &Out;
  bool Quiet, Terminal, Shown = false;
  unsigned Done = 0, Total = 0;
  std::chrono::steady_clock::time_point Start;
};

} // namespace gridlock

#endif
