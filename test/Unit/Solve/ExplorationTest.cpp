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

/// Can the program be stuck at the line, when the waits of \p Cured are?
bool canBeStuck(const SmallProgram &Program, uint32_t Line, Lines Cured,
                Limits Which) {
  Cured.erase(Line);
  for (unsigned Threads : {1, 2, 3})
    for (Cure How :
         {Cure::Removed, Cure::Helps, Cure::HelpsOnce, Cure::OnOwn}) {
      auto Stuck = stuckStates(Program, Which, Threads, {Cured, How});
      if (!Stuck || isStuckAt(Stuck, Line)) // none: it is not known
        return true;
    }
  return false;
}

/// Can the program be stuck at the line? A wait that always hangs hides what
/// comes after it, and so does a mutex that nobody gets; so it may take that
/// the other reported waits are cured, or all but one, with which this one
/// makes a cycle; and a function may be called again before all that it started
/// has ended.
bool isTrue(const SmallProgram &Program, const Finding &F, const Lines &Waits) {
  uint32_t Line = F.Where.Line;
  if (canBeStuck(Program, Line, {}, Limits::All) ||
      canBeStuck(Program, Line, Waits, Limits::All) ||
      (F.Check == CheckId::SelfWait &&
       canBeStuck(Program, Line, Waits, Limits::NoMutexes)))
    return true;
  Lines Signals = Waits; // and what else waits for a signal
  for (const Code &C : Program.Codes)
    for (const Step &S : C)
      if (S.Kind == StepKind::Await)
        Signals.insert(S.Line);
  if (canBeStuck(Program, Line, Signals, Limits::All))
    return true;
  return std::any_of(Waits.begin(), Waits.end(), [&](uint32_t Other) {
    Lines Cured = Waits;
    Cured.erase(Other);
    return canBeStuck(Program, Line, Cured, Limits::All);
  });
}

/// Waits for a signal that may come from several tasks: which one comes first
/// is not looked at.
Lines openAwaits(const SmallProgram &Program) {
  std::map<unsigned, unsigned> Uses, GivenBy;
  for (unsigned I = 0; I < Program.Codes.size(); ++I)
    for (const Step &S : Program.Codes[I]) {
      if (S.Kind == StepKind::Submit || S.Kind == StepKind::Call)
        ++Uses[S.What];
      if (S.Kind == StepKind::Signal)
        GivenBy[S.What] = I;
    }
  Lines Open;
  for (const Code &C : Program.Codes)
    for (const Step &S : C)
      if (S.Kind == StepKind::Await && Uses[GivenBy[S.What]] > 1)
        Open.insert(S.Line);
  return Open;
}

/// What is wrong with the findings; empty if nothing is.
std::string disagreement(const SmallProgram &Program,
                         const std::set<StuckState> &Stuck,
                         const Solution &Found) {
  Lines Reported, Waits;
  for (const Finding &F : Found.Findings)
    Reported.insert(F.Where.Line);
  for (const Code &C : Program.Codes)
    for (const Step &S : C)
      if (Reported.count(S.Line) && S.Kind != StepKind::Lock)
        Waits.insert(S.Line);
  const Lines Open = openAwaits(Program);
  auto IsTold = [&](uint32_t Line) {
    return Reported.count(Line) || Open.count(Line);
  };
  for (const StuckState &One : Stuck)
    if (std::none_of(One.begin(), One.end(), IsTold))
      return "missed: stuck at lines" + describe(One);
  for (const Finding &F : Found.Findings)
    if (!isTrue(Program, F, Waits))
      return "false: line " + std::to_string(F.Where.Line) + ": " + F.Message;
  return "";
}

TEST(Exploration, SolverAgreesWithAllSchedules) {
  unsigned Wanted = numberFrom("GRIDLOCK_EXPLORE", 300);
  unsigned Seed = numberFrom("GRIDLOCK_EXPLORE_SEED", 400);
  unsigned Compared = 0, Hanging = 0, Wrong = 0;
  for (; Compared < Wanted && Wrong < 5; ++Seed) {
    std::mt19937 Chance(Seed);
    SmallProgram Program = randomProgram(Chance);
    FactsBuilder Facts = Program.facts();
    auto Logic = stuckStates(Program, Limits::OnlySignals);
    if (!Logic || !Logic->empty())
      continue; // hangs without any executor or mutex
    // In what order several of a kind come to their mutexes is not looked at.
    auto Stuck = stuckStates(Program, Limits::All, 1, {}, Program.Locks == 0);
    if (!Stuck)
      continue;
    ++Compared;
    Hanging += !Stuck->empty();
    std::string Text = disagreement(Program, *Stuck, solved({Facts.unit()}));
    if (Text.empty())
      continue;
    ++Wrong;
    ADD_FAILURE() << "seed " << Seed << ": " << Text << "\n" << Program.text();
    for (const Finding &F : solved({Facts.unit()}).Findings)
      std::cerr << F.Where.Line << ": " << F.Message << "\n";
  }
  // A stream in which nothing hangs would show nothing.
  EXPECT_GT(Hanging * 20, Compared);
  RecordProperty("compared", Compared);
  RecordProperty("hanging", Hanging);
}

} // namespace
