// Part of Gridlock, under the Apache License v2.0 with LLVM Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "SmallProgram.h"
#include <set>

namespace gridlock {
namespace byhand {

namespace {

class Generator {
public:
  explicit Generator(std::mt19937 &Chance) : Chance(Chance) {}

  SmallProgram make() {
    for (unsigned I = 0, E = 1 + below(2); I < E; ++I)
      Made.Workers.push_back(below(10) < 6 ? 1 : 2 + below(2));
    Made.Locks = below(3);
    Made.Codes.resize(3 + below(3));
    LocksOf.resize(Made.Codes.size());
    for (unsigned I = Made.Codes.size(); I-- > 0;) {
      Now = I;
      steps(1 + below(3), {});
    }
    return Made;
  }

private:
  unsigned below(unsigned Bound) {
    return std::uniform_int_distribution<unsigned>(0, Bound - 1)(Chance);
  }

  void steps(unsigned Count, const std::set<unsigned> &Held) {
    for (unsigned I = 0; I < Count; ++I)
      step(Held);
  }

  void step(const std::set<unsigned> &Held) {
    unsigned Kind = below(10);
    if (Kind < 4)
      submitLater();
    else if (Kind < 6)
      wait();
    else if (Kind < 8)
      lock(Held);
    else if (Kind < 9)
      call(Held);
    else
      await();
  }

  Step &add(StepKind Kind, unsigned What) {
    Step Next;
    Next.Kind = Kind;
    Next.What = What;
    Made.Codes[Now].push_back(Next);
    return Made.Codes[Now].back();
  }

  /// A code behind this one; 0 for none.
  unsigned later() {
    unsigned Behind = Made.Codes.size() - Now - 1;
    return Behind ? Now + 1 + below(Behind) : 0;
  }

  void submit(unsigned Task) {
    Step &Made = add(StepKind::Submit, Task);
    if (below(8))
      Made.Executor = below(this->Made.Workers.size());
  }

  void submitLater() {
    unsigned Task = later();
    if (!Task)
      return;
    submit(Task);
    if (below(3))
      wait();
  }

  void wait() {
    const Code &C = Made.Codes[Now];
    std::vector<unsigned> Submits;
    for (unsigned I = 0; I < C.size(); ++I)
      if (C[I].Kind == StepKind::Submit && C[I].NotOn < 0)
        Submits.push_back(I);
    if (!Submits.empty())
      add(StepKind::Wait, Submits[below(Submits.size())]);
  }

  /// A task is submitted that gives a signal at its end, or at its start.
  void await() {
    unsigned Task = later();
    if (!Task)
      return;
    submit(Task);
    unsigned Number = Made.Signals++;
    Step Signal;
    Signal.Kind = StepKind::Signal;
    Signal.What = Number;
    Code &Given = Made.Codes[Task];
    bool First = below(2);
    Given.insert(First ? Given.begin() : Given.end(), Signal);
    for (Step &S : Given)
      S.What += First && S.Kind == StepKind::Wait;
    if (!below(3))
      wait();
    add(StepKind::Await, Number);
  }

  void lock(const std::set<unsigned> &Held) {
    if (!Made.Locks)
      return;
    unsigned Mutex = below(Made.Locks);
    if (Held.count(Mutex))
      return;
    auto Inside = Held;
    Inside.insert(Mutex);
    LocksOf[Now].insert(Mutex);
    add(StepKind::Lock, Mutex);
    steps(1 + below(2), Inside);
    add(StepKind::Unlock, Mutex);
  }

  void call(const std::set<unsigned> &Held) {
    unsigned Callee = later();
    if (!Callee)
      return;
    for (unsigned Mutex : LocksOf[Callee])
      if (Held.count(Mutex))
        return;
    LocksOf[Now].insert(LocksOf[Callee].begin(), LocksOf[Callee].end());
    Step &Made = add(StepKind::Call, Callee);
    if (!below(3))
      Made.NotOn = below(this->Made.Workers.size());
  }

  std::mt19937 &Chance;
  SmallProgram Made;
  unsigned Now = 0;
  std::vector<std::set<unsigned>> LocksOf; ///< by code, with what it calls
};

/// The steps of one code as facts.
class Writer {
public:
  explicit Writer(std::vector<Body *> &Bodies) : Bodies(Bodies) {}

