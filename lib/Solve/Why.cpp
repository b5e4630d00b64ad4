// Part of Gridlock, under the Apache License v2.0 with LLVM Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "Solve/Why.h"
#include "llvm/ADT/STLExtras.h"

namespace gridlock {

/// Speaks of the waits of one walk.
class Why::OneWalk {
public:
  OneWalk(Why &Into, Walk &W, Judge &Judged)
      : Into(Into), W(W), Judged(Judged), Told(W) {}

  void add();

private:
  const Event *askedSite(unsigned A, const Event *Site) const;
  void addWait(const WaitRecord &Wait);
  void addExcluded(unsigned A, const Event &Site);
  std::string holder(unsigned In) const;
  void addWay(WaitAnswer &Into, unsigned A) const;
  std::string harmless(const WaitRecord &Wait, const Walk::Trace &Target);
  void addProviders(WaitAnswer &Into, const WaitRecord &Wait,
                    const Walk::Trace &Target);
  std::string ended(const WaitRecord &Wait, const SignalRecord &Signal);

  Why &Into;
  Walk &W;
  Judge &Judged;
  Story Told;
};

/// The event at the place that was asked for, on the way to \p Site.
const Event *Why::OneWalk::askedSite(unsigned A, const Event *Site) const {
  for (int Up = A; Up >= 0 && Site;
       Site = W.Activations[Up].Site, Up = W.Activations[Up].Caller)
    if (Into.isAsked(Site->Where))
      return Site;
  return nullptr;
}

std::string Why::OneWalk::holder(unsigned In) const {
  const Frame &Of = W.Frames[In];
  if (Of.Kind == FrameKind::Outside)
    return "outside of any task in view, where it holds no worker";
  if (Of.Kind == FrameKind::Thread)
    return "in a thread of its own";
  return "in a task of '" + Told.executorName(W.Submits[Of.Submit]) + "'";
}

/// Where the frame is started, and the calls from there.
void Why::OneWalk::addWay(WaitAnswer &Made, unsigned A) const {
  const Frame &Of = W.Frames[W.Activations[A].Frame];
  if (Of.Submit >= 0) {
    Story::Point Start = Told.submitPoint(W.Submits[Of.Submit]);
    Made.Chain.push_back(
        {Start.Site->Where, Of.Kind == FrameKind::Thread
                                ? "the thread is started here"
                                : "the task that waits is submitted here"});
  }
  Finding Calls;
  Told.addCalls(Calls, A);
  Made.Chain.insert(Made.Chain.end(), Calls.Chain.begin(), Calls.Chain.end());
}

/// Why the wait does no harm, whatever ends it; empty: it may.
std::string Why::OneWalk::harmless(const WaitRecord &Wait,
                                   const Walk::Trace &Target) {
  if (Wait.Kind == WaitKind::Suspends)
    return "it suspends a coroutine, which gives its thread back";
  if (Wait.Kind == WaitKind::Helps)
    return "it runs other tasks meanwhile";
  if (W.isImpossible(Wait.Activation, *Wait.Site))
    return "the conditions on this way exclude each other";
  if (Judged.isReady(Wait, Target))
    return "it is ready here: it was tested, or waited for before";
  const Frame &In = W.Frames[Wait.Frame];
  if (In.Kind != FrameKind::Task)
    return "";
  if (Judged.isUnbounded(In.Executor))
    return "that executor starts a thread whenever it needs one";
  if (Judged.isHelped(Wait, In.Executor))
    return "the function that waits runs tasks of that executor meanwhile";
  return "";
}

/// What ends the wait, by one signal.
std::string Why::OneWalk::ended(const WaitRecord &Wait,
                                const SignalRecord &Signal) {
  const Frame &By = W.Frames[Signal.Frame];
  if (Signal.Frame == Wait.Frame)
    return "the waiting task itself ends the wait here";
  if (By.Kind == FrameKind::Outside)
    return "code outside of any task in view ends the wait here";
  if (By.Kind == FrameKind::Thread)
    return "a thread of its own, started here, ends the wait";
  const SubmitRecord &Start = W.Submits[By.Submit];
  std::string Task = "a task of '" + Told.executorName(Start) +
                     "', submitted here, ends the wait";
  const Frame &In = W.Frames[Wait.Frame];
  if (In.Kind != FrameKind::Task)
    return Task;
  bool Same = intersects(W.holders(By.Executor), W.holders(In.Executor));
  return Task +
         (Same ? ": the executor is the same" : ": it has workers of its own");
}

void Why::OneWalk::addProviders(WaitAnswer &Made, const WaitRecord &Wait,
                                const Walk::Trace &Target) {
  for (const SignalRecord *Signal : Judged.providers(Target)) {
    if (Judged.plainOutcome(Wait, *Signal, Wait.Frame) ==
        Judge::Outcome::Ignored)
      continue;
    const Frame &By = W.Frames[Signal->Frame];
    bool Here = By.Submit < 0 || Signal->Frame == Wait.Frame;
    if (Here && !Signal->Site)
      continue;
    const Event *Place =
        Here ? Signal->Site : Told.submitPoint(W.Submits[By.Submit]).Site;
    Made.Chain.push_back({Place->Where, ended(Wait, *Signal)});
  }
}

void Why::OneWalk::addWait(const WaitRecord &Wait) {
  if (!askedSite(Wait.Activation, Wait.Site))
    return;
  WaitAnswer Made;
  Made.Where = Wait.Site->Where;
  Made.Text = "'" + Wait.Site->Text + "' waits " + holder(Wait.Frame);
  addWay(Made, Wait.Activation);
  Walk::Trace Target = W.traceTarget(Wait.Target);
  std::string Reason = harmless(Wait, Target);
  if (!Reason.empty()) {
    Made.Text += "; " + Reason;
    return Into.addNew(std::move(Made));
  }
  size_t Before = Made.Chain.size();
  addProviders(Made, Wait, Target);
  if (Made.Chain.size() == Before)
    Made.Text += "; nothing in view ends the wait";
  if (Wait.Kind == WaitKind::Timed)
    Made.Text += "; it gives up after its time";
  Into.addNew(std::move(Made));
}

void Why::OneWalk::addExcluded(unsigned A, const Event &Site) {
  if (!askedSite(A, &Site))
    return;
  WaitAnswer Made;
  Made.Where = Site.Where;
  Made.Text = "'" + Site.Text + "' does not happen " +
              holder(W.Activations[A].Frame) +
              ": it stands under a test for workers";
  addWay(Made, A);
  Into.addNew(std::move(Made));
}

void Why::OneWalk::add() {
  for (const WaitRecord &Wait : W.Waits)
    addWait(Wait);
  for (auto [A, Site] : W.Excluded)
    addExcluded(A, *Site);
}

Why::Why(const Program &Code, llvm::StringRef File, unsigned Line)
    : Code(Code), Line(Line) {
  for (size_t I = 0; I < Code.files().size(); ++I) {
    llvm::StringRef Known = Code.files()[I];
    llvm::StringRef End = Known.take_back(File.size());
    llvm::StringRef Folder = Known.drop_back(End.size());
    if (End == File && (Folder.empty() || Folder.back() == '/'))
      Files.insert(I);
  }
}

void Why::add(Walk &W, Judge &Judged) { OneWalk(*this, W, Judged).add(); }

void Why::addNew(WaitAnswer Made) {
  auto IsKnown = [&](const WaitAnswer &Known) {
    return Known.Text == Made.Text && Known.Where.Line == Made.Where.Line &&
           Known.Where.Column == Made.Where.Column &&
           Known.Where.File == Made.Where.File;
  };
  if (llvm::none_of(Answers, IsKnown))
    Answers.push_back(std::move(Made));
}

/// There is no wait on any way; is there one at all?
WaitAnswer Why::nothing() const {
  WaitAnswer Made;
  std::set<unsigned> Near;
  for (const Function &F : Code.functions())
    for (const Event &E : F.Events) {
      if (E.Kind != EventKind::Wait || !Files.count(E.Where.File))
        continue;
      Near.insert(E.Where.Line);
      if (!isAsked(E.Where))
        continue;
      Made.Where = E.Where;
      Made.Text = "'" + E.Text + "' waits in '" + Code.name(F.Name) +
                  "', which nothing reaches that submits a task, starts a "
                  "thread, or locks";
      return Made;
    }
  Made.Text = Files.empty() ? "no code of this file is known"
                            : "no wait is known at this line";
  std::vector<unsigned> Nearest(Near.begin(), Near.end());
  llvm::sort(Nearest, [&](unsigned A, unsigned B) {
    auto Key = [&](unsigned At) {
      return std::make_pair(At > Line ? At - Line : Line - At, At);
    };
    return Key(A) < Key(B);
  });
  Nearest.resize(std::min<size_t>(Nearest.size(), 5));
  const char *Before = "; the nearest waits of this file stand at line ";
  for (unsigned At : Nearest) {
    Made.Text += Before + std::to_string(At);
    Before = ", ";
  }
  return Made;
}

std::vector<WaitAnswer> Why::finish(llvm::ArrayRef<Finding> Findings) const {
  std::vector<WaitAnswer> Found;
  for (const Finding &One : Findings)
    if (isAsked(One.Where)) {
      WaitAnswer Made{One.Where, One.Message, One.Chain, true};
      Found.push_back(std::move(Made));
    }
  if (!Found.empty())
    return Found;
  Found = Answers;
  if (Found.empty())
    Found.push_back(nothing());
  return Found;
}

} // namespace gridlock
