// Part of Gridlock, under the Apache License v2.0 with LLVM Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

/// \file
/// What is stored in a task queue is a submit.

#include "Solve/Walk.h"

namespace gridlock {

/// The part of an object that lies behind these fields.
TermId Walk::follow(TermId Object, const std::vector<Symbol> &Fields) {
  for (Symbol Name : Fields)
    Object = settle(Terms.field(Object, Name, 0));
  return Object;
}

/// Does \p Site put a variable into \p Container that holds nothing, or what
/// was there before? So does a worker that swaps its task out of the queue.
bool Walk::isSwappedOut(unsigned A, const Event &Site, TermId Container,
                        TermId From) const {
  const auto &Events = Activations[A].Code->Events;
  if (std::none_of(Events.begin(), Events.end(), [&](const Event &E) {
        return E.Kind == EventKind::Bind && E.Object == Site.Task &&
               E.Task == Site.Object && E.Where.Line == Site.Where.Line &&
               E.Where.Column == Site.Where.Column;
      }))
    return false;
  auto Values = Heap.find(From);
  return Values == Heap.end() ||
         std::all_of(
             Values->second.begin(), Values->second.end(),
             [&](TermId Held) { return Terms.isWithin(Held, Container); });
}

/// Does the value lie in the container, or was it there before?
bool Walk::comesFrom(TermId Container, TermId Value) {
  Trace Way = trace(Value);
  return std::any_of(Way.Seen.begin(), Way.Seen.end(), [&](TermId Seen) {
    return Terms.isWithin(Seen, Container);
  });
}

bool Walk::putInto(unsigned A, const Event *Site, TermId To, TermId From) {
  QueuePlace Place = Queues.find(Terms, To);
  // A pointer to the end of a list stands for the list, a variable for what it
  // names.
  if (!Place.Queue)
    for (TermId Seen : trace(To).Seen)
      for (TermId Meant : Seen == From ? std::vector<TermId>() : aliases(Seen))
        if (!Place.Queue)
          Place = Queues.find(Terms, Meant);
  if (!Place.Queue)
    return false;
  if (isSwappedOut(A, *Site, Place.Container, From))
    return true;
  const TaskCall &Call = Place.Queue->Call;
  TermId Element = settle(From), Task = Element;
  // What comes out of the queue is not put in anew; a server that unlinks a
  // node moves on in its list.
  const Frame &By = Frames[Activations[A].Frame];
  if (By.Kind == FrameKind::Thread && By.Serves.count(Place.Executor))
    return true;
  if (!Element || isNull(Terms[Element]) || comesFrom(Place.Container, From))
    return true;
  if (Place.Rest.empty()) {
    Task = follow(Element, Call.Trail);
  } else {
    if (Place.Rest != Call.Trail)
      return true;
    Element = Place.Element;
  }
  SubmitRecord Record{A,  Site, ExecutorKind::Pool,  Place.Executor, Task,
                      {}, 0,    Activations[A].Frame};
  TermId Owner = TaskQueues::ownerOf(Terms, Place.Executor, *Place.Queue);
  for (const std::optional<TaskArgument> &Given : Call.Arguments)
    Record.Arguments.push_back(
        Given ? follow(Given->OfOwner ? Owner : Element, Given->Fields) : 0);
  Record.Queue = Place.Queue;
  submit(std::move(Record));
  ensureWorkers(Owner);
  return true;
}

std::vector<std::pair<unsigned, const Event *>>
Walk::storesTo(TermId Place) const {
  std::vector<std::pair<unsigned, const Event *>> Found;
  for (const auto &[A, Site, To, From] : Puts)
    if (To == Place)
      Found.emplace_back(A, Site);
  return Found;
}

bool Walk::runPuts() {
  auto Pending = std::move(Puts);
  Puts.clear();
  bool Any = false;
  for (auto &[A, Site, To, From] : Pending)
    if (putInto(A, Site, To, From))
      Any = true;
    else
      Puts.emplace_back(A, Site, To, From);
  return Any;
}

} // namespace gridlock
