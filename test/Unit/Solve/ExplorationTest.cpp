// Part of Gridlock, under the Apache License v2.0 with LLVM Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

// The solver against all schedules of random small programs: what it reports
// can hang there, and what can hang is reported.
//
// GRIDLOCK_EXPLORE says how many programs, GRIDLOCK_EXPLORE_SEED where they
// start; each program has a seed of its own.

#include "Exploration.h"
#include "gtest/gtest.h"
#include <cstdlib>

using namespace gridlock;
using namespace gridlock::byhand;

namespace {

unsigned numberFrom(const char *Variable, unsigned Default) {
  const char *Text = std::getenv(Variable);
  return Text ? std::atoi(Text) : Default;
}

std::string describe(const StuckState &Lines) {
  std::string Text;
  for (uint32_t Line : Lines)
    Text += " " + std::to_string(Line);
  return Text;
}

using Lines = std::set<uint32_t>;

bool isStuckAt(const std::optional<std::set<StuckState>> &Stuck,
               uint32_t Line) {
  return Stuck &&
         std::any_of(Stuck->begin(), Stuck->end(),
                     [&](const StuckState &One) { return One.count(Line); });
}

enum class Truth { True, False, Unknown };

/// Can the program be stuck at the line, when the waits of \p Cured are cured
/// in one of the ways, and \p Kept where its own executor would run what it
/// waits for? Unknown where there are too many states.
Truth canBeStuck(const SmallProgram &Program, uint32_t Line, const Lines &Cured,
                 Limits Which, Setting In, uint32_t Kept = 0) {
  for (Cure How : {Cure::Removed, Cure::Helps, Cure::HelpsOnce, Cure::OnOwn}) {
    CuredWaits Waits;
    for (uint32_t One : Cured)
      Waits[One] = How;
    if (Kept)
      Waits[Kept] = Cure::OnOwn;
    Waits.erase(Line);
    auto Stuck = stuckStates(Program, Which, In, Waits);
    if (!Stuck)
      return Truth::Unknown;
    if (isStuckAt(Stuck, Line))
      return Truth::True;
  }
  return Truth::False;
}

/// Can the program be stuck at the line? A wait that always hangs hides what
/// comes after it, and so do a mutex that nobody gets and a call that does not
/// return; so it may take that the other reported waits are cured, or all but
/// one, with which this one makes a cycle, or all waits that its chain does not
/// name, or that other calls are not made.
Truth isTrue(const SmallProgram &Program, const Finding &F, const Lines &Waits,
             Setting In) {
  uint32_t Line = F.Where.Line;
  Lines Signals = Waits, Others; // and what else waits for a signal, or at all
  Lines Calls;
  for (const Code &C : Program.Codes)
    for (const Step &S : C) {
      if (S.Kind == StepKind::Await)
        Signals.insert(S.Line);
      if (S.Kind == StepKind::Await || S.Kind == StepKind::Wait)
        Others.insert(S.Line);
      if (S.Kind == StepKind::Call)
        Calls.insert(S.Line);
    }
  for (const ChainStep &Step : F.Chain)
    Others.erase(Step.Where.Line), Calls.erase(Step.Where.Line);
  for (const Lines &Cured : {Lines(), Waits, Signals, Others})
    if (Truth One = canBeStuck(Program, Line, Cured, Limits::All, In);
        One != Truth::False)
      return One;
  if (F.Check == CheckId::SelfWait)
    if (Truth One = canBeStuck(Program, Line, Waits, Limits::NoMutexes, In);
        One != Truth::False)
      return One;
  for (uint32_t Other : Waits) {
    Lines Cured = Waits;
    Cured.erase(Other);
    for (uint32_t Kept : {uint32_t(0), Other})
      if (Truth One = canBeStuck(Program, Line, Cured, Limits::All, In, Kept);
          One != Truth::False)
        return One;
  }
  return !Calls.empty() && canBeStuck(Program, Line, Calls, Limits::All, In) ==
                               Truth::True
             ? Truth::True
             : Truth::False;
}

/// Likewise, in some setting: a function may be called again before all that it
/// started has ended.
Truth isTrue(const SmallProgram &Program, const Finding &F,
             const Lines &Waits) {
  for (Takes Next : {Takes::Oldest, Takes::Any})
    for (Seen Signals : {Seen::Stays, Seen::IsUsedUp})
      for (unsigned Threads : {1, 2, 3})
        for (bool Often : {false, true})
          if (Truth One =
                  isTrue(Program, F, Waits, {Threads, Often, Next, Signals});
              One != Truth::False)
            return One;
  return Truth::False;
}

bool starts(const Step &S) {
  return S.Kind == StepKind::Submit || S.Kind == StepKind::Call;
}

/// How often each code runs at least; a code starts only those behind it.
std::vector<unsigned> runsOf(const SmallProgram &Program) {
  std::vector<unsigned> Runs(Program.Codes.size());
  Runs[0] = 1;
  for (unsigned I = 0; I < Runs.size(); ++I)
    for (const Step &S : Program.Codes[I])
      if (starts(S))
        Runs[S.What] += Runs[I];
  return Runs;
}

/// Does some wait of the code take a signal that several tasks may give?
bool awaitsOneOfMany(const SmallProgram &Program, const Code &C) {
  const auto Runs = runsOf(Program);
  return std::any_of(C.begin(), C.end(), [&](const Step &Await) {
    unsigned Givers = 0;
    for (unsigned I = 0; I < Runs.size(); ++I)
      for (const Step &S : Program.Codes[I])
        if (S.Kind == StepKind::Signal && S.What == Await.What)
          Givers += Runs[I];
    return Await.Kind == StepKind::Await && Givers > 1;
  });
}

/// Codes that run in tasks that an earlier run of the same function has left
/// behind, or one that took the signal of another task for theirs.
std::set<unsigned> leftBehind(const SmallProgram &Program) {
  const auto Runs = runsOf(Program);
  std::set<unsigned> Left;
  for (unsigned I = 0; I < Runs.size(); ++I) {
    const Code &C = Program.Codes[I];
    const bool OneOfMany = awaitsOneOfMany(Program, C);
    for (unsigned At = 0; At < C.size(); ++At) {
      // A signal that is another's may have been taken for its own before.
      auto Ends = std::find_if(C.begin() + At, C.end(), [&](const Step &S) {
        return (OneOfMany && S.Kind == StepKind::Await) ||
               (S.Kind == StepKind::Wait && S.What == At);
      });
      bool IsAwaited = Ends != C.end() && Ends->Kind == StepKind::Wait;
      if (starts(C[At]) &&
          (Left.count(I) || ((Runs[I] > 1 || OneOfMany) &&
                             C[At].Kind == StepKind::Submit && !IsAwaited)))
        Left.insert(C[At].What);
    }
  }
  return Left;
}

/// Where threads may block for reasons that are not looked at: a signal that
/// may come from several tasks, and what was left behind.
Lines notLookedAt(const SmallProgram &Program) {
  const auto Runs = runsOf(Program);
  const auto Left = leftBehind(Program);
  std::map<unsigned, unsigned> GivenBy;
  for (unsigned I = 0; I < Runs.size(); ++I)
    for (const Step &S : Program.Codes[I])
      if (S.Kind == StepKind::Signal)
        GivenBy[S.What] = I;
  Lines Open;
  for (unsigned I = 0; I < Runs.size(); ++I)
    for (const Step &S : Program.Codes[I])
      if (S.Kind == StepKind::Await ? Runs[GivenBy[S.What]] > 1
                                    : S.Kind == StepKind::Lock && Left.count(I))
        Open.insert(S.Line);
  return Open;
}

/// What is wrong with the findings; empty if nothing is. Counts those of which
/// it is not known.
std::string disagreement(const SmallProgram &Program,
                         const std::set<StuckState> &Stuck,
                         const Solution &Found, unsigned &Unknown) {
  Lines Reported, Waits;
  for (const Finding &F : Found.Findings)
    Reported.insert(F.Where.Line);
  for (const Code &C : Program.Codes)
    for (const Step &S : C)
      if (Reported.count(S.Line) && S.Kind != StepKind::Lock)
        Waits.insert(S.Line);
  const Lines Open = notLookedAt(Program);
  auto IsTold = [&](uint32_t Line) {
    return Reported.count(Line) || Open.count(Line);
  };
  for (const StuckState &One : Stuck)
    if (std::none_of(One.begin(), One.end(), IsTold))
      return "missed: stuck at lines" + describe(One);
  for (const Finding &F : Found.Findings)
    if (Truth One = isTrue(Program, F, Waits); One == Truth::Unknown)
      ++Unknown;
    else if (One == Truth::False)
      return "false: line " + std::to_string(F.Where.Line) + ": " + F.Message;
  return "";
}

struct Counts {
  unsigned Compared = 0, Hanging = 0, Wrong = 0, Unknown = 0;
};

/// Compares one program, if its truth can be known.
void compare(unsigned Seed, Counts &Into) {
  std::mt19937 Chance(Seed);
  SmallProgram Program = randomProgram(Chance);
  FactsBuilder Facts = Program.facts();
  auto Logic = stuckStates(Program, Limits::OnlySignals);
  if (!Logic || !Logic->empty())
    return; // hangs without any executor or mutex
  // In what order several of a kind come to their mutexes is not looked at.
  auto Stuck = stuckStates(Program, Limits::All, {1, Program.Locks == 0});
  if (!Stuck)
    return;
  ++Into.Compared;
  Into.Hanging += !Stuck->empty();
  std::string Text =
      disagreement(Program, *Stuck, solved({Facts.unit()}), Into.Unknown);
  if (Text.empty())
    return;
  ++Into.Wrong;
  ADD_FAILURE() << "seed " << Seed << ": " << Text << "\n" << Program.text();
  for (const Finding &F : solved({Facts.unit()}).Findings)
    std::cerr << F.Where.Line << ": " << F.Message << "\n";
}

TEST(Exploration, SolverAgreesWithAllSchedules) {
  unsigned Wanted = numberFrom("GRIDLOCK_EXPLORE", 300);
  unsigned Seed = numberFrom("GRIDLOCK_EXPLORE_SEED", 400);
  Counts All;
  for (; All.Compared < Wanted && All.Wrong < 5; ++Seed)
    compare(Seed, All);
  // A stream in which nothing hangs would show nothing.
  EXPECT_GT(All.Hanging * 20, All.Compared);
  // Nor would one of which hardly anything is known.
  EXPECT_LT(All.Unknown * 20, All.Compared);
  RecordProperty("compared", All.Compared);
  RecordProperty("unknown", All.Unknown);
  RecordProperty("hanging", All.Hanging);
}

// A task is submitted twice; what its first run has left behind, which nobody
// waits for, takes the mutex that the second run wants.
TEST(Exploration, WhatAnAwaitedTaskLeftBehindIsStillThere) {
  Counts All;
  compare(20004592, All);
  EXPECT_EQ(All.Compared, 1u);
  EXPECT_EQ(All.Hanging, 1u);
}

// A task is awaited before the thread that blocks is started; what it has left
// behind takes the only worker that the thread waits for, and its mutex.
TEST(Exploration, WhatWasLeftBehindBeforeTheThreadBeganIsStillThere) {
  Counts All;
  compare(910005390, All);
  EXPECT_EQ(All.Compared, 1u);
  EXPECT_EQ(All.Hanging, 1u);
}

} // namespace
