// Part of Gridlock, under the Apache License v2.0 with LLVM Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "Exploration.h"
#include <algorithm>

namespace gridlock {
namespace byhand {

namespace {

/// A code that is under way, and what it submitted at each step.
struct Place {
  unsigned Code = 0;
  unsigned Next = 0;
  std::vector<std::vector<unsigned>> Tasks;
};

struct Thread {
  int Executor = -1;
  bool IsFirst = false; ///< runs the first code
  unsigned Root = 0;    ///< the first thread that led to it
  bool Started = false;
  bool Helped = false;      ///< holds no worker: who waits for it runs it
  std::vector<Place> Stack; ///< empty: ended

  bool runs() const { return Started && !Stack.empty(); }
};

struct State {
  std::vector<Thread> Threads;              ///< tasks too
  std::vector<std::vector<unsigned>> Queue; ///< of each executor
  std::vector<unsigned> Busy;               ///< workers of each executor
  std::vector<bool> Locked, Signalled;
};

enum class Move {
  Blocked,
  Free,   ///< can be done at once: it takes nothing from anybody
  Choice, ///< what others do before it may matter
};

class Explorer {
public:
  Explorer(const SmallProgram &Program, Limits Which, Setting In,
           const CuredWaits &Waits)
      : Program(Program), Which(Which), In(In), Waits(Waits) {}

  std::optional<std::set<StuckState>> run() {
    State First;
    First.Queue.resize(Program.Workers.size());
    First.Busy.resize(Program.Workers.size());
    First.Locked.resize(Program.Locks);
    First.Signalled.resize(Program.Signals * In.Threads);
    for (unsigned I = 0; I < In.Threads; ++I) {
      First.Threads.push_back(threadOf(0, -1));
      First.Threads.back().Root = I;
      First.Threads.back().Started = First.Threads.back().IsFirst = true;
    }
    Open.push_back(std::move(First));
    while (!Open.empty() && !TooMany) {
      State Now = std::move(Open.back());
      Open.pop_back();
      explore(std::move(Now));
    }
    if (TooMany || SignalsAtFirst || Entered.size() < Program.Codes.size())
      return std::nullopt;
    return Found;
  }

private:
  static constexpr size_t MaxStates = 20000;
  static constexpr size_t MaxThreads = 40;

  Thread threadOf(unsigned Code, int Executor) {
    Thread Made;
    Made.Executor = Executor;
    Made.Stack.push_back(placeOf(Code));
    return Made;
  }

  Place placeOf(unsigned Code) {
    Entered.insert(Code);
    Place Made;
    Made.Code = Code;
    Made.Tasks.resize(Program.Codes[Code].size());
    return Made;
  }

  const Step &stepOf(const Thread &T) const {
    const Place &At = T.Stack.back();
    return Program.Codes[At.Code][At.Next];
  }

  /// Signals are variables of the first code.
  unsigned signalOf(const Thread &T, const Step &At) const {
    return T.Root * Program.Signals + At.What;
  }

  bool isSkipped(const Thread &T) const {
    const Step &Now = stepOf(T);
    return (Now.NotOn >= 0 && T.Executor == Now.NotOn) ||
           (Now.Kind == StepKind::Call && Waits.count(Now.Line));
  }

  Move moveOf(const State &S, const Thread &T) const {
    const Place &At = T.Stack.back();
    if (At.Next == Program.Codes[At.Code].size() || isSkipped(T))
      return Move::Free;
    const Step &Next = stepOf(T);
    auto How = cureOf(T);
    if (How == Cure::Removed || (How == Cure::OnOwn && isForOwn(S, T)))
      return Move::Free;
    auto Ended = [&](unsigned Task) { return S.Threads[Task].Stack.empty(); };
    switch (Next.Kind) {
    case StepKind::Submit:
      return Next.Executor < 0 ? Move::Free : Move::Choice;
    case StepKind::Wait:
      return std::all_of(At.Tasks[Next.What].begin(), At.Tasks[Next.What].end(),
                         Ended)
                 ? Move::Free
                 : Move::Blocked;
    case StepKind::Lock:
      if (Which != Limits::All)
        return Move::Free;
      return S.Locked[Next.What] ? Move::Blocked : Move::Choice;
    case StepKind::Await:
      if (!S.Signalled[signalOf(T, Next)])
        return Move::Blocked;
      return In.Signals == Seen::Stays ? Move::Free : Move::Choice;
    default:
      return Move::Free;
    }
  }

