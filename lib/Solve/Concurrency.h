// Part of Gridlock, under the Apache License v2.0 with LLVM Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

/// \file
/// Which tasks and threads can be under way at the same time.

#ifndef GRIDLOCK_SOLVE_CONCURRENCY_H
#define GRIDLOCK_SOLVE_CONCURRENCY_H

#include "Solve/Judge.h"

#include <optional>

namespace gridlock {

/// What blocks a frame: a wait, or the acquisition of a mutex.
struct Blocker {
  const WaitRecord *Wait = nullptr;
  const LockRecord *Acquire = nullptr;

  unsigned frame() const { return Wait ? Wait->Frame : Acquire->Frame; }
  unsigned activation() const {
    return Wait ? Wait->Activation : Acquire->Activation;
  }
  const Event *site() const {
    return Wait ? Wait->Site : Acquire ? Acquire->Site : nullptr;
  }
};

class Concurrency {
public:
  Concurrency(Walk &W, Judge &Judged) : W(W), Judged(Judged) {}

  /// Can the frame run, or be about to, when \p B blocks?
  bool isConcurrent(const Blocker &B, unsigned Frame, unsigned Depth = 0);
  /// Has a task given the signal that was waited for before \p B blocks?
  bool wasGiven(const SignalRecord &Signal, const Blocker &B);
  /// Do the tasks of two frames never run at the same time?
  bool isSerial(unsigned A, unsigned B) const;

private:
  /// An event, and the activation it stands in.
  struct Point {
    unsigned Activation = 0;
    const Event *Site = nullptr;
    const WaitRecord *Wait = nullptr; ///< which blocks there

    bool operator<(const Point &Other) const {
      return std::tie(Activation, Site, Wait) <
             std::tie(Other.Activation, Other.Site, Other.Wait);
    }
  };
  std::optional<Point> pointIn(unsigned In, const Blocker &B) const;
  bool hasEnded(unsigned In, const Blocker &B) const;
  bool isLast(const SignalRecord &Signal);
  bool isLive(const SubmitRecord &Start, const Blocker &B, unsigned Depth);
  /// Does the task that starts it block until it has ended?
  bool isBlockedFor(const SubmitRecord &Start);
  bool comesBefore(unsigned In, const Blocker &B, unsigned Depth = 0);
  bool outlives(const SubmitRecord &Start, const Blocker &B);
  bool isAwaited(const SubmitRecord &Start, unsigned In,
                 const Point *Before = nullptr,
                 const SignalRecord *Given = nullptr,
                 const Point *Until = nullptr);
  bool findWaitFor(const SubmitRecord &Start, unsigned In, const Point *Before,
                   const SignalRecord *Given, const Point *Until);
  unsigned rootOf(unsigned Frame) const;

  Walk &W;
  Judge &Judged;
  llvm::DenseMap<const SignalRecord *, bool> Last;
  std::map<std::tuple<const SubmitRecord *, unsigned, Point,
                      const SignalRecord *, Point>,
           bool>
      Awaited;
};

} // namespace gridlock

#endif
