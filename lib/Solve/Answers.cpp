// Part of Gridlock, under the Apache License v2.0 with LLVM Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

/// \file
/// What a condition compares with a constant; and which classes a virtual
/// method's answer excludes.

#include "Solve/Conditions.h"
#include "Solve/Walk.h"

namespace gridlock {

ValueId assignedOnce(const Function &F, ValueId Id) {
  ValueId Assigned = Id;
  if (F.Values[Id].Kind == ValueKind::Variable)
    for (const Event &E : F.Events)
      if (E.Kind == EventKind::Bind && E.Object == Id) {
        if (Assigned != Id)
          return Id;
        Assigned = E.Task;
      }
  return Assigned;
}

Guard withoutNot(const Function &F, Guard G) {
  for (; F.Values[G.Condition].Kind == ValueKind::Not;
       G.Condition = F.Values[G.Condition].Base)
    G.Holds = !G.Holds;
  return G;
}

/// Takes the negations off \p G, also where variables that are assigned once
/// stand between; returns what is left, or what it was assigned.
static ValueId takeNot(const Function &F, Guard &G) {
  ValueId Id = assignedOnce(F, G.Condition);
  for (int Depth = 0; Depth < 8 && F.Values[Id].Kind == ValueKind::Not;
       ++Depth) {
    G = {F.Values[Id].Base, !G.Holds};
    Id = assignedOnce(F, G.Condition);
  }
  return Id;
}

AskedValue askedBy(const Function &F, const Guard &G) {
  Guard Bare = G;
  const Value &V = F.Values[takeNot(F, Bare)];
  AskedValue Asked;
  Asked.Value = Bare.Condition;
  Asked.Holds = Bare.Holds;
  if (V.Kind == ValueKind::Compare &&
      F.Values[V.Parts[1]].Kind == ValueKind::Constant) {
    Asked.Operator = static_cast<Comparison>(V.Number);
    Asked.Against = F.Values[V.Parts[1]].Number;
    Asked.Value = V.Parts[0];
  }
  return Asked;
}

CallAnswer answeredBy(const Function &F, const Guard &G) {
  const AskedValue Asked = askedBy(F, G);
  Guard IsZero = {Asked.Value,
                  compare(Asked.Operator, 0, Asked.Against) == Asked.Holds};
  const Value &V = F.Values[takeNot(F, IsZero)];
  return V.Kind == ValueKind::Result
             ? CallAnswer{&F.Events[V.Number], IsZero.Holds}
             : CallAnswer();
}

namespace {
/// A condition on what a virtual call returns.
struct Answer {
  const Event *Call = nullptr;
  AskedValue Asked;
};
} // namespace

static Answer answerOf(const Function &F, const Guard &G) {
  Answer Found{nullptr, askedBy(F, G)};
  const Value &V = F.Values[assignedOnce(F, Found.Asked.Value)];
  if (V.Kind == ValueKind::Result)
    if (const Event &E = F.Events[V.Number];
        E.Kind == EventKind::Call && E.Virtual)
      Found.Call = &E;
  return Found;
}

/// Does a condition on the way to here, on what another virtual method of
/// \p Object returns, exclude each class whose \p Method is \p Target?
bool Walk::isExcluded(TermId Object, Symbol Method, const Function &Target,
                      const CallContext &Context) {
  std::vector<Answer> Known;
  int In = Context.Caller;
  const Event *At = Context.Site;
  unsigned On = Context.Frame;
  for (unsigned Steps = 0; Steps < MaxDepth; ++Steps) {
    if (In < 0 || !At) {
      if (Frames[On].Submit < 0)
        break;
      const SubmitRecord &Start = Submits[Frames[On].Submit];
      In = Start.Activation;
      At = Start.Site;
      On = Start.Frame;
    }
    for (const Guard &G : At->Guards)
      if (Answer Given = answerOf(*Activations[In].Code, G); Given.Call) {
        auto Finals = trace(evaluate(In, Given.Call->Object)).Finals;
        if (std::find(Finals.begin(), Finals.end(), Object) != Finals.end())
          Known.push_back(Given);
      }
    At = Activations[In].Site;
    In = Activations[In].Caller;
  }
  if (Known.empty())
    return false;
  auto Disagrees = [&](Symbol Type) {
    return std::any_of(Known.begin(), Known.end(), [&](const Answer &Given) {
      auto Constant = Code.constantResult(Given.Call->Callee, Type);
      const AskedValue &Asked = Given.Asked;
      return Constant &&
             compare(Asked.Operator, *Constant, Asked.Against) != Asked.Holds;
    });
  };
  auto Classes = Code.classesOf(Method, Target);
  return !Classes.empty() &&
         std::all_of(Classes.begin(), Classes.end(), Disagrees);
}

} // namespace gridlock