  /// Does the next step of the thread.
  void advance(State &S, unsigned Number) {
    Place &At = S.Threads[Number].Stack.back();
    if (At.Next == Program.Codes[At.Code].size())
      return leave(S, Number);
    bool Skipped = isSkipped(S.Threads[Number]);
    const Step &Now = Program.Codes[At.Code][At.Next++];
    if (Skipped)
      return;
    switch (Now.Kind) {
    case StepKind::Submit:
      return submit(S, Number, Now);
    case StepKind::Lock:
    case StepKind::Unlock:
      S.Locked[Now.What] = Now.Kind == StepKind::Lock;
      return;
    case StepKind::Signal:
      SignalsAtFirst |= S.Threads[Number].IsFirst;
      S.Signalled[signalOf(S.Threads[Number], Now)] = true;
      return;
    case StepKind::Call:
      S.Threads[Number].Stack.push_back(placeOf(Now.What));
      return;
    case StepKind::Wait:
      S.Threads[Number].Stack.back().Tasks[Now.What].clear();
      return;
    case StepKind::Await:
      if (In.Signals == Seen::IsUsedUp)
        S.Signalled[signalOf(S.Threads[Number], Now)] = false;
      return;
    }
  }

  void leave(State &S, unsigned Number) {
    Thread &T = S.Threads[Number];
    T.Stack.pop_back();
    if (!T.Stack.empty() || T.Executor < 0 || T.Helped)
      return;
    --S.Busy[T.Executor];
    startNext(S, T.Executor);
  }

  void submit(State &S, unsigned Number, const Step &Now) {
    unsigned Copies =
        Now.Executor < 0 || !In.Often ? 1 : Program.Workers[Now.Executor];
    for (unsigned I = 0; I < Copies; ++I) {
      unsigned Task = S.Threads.size();
      Place &At = S.Threads[Number].Stack.back();
      At.Tasks[At.Next - 1].push_back(Task);
      S.Threads.push_back(threadOf(Now.What, Now.Executor));
      S.Threads.back().Root = S.Threads[Number].Root;
      if (Now.Executor >= 0)
        S.Queue[Now.Executor].push_back(Task);
      else
        S.Threads.back().Started = true;
    }
    if (Now.Executor >= 0)
      startNext(S, Now.Executor);
    TooMany |= S.Threads.size() > MaxThreads;
  }

  bool canStart(const State &S, int Executor) const {
    return !S.Queue[Executor].empty() &&
           (Which == Limits::OnlySignals ||
            S.Busy[Executor] < Program.Workers[Executor]);
  }

  void start(State &S, int Executor, size_t Index) {
    auto &Queue = S.Queue[Executor];
    S.Threads[Queue[Index]].Started = true;
    Queue.erase(Queue.begin() + Index);
    ++S.Busy[Executor];
  }

  /// Workers take what was submitted first; with Takes::Any each of them is a
  /// choice.
  void startNext(State &S, int Executor) {
    while (In.Next == Takes::Oldest && canStart(S, Executor))
      start(S, Executor, 0);
  }

  bool startAny(const State &Now) {
    bool Any = false;
    for (unsigned Executor = 0; Executor < Now.Queue.size(); ++Executor)
      for (size_t I = 0;
           canStart(Now, Executor) && I < Now.Queue[Executor].size(); ++I) {
        State Next = Now;
        start(Next, Executor, I);
        Open.push_back(std::move(Next));
        Any = true;
      }
    return Any;
  }

  /// Does all that takes nothing from anybody, then each choice.
  void explore(State Now) {
    bool Moved = true;
    while (Moved && !TooMany) {
      Moved = false;
      for (unsigned I = 0; I < Now.Threads.size(); ++I)
        while (Now.Threads[I].runs() &&
               moveOf(Now, Now.Threads[I]) == Move::Free) {
          advance(Now, I);
          Moved = true;
        }
    }
    if (!Seen.insert(keyOf(Now)).second)
      return;
    TooMany |= Seen.size() > MaxStates;
    bool Ended = true, Goes = startAny(Now);
    for (unsigned I = 0; I < Now.Threads.size(); ++I) {
      Ended &= Now.Threads[I].Stack.empty();
      if (!Now.Threads[I].runs() || moveOf(Now, Now.Threads[I]) != Move::Choice)
        continue;
      Goes = true;
      State Next = Now;
      advance(Next, I);
      Open.push_back(std::move(Next));
    }
    if (Ended || Goes)
      return;
    if (cure(Now))
      Open.push_back(std::move(Now));
    else
      addStuck(Now);
  }

