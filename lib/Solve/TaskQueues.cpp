// Part of Gridlock, under the Apache License v2.0 with LLVM Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "Solve/TaskQueues.h"
#include <algorithm>

namespace gridlock {

/// The path of a term from its root on; elements are steps without a name.
static std::vector<TermId> stepsOf(const TermTable &Terms, TermId Path) {
  std::vector<TermId> Steps{Path};
  while (Terms.isPart(Path))
    Steps.push_back(Path = Terms[Path].Base);
  std::reverse(Steps.begin(), Steps.end());
  return Steps;
}

static bool isField(const TermTable &Terms, TermId T) {
  return Terms[T].Kind == TermKind::Field;
}

/// Do the fields that end at \p Steps[End] spell the queue's path?
static bool endsWith(const TermTable &Terms, const std::vector<TermId> &Steps,
                     size_t End, const TaskQueue &Queue) {
  if (Queue.IsVariable)
    return End == 0 && Terms[Steps[0]].Name == Queue.Path[0];
  size_t Left = Queue.Path.size();
  for (size_t I = End + 1; I-- > 0 && Left;) {
    if (!isField(Terms, Steps[I]))
      continue;
    if (Terms[Steps[I]].Name != Queue.Path[Left - 1])
      return false;
    --Left;
  }
  return Left == 0 && (isField(Terms, Steps[End]));
}

/// The executor of a queue whose container is at \p Container: without the
/// elements on the way, and by the name of the chief.
static TermId executorOf(TermTable &Terms, TermId Container,
                         const TaskQueue &Queue) {
  TermId Executor = TaskQueues::ownerOf(Terms, Container, Queue);
  if (!Queue.IsVariable)
    for (Symbol Name : (Queue.Chief ? *Queue.Chief : Queue).Path)
      Executor = Terms.field(Executor, Name, 0);
  return Executor;
}

/// Is there a queue of the name of one of the steps? Most places lie in none.
bool TaskQueues::mayHold(const TermTable &Terms, TermId Place) const {
  if (Queues.empty() || !Place)
    return false;
  for (;; Place = Terms[Place].Base) {
    if (ByName.count(Terms[Place].Name))
      return true;
    if (!Terms.isPart(Place))
      return false;
  }
}

QueuePlace TaskQueues::find(TermTable &Terms, TermId Place) const {
  QueuePlace Found;
  if (!mayHold(Terms, Place))
    return Found;
  std::vector<TermId> Steps = stepsOf(Terms, Place);
  for (size_t End = 0; End < Steps.size(); ++End)
    for (const TaskQueue *Named : ByName.lookup(Terms[Steps[End]].Name)) {
      const TaskQueue &Queue = *Named;
      if (!endsWith(Terms, Steps, End, Queue))
        continue;
      Found.Queue = &Queue;
      Found.Container = Steps[End];
      bool Listed = End + 1 < Steps.size() &&
                    Terms[Steps[End + 1]].Kind == TermKind::Element;
      Found.Element = Steps[Listed ? End + 1 : End];
      Found.Executor = executorOf(Terms, Steps[End], Queue);
      for (size_t I = End + 1; I < Steps.size(); ++I)
        if (isField(Terms, Steps[I]))
          Found.Rest.push_back(Terms[Steps[I]].Name);
      return Found;
    }
  return Found;
}

void TaskQueues::join(const TaskQueue &A, const TaskQueue &B) {
  if (&A == &B || A.IsVariable || B.IsVariable)
    return;
  const TaskQueue *Chief = A.Chief ? A.Chief : &A;
  const TaskQueue *Other = B.Chief ? B.Chief : &B;
  if (Chief == Other)
    return;
  for (TaskQueue &Queue : Queues)
    if (&Queue == Other || Queue.Chief == Other)
      Queue.Chief = Chief;
  ++Version;
}

bool TaskQueues::runsBy(Symbol Method) const {
  return std::any_of(Queues.begin(), Queues.end(), [&](const TaskQueue &Q) {
    return Q.Call.Method == Method;
  });
}

std::set<Symbol> TaskQueues::containers() const {
  std::set<Symbol> Names;
  for (const TaskQueue &Queue : Queues)
    Names.insert(Queue.Path.back());
  return Names;
}

std::vector<Symbol> TaskQueues::trail(const TermTable &Terms, TermId From,
                                      TermId To) {
  std::vector<Symbol> Names;
  for (; To != From && Terms.isPart(To); To = Terms[To].Base)
    if (isField(Terms, To))
      Names.insert(Names.begin(), Terms[To].Name);
  return Names;
}

bool TaskQueues::learn(const TermTable &Terms, TermId Container, TermId Owner,
                       TaskCall Call) {
  TaskQueue Queue;
  Queue.Call = std::move(Call);
  Queue.Path = trail(Terms, Owner, Container);
  if (Queue.Path.empty()) {
    const Term &Variable = Terms[Container];
    if (Variable.Kind != TermKind::Object && Variable.Kind != TermKind::Global)
      return false;
    Queue.IsVariable = true;
    Queue.Path.push_back(Variable.Name);
  }
  for (const TaskQueue &Known : Queues)
    if (Known.Path == Queue.Path && Known.IsVariable == Queue.IsVariable)
      return true;
  Queues.push_back(std::move(Queue));
  ByName[Queues.back().Path.back()].push_back(&Queues.back());
  ++Version;
  Owners.insert(Terms[Owner].Type);
  return true;
}

TermId TaskQueues::ownerOf(const TermTable &Terms, TermId Executor,
                           const TaskQueue &Queue) {
  if (Queue.IsVariable)
    return Executor;
  size_t Left = Queue.Path.size();
  TermId Owner = Executor;
  while (Left && Terms.isPart(Owner)) {
    Left -= Terms[Owner].Kind == TermKind::Field;
    Owner = Terms[Owner].Base;
  }
  return Owner;
}

} // namespace gridlock