  void write(Code &C, Body &B) {
    std::vector<ValueId> Results(C.size());
    for (size_t I = 0; I < C.size(); ++I) {
      Results[I] = event(C[I], B, Results);
      if (C[I].NotOn >= 0)
        B.onlyIf(B.isWorker(executor(B, C[I].NotOn)), false);
      C[I].Line = B.last().Where.Line;
      B.last().Where.Token = C[I].Line;
    }
    uint32_t Ends = B.Code.Events.size();
    B.Code.Blocks = {Block{0, {1}, 0}, Block{Ends, {}, 0}};
  }

private:
  static ValueId executor(Body &B, unsigned Number) {
    return B.global("E" + std::to_string(Number), "P" + std::to_string(Number));
  }

  static ValueId event(const Step &S, Body &B, std::vector<ValueId> &Results,
                       std::vector<Body *> &Bodies) {
    std::string Name = std::to_string(S.What);
    switch (S.Kind) {
    case StepKind::Submit:
      return S.Executor < 0 ? B.start(B.function(*Bodies[S.What]))
                            : B.submit(executor(B, S.Executor),
                                       B.function(*Bodies[S.What]));
    case StepKind::Wait:
      B.wait(Results[S.What], "wait").OnFuture = true;
      return 0;
    case StepKind::Lock:
      B.add(EventKind::Acquire, B.global("M" + Name), "lock");
      return 0;
    case StepKind::Unlock:
      B.add(EventKind::Release, B.global("M" + Name), "unlock");
      return 0;
    case StepKind::Signal:
      B.signal(B.global("S" + Name));
      return 0;
    case StepKind::Await:
      B.wait(B.global("S" + Name), "await");
      return 0;
    case StepKind::Call:
      return B.call(*Bodies[S.What]);
    }
    return 0;
  }

  ValueId event(const Step &S, Body &B, std::vector<ValueId> &Results) {
    return event(S, B, Results, Bodies);
  }

  std::vector<Body *> &Bodies;
};

} // namespace

FactsBuilder SmallProgram::facts() {
  FactsBuilder Facts;
  std::vector<Body *> Bodies;
  for (size_t I = 0; I < Codes.size(); ++I)
    Bodies.push_back(&Facts.function("f" + std::to_string(I)));
  for (size_t I = 0; I < Workers.size(); ++I)
    Facts.classNamed("P" + std::to_string(I)).Capacity = Workers[I];
  Writer Out(Bodies);
  for (size_t I = 0; I < Codes.size(); ++I)
    Out.write(Codes[I], *Bodies[I]);
  return Facts;
}

std::string SmallProgram::text() const {
  static const char *const Names[] = {"submit f", "wait for step ", "lock M",
                                      "unlock M", "signal S",       "await S",
                                      "call f"};
  std::string Text;
  for (size_t I = 0; I < Workers.size(); ++I)
    Text += "E" + std::to_string(I) + " has " + std::to_string(Workers[I]) +
            " workers\n";
  for (size_t I = 0; I < Codes.size(); ++I) {
    Text += "f" + std::to_string(I) + ":\n";
    for (size_t J = 0; J < Codes[I].size(); ++J) {
      const Step &S = Codes[I][J];
      Text += "  " + std::to_string(J) + " (line " + std::to_string(S.Line) +
              "): " + Names[static_cast<size_t>(S.Kind)] +
              std::to_string(S.What);
      if (S.Kind == StepKind::Submit)
        Text += S.Executor < 0 ? " in a thread"
                               : " to E" + std::to_string(S.Executor);
      if (S.NotOn >= 0)
        Text += " if not on E" + std::to_string(S.NotOn);
      Text += "\n";
    }
  }
  return Text;
}

static bool isAllReached(const SmallProgram &Program) {
  std::set<unsigned> Reached{0};
  for (unsigned I = 0; I < Program.Codes.size(); ++I)
    if (Reached.count(I))
      for (const Step &S : Program.Codes[I])
        if (S.Kind == StepKind::Submit || S.Kind == StepKind::Call)
          Reached.insert(S.What);
  return Reached.size() == Program.Codes.size();
}

SmallProgram randomProgram(std::mt19937 &Chance) {
  while (true) {
    SmallProgram Made = Generator(Chance).make();
    if (isAllReached(Made))
      return Made;
  }
}

} // namespace byhand
} // namespace gridlock