  std::optional<Cure> cureOf(const Thread &T) const {
    if (!T.runs() ||
        (stepOf(T).Kind != StepKind::Wait && stepOf(T).Kind != StepKind::Await))
      return std::nullopt;
    auto How = Waits.find(stepOf(T).Line);
    return How == Waits.end() ? std::nullopt : std::optional(How->second);
  }

  bool isForOwn(const State &S, const Thread &T) const {
    const Step &At = stepOf(T);
    return At.Kind == StepKind::Wait &&
           std::all_of(T.Stack.back().Tasks[At.What].begin(),
                       T.Stack.back().Tasks[At.What].end(), [&](unsigned Task) {
                         return S.Threads[Task].Executor == T.Executor;
                       });
  }

  /// Nothing goes on: who is at a cured wait does something about it.
  bool cure(State &S) {
    std::vector<unsigned> Helpers;
    std::optional<unsigned> GivesUp;
    for (unsigned I = 0; I < S.Threads.size(); ++I) {
      auto How = cureOf(S.Threads[I]);
      if (How == Cure::Helps || How == Cure::HelpsOnce)
        Helpers.push_back(I);
      if (How == Cure::HelpsOnce && !GivesUp)
        GivesUp = I;
    }
    bool Any = false;
    for (unsigned I : Helpers)
      if (const Step &At = stepOf(S.Threads[I]); At.Kind == StepKind::Wait)
        for (unsigned Task : S.Threads[I].Stack.back().Tasks[At.What])
          Any |= help(S, Task);
    if (!Any && GivesUp)
      giveUp(S, *GivesUp);
    return Any || GivesUp;
  }

  /// What was waited for once is not waited for again.
  void giveUp(State &S, unsigned Number) {
    const Step &At = stepOf(S.Threads[Number]);
    Place &Now = S.Threads[Number].Stack.back();
    if (At.Kind == StepKind::Wait)
      Now.Tasks[At.What].clear();
    ++Now.Next;
  }

  static bool help(State &S, unsigned Task) {
    Thread &T = S.Threads[Task];
    if (T.Started)
      return false;
    auto &Queue = S.Queue[T.Executor];
    Queue.erase(std::find(Queue.begin(), Queue.end(), Task));
    T.Started = T.Helped = true;
    return true;
  }

  void addStuck(const State &S) {
    StuckState Lines;
    for (const Thread &T : S.Threads)
      if (T.runs())
        Lines.insert(stepOf(T).Line);
    Found.insert(std::move(Lines));
  }

  /// Two states with the same key go on in the same way.
  static std::string keyOf(const State &S) {
    std::string Key;
    auto Add = [&](size_t Number) { Key += static_cast<char>(Number + 1); };
    for (const Thread &T : S.Threads) {
      Add(T.Started);
      Add(T.Helped);
      Add(T.Executor + 1);
      for (const Place &P : T.Stack) {
        Add(P.Code);
        Add(P.Next);
        for (const auto &Tasks : P.Tasks) {
          Add(Tasks.size());
          for (unsigned Task : Tasks)
            Add(Task);
        }
      }
      Key += '\0';
    }
    for (const auto &Queue : S.Queue) {
      for (unsigned Task : Queue)
        Add(Task);
      Key += '\0';
    }
    for (bool Locked : S.Locked)
      Add(Locked);
    for (bool Signalled : S.Signalled)
      Add(Signalled);
    return Key;
  }

  const SmallProgram &Program;
  Limits Which;
  const Setting In;
  const CuredWaits &Waits;
  std::vector<State> Open;
  std::set<std::string> Seen;
  std::set<StuckState> Found;
  std::set<unsigned> Entered; ///< codes that ran
  bool TooMany = false, SignalsAtFirst = false;
};

} // namespace

std::optional<std::set<StuckState>> stuckStates(const SmallProgram &Program,
                                                Limits Which, Setting In,
                                                const CuredWaits &Waits) {
  return Explorer(Program, Which, In, Waits).run();
}

} // namespace byhand
} // namespace gridlock
