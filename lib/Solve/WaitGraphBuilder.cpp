// Part of Gridlock, under the Apache License v2.0 with LLVM Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "Solve/WaitGraphBuilder.h"

namespace gridlock {

/// Speaks the words of one walk.
class WaitGraphBuilder::OneWalk {
public:
  OneWalk(WaitGraphBuilder &Into, Walk &W, Judge &Judged, const LockFlow &Locks)
      : Into(Into), W(W), Judged(Judged), Locks(Locks), Told(W) {
    for (const SubmitRecord &Submit : W.Submits)
      if (Submit.Kind == ExecutorKind::Pool)
        Executors.insert(Submit.Executor);
  }

  void add();

private:
  std::string name(TermId T) const;
  unsigned executor(TermId Executor);
  unsigned thread(unsigned Frame);
  unsigned holder(unsigned Frame);
  std::vector<unsigned> held(unsigned A, const Event &Site, TermId Released);
  int mutex(unsigned Lock);
  void addWait(const WaitRecord &Wait);
  void addAcquire(const LockRecord &Acquire);
  void addEdges(const std::vector<unsigned> &From, const std::set<unsigned> &To,
                Story::Point At, WaitKind How);
  std::set<unsigned> awaited(const WaitRecord &Wait);
  bool isServer(unsigned Frame) const;

