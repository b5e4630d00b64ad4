// Part of Gridlock, under the Apache License v2.0 with LLVM Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "Project/Progress.h"
#include "llvm/Support/Process.h"

namespace gridlock {

void Progress::begin(unsigned Units) {
  Total = Units;
  Start = std::chrono::steady_clock::now();
}

void Progress::clear() {
  if (std::exchange(Shown, false))
    Out << "\r\033[K";
}

static std::string time(uint64_t Seconds) {
  if (Seconds < 60)
    return std::to_string(Seconds) + " s";
  return std::to_string((Seconds + 30) / 60) + " min";
}

void Progress::step(llvm::StringRef Name) {
  ++Done;
  if (Quiet)
    return;
  std::string Line =
      "[" + std::to_string(Done) + "/" + std::to_string(Total) + "] ";
  if (!Terminal) {
    Out << Line << Name << "\n";
    return;
  }
  auto Passed = std::chrono::duration_cast<std::chrono::milliseconds>(
      std::chrono::steady_clock::now() - Start);
  if (Done < Total)
    Line += time(Passed.count() * (Total - Done) / Done / 1000) + " left: ";
  // A line that wraps could not be taken away.
  size_t Width = std::max(llvm::sys::Process::StandardErrColumns(), 40u);
  if (Line.size() + Name.size() >= Width)
    Name = Name.take_back(Width - Line.size() - 1);
  clear();
  Out << Line << Name;
  Out.flush();
  Shown = true;
}

void Progress::say(const llvm::Twine &Line) {
  clear();
  Out << Line << "\n";
}

} // namespace gridlock