  WaitGraphBuilder &Into;
  Walk &W;
  Judge &Judged;
  const LockFlow &Locks;
  Story Told;
  std::set<TermId> Executors;
};

unsigned WaitGraphBuilder::node(WaitNode Node) {
  auto [Entry, New] = NodeIds.try_emplace({Node.Kind, Node.Name}, Nodes.size());
  if (New)
    Nodes.push_back(std::move(Node));
  return Entry->second;
}

void WaitGraphBuilder::edge(WaitEdge Edge, std::set<Place> Way) {
  auto Key = std::make_tuple(placeOf(Edge.Where), Edge.From, Edge.To);
  auto [Found, New] = Edges.try_emplace(Key);
  if (New)
    Found->second.Edge = std::move(Edge);
  Found->second.Way.insert(Way.begin(), Way.end());
}

/// What the same thing is called in each walk.
std::string WaitGraphBuilder::OneWalk::name(TermId T) const {
  const Term &Shown = W.Terms[T];
  const std::string &Own = W.Code.name(Shown.Name);
  switch (Shown.Kind) {
  case TermKind::Root:
    return Shown.Number ? "an argument of " + Own : Own;
  case TermKind::Object: {
    size_t Maker = Shown.Number;
    if (Maker >= W.Activations.size())
      return Own;
    return Own + " in " + W.Code.name(W.Activations[Maker].Code->Name);
  }
  case TermKind::Field:
    return name(Shown.Base) + "." + Own;
  case TermKind::Element:
    return name(Shown.Base) + "[...]";
  case TermKind::Opaque:
    return Own + "()";
  default:
    return Own.empty() ? "nameless" : Own;
  }
}

unsigned WaitGraphBuilder::OneWalk::executor(TermId Executor) {
  TermId Owner = W.ownerOf(Executor);
  const Class *C = W.Code.classNamed(W.Terms[Owner].Type);
  WaitNode Node;
  Node.Kind = C && C->Loop ? WaitNode::Loop : WaitNode::Pool;
  Node.Name = name(Owner);
  Node.Capacity = Judged.isUnbounded(Executor) ? -1 : Told.workers(Executor);
  auto Made = W.Made.find(Owner);
  if (Made != W.Made.end())
    Node.Where = Made->second.second->Where;
  return Into.node(std::move(Node));
}

/// A thread that runs the tasks of an executor is a part of it.
unsigned WaitGraphBuilder::OneWalk::thread(unsigned In) {
  const Frame &Of = W.Frames[In];
  if (!Of.Serves.empty())
    return executor(*Of.Serves.begin());
  const SubmitRecord &Start = W.Submits[Of.Submit];
  WaitNode Node;
  Node.Kind = WaitNode::Thread;
  Node.Where = Told.submitPoint(Start).Site->Where;
  Node.Name =
      "thread of " + W.Code.name(W.Activations[Start.Activation].Code->Name);
  return Into.node(std::move(Node));
}

unsigned WaitGraphBuilder::OneWalk::holder(unsigned In) {
  const Frame &Of = W.Frames[In];
  if (Of.Kind == FrameKind::Task)
    return executor(Of.Executor);
  if (Of.Kind == FrameKind::Thread)
    return thread(In);
  WaitNode Node;
  Node.Kind = WaitNode::Outside;
  Node.Name = "main and callers outside";
  return Into.node(std::move(Node));
}

int WaitGraphBuilder::OneWalk::mutex(unsigned Lock) {
  TermId Final = Locks[Lock].Final;
  if (!Final || Locks[Lock].Acquired->Site->Owner == LockOwner::Coroutine)
    return -1;
  WaitNode Node;
  Node.Kind = WaitNode::Mutex;
  Node.Name = name(Final);
  return Into.node(std::move(Node));
}

std::vector<unsigned> WaitGraphBuilder::OneWalk::held(unsigned A,
                                                      const Event &Site,
                                                      TermId Released) {
  std::vector<unsigned> Found{holder(W.Activations[A].Frame)};
  auto Let = W.trace(Released).Seen;
  auto IsLet = [&](TermId Name) { return Let.count(Name) != 0; };
  for (unsigned Lock : Locks.heldAt(A, Site)) {
    int Node = mutex(Lock);
    if (Node >= 0 && llvm::none_of(Locks[Lock].Mutex, IsLet) &&
        llvm::none_of(Locks[Lock].Guard, IsLet))
      Found.push_back(Node);
  }
  return Found;
}

void WaitGraphBuilder::OneWalk::addEdges(const std::vector<unsigned> &From,
                                         const std::set<unsigned> &To,
                                         Story::Point At, WaitKind How) {
  std::set<Place> Way{placeOf(At.Site->Where)};
  for (int Up = At.Activation; Up >= 0 && W.Activations[Up].Site;
       Up = W.Activations[Up].Caller)
    Way.insert(placeOf(W.Activations[Up].Site->Where));
  Told.destructorPlace(At);
  for (unsigned Holder : From)
    for (unsigned Wanted : To)
      Into.edge({Holder, Wanted, At.Site->Where, At.Site->Text, How}, Way);
}

/// The nodes that whoever would end the wait needs.
std::set<unsigned> WaitGraphBuilder::OneWalk::awaited(const WaitRecord &Wait) {
  std::set<unsigned> Found;
  Walk::Trace Target = W.traceTarget(Wait.Target);
  if (Judged.isReady(Wait, Target))
    return Found;
  for (TermId Seen : Target.Seen)
    if (Executors.count(Seen))
      Found.insert(executor(Seen));
  for (const SignalRecord *Signal : Judged.providers(Target)) {
    const Frame &By = W.Frames[Signal->Frame];
    if (By.Kind != FrameKind::Outside &&
        !Judged.plainOutcome(Wait, *Signal, Wait.Frame))
      Found.insert(holder(Signal->Frame));
  }
  return Found;
}

/// A worker that is idle waits for whoever submits: that is its work.
bool WaitGraphBuilder::OneWalk::isServer(unsigned In) const {
  return W.Frames[In].Kind == FrameKind::Thread && !W.Frames[In].Serves.empty();
}

void WaitGraphBuilder::OneWalk::addWait(const WaitRecord &Wait) {
  if (Wait.Kind == WaitKind::Suspends || isServer(Wait.Frame) ||
      W.isImpossible(Wait.Activation, *Wait.Site))
    return;
  std::set<unsigned> To = awaited(Wait);
  if (!To.empty())
    addEdges(held(Wait.Activation, *Wait.Site, Wait.Released), To,
             {Wait.Activation, Wait.Site}, Wait.Kind);
}

void WaitGraphBuilder::OneWalk::addAcquire(const LockRecord &Acquire) {
  int Wanted = mutex(Locks.lockOf(Acquire));
  if (Wanted < 0 || Acquire.Site->Tries || Acquire.Site->Adopts)
    return;
  std::vector<unsigned> From = held(Acquire.Activation, *Acquire.Site, 0);
  llvm::erase_if(From, [&](unsigned Node) {
    return Node == static_cast<unsigned>(Wanted) ||
           Into.Nodes[Node].Kind == WaitNode::Outside;
  });
  addEdges(From, {static_cast<unsigned>(Wanted)},
           {Acquire.Activation, Acquire.Site}, WaitKind::Blocks);
}

void WaitGraphBuilder::OneWalk::add() {
  for (TermId Executor : Executors)
    executor(Executor);
  for (const WaitRecord &Wait : W.Waits)
    addWait(Wait);
  for (const WaitRecord &Wait : W.EndWaits)
    addWait(Wait);
  for (const LockRecord &Acquire : W.Acquires)
    addAcquire(Acquire);
  for (const RunRecord &Run : W.Runs)
    if (W.Frames[Run.Frame].Kind == FrameKind::Task)
      addEdges({holder(Run.Frame)}, {executor(Run.Loop)},
               {Run.Activation, Run.Site}, WaitKind::Blocks);
}

void WaitGraphBuilder::add(Walk &W, Judge &Judged, const LockFlow &Locks) {
  OneWalk(*this, W, Judged, Locks).add();
}

/// For each edge a finding that stands on its way; -1 for none.
std::vector<int>
WaitGraphBuilder::candidates(llvm::ArrayRef<Finding> Findings) const {
  std::vector<int> Marked;
  for (const auto &[Key, Entry] : Edges) {
    int Of = -1;
    for (size_t I = 0; I < Findings.size() && Of < 0; ++I) {
      bool Told = Entry.Way.count(placeOf(Findings[I].Where)) != 0;
      // A step that is a call of its own is no wait.
      for (const ChainStep &Step : Findings[I].Chain)
        Told |= placeOf(Step.Where) == placeOf(Entry.Edge.Where);
      Of = Told ? static_cast<int>(I) : -1;
    }
    Marked.push_back(Of);
  }
  return Marked;
}

/// Do marked edges lead from the end of an edge back to its start?
bool WaitGraphBuilder::isOnCycle(size_t Edge,
                                 const std::vector<int> &Marked) const {
  auto Start = std::next(Edges.begin(), Edge);
  std::set<unsigned> Reached{Start->second.Edge.To};
  for (size_t Before = 0; Before != Reached.size();) {
    Before = Reached.size();
    size_t I = 0;
    for (const auto &[Key, Entry] : Edges)
      if (Marked[I++] >= 0 && Reached.count(Entry.Edge.From))
        Reached.insert(Entry.Edge.To);
  }
  return Reached.count(Start->second.Edge.From) != 0;
}

/// All executors; mutexes under which something is waited for; others that an
/// edge leads to.
std::set<unsigned> WaitGraphBuilder::keptNodes() const {
  std::set<unsigned> Dropped;
  for (bool Changed = true; Changed;) {
    Changed = false;
    std::set<unsigned> Used, Waiting;
    for (const auto &[Key, Entry] : Edges)
      if (!Dropped.count(Entry.Edge.From) && !Dropped.count(Entry.Edge.To)) {
        Waiting.insert(Entry.Edge.From);
        Used.insert({Entry.Edge.From, Entry.Edge.To});
      }
    for (unsigned Node = 0; Node < Nodes.size(); ++Node) {
      WaitNode::NodeKind Kind = Nodes[Node].Kind;
      bool Kept = Kind == WaitNode::Mutex ? Waiting.count(Node) != 0
                  : Kind == WaitNode::Thread || Kind == WaitNode::Outside
                      ? Used.count(Node) != 0
                      : true;
      if (!Kept)
        Changed |= Dropped.insert(Node).second;
    }
  }
  std::set<unsigned> Kept;
  for (unsigned Node = 0; Node < Nodes.size(); ++Node)
    if (!Dropped.count(Node))
      Kept.insert(Node);
  return Kept;
}

WaitGraph WaitGraphBuilder::finish(llvm::ArrayRef<Finding> Findings) const {
  WaitGraph Made;
  std::map<unsigned, unsigned> NewId;
  for (unsigned Node : keptNodes()) {
    NewId[Node] = Made.Nodes.size();
    Made.Nodes.push_back(Nodes[Node]);
  }
  std::vector<int> Marked = candidates(Findings);
  size_t I = 0;
  for (const auto &[Key, Entry] : Edges) {
    size_t Index = I++;
    WaitEdge Edge = Entry.Edge;
    if (!NewId.count(Edge.From) || !NewId.count(Edge.To))
      continue;
    if (Marked[Index] >= 0 && isOnCycle(Index, Marked)) {
      Edge.Told = Findings[Marked[Index]].Where;
      Edge.By = Findings[Marked[Index]].Check;
    }
    Edge.From = NewId[Edge.From];
    Edge.To = NewId[Edge.To];
    Made.Edges.push_back(std::move(Edge));
  }
  return Made;
}

} // namespace gridlock
