// Part of Gridlock, under the Apache License v2.0 with LLVM Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "Solve/PrintWalk.h"
#include "llvm/Support/raw_ostream.h"

namespace gridlock {

static std::string partsText(const Walk &W, const std::vector<TermId> &Parts,
                             unsigned Depth) {
  std::string Text;
  for (TermId Part : Parts)
    Text += (Text.empty() ? "" : ", ") + termText(W, Part, Depth + 1);
  return Text;
}

std::string termText(const Walk &W, TermId Id, unsigned Depth) {
  const Term &T = W.Terms[Id];
  std::string Name = W.Code.name(T.Name);
  if (Depth > 4)
    return "...";
  switch (T.Kind) {
  case TermKind::Unknown:
    return "?";
  case TermKind::Root:
    return (T.Number ? "parameter " + std::to_string(T.Number - 1) + " of "
                     : "a ") +
           Name;
  case TermKind::Object:
    return Name + "@" + std::to_string(T.Number);
  case TermKind::Completion:
    return "result of " + Name + "#" + std::to_string(T.Number) + "@" +
           std::to_string(T.Base);
  case TermKind::Field:
    return termText(W, T.Base, Depth + 1) + "." + Name;
  case TermKind::Element:
    return termText(W, T.Base, Depth + 1) + "[" +
           (T.Number < 0 ? "*" : std::to_string(T.Number)) + "]";
  case TermKind::Held:
    return "held by " + termText(W, T.Base, Depth + 1);
  case TermKind::Opaque:
    return Name + "(" + partsText(W, T.Parts, Depth) + ")";
  case TermKind::Closure:
    return "lambda(" + partsText(W, T.Parts, Depth) + ")";
  case TermKind::Bound:
    return "bind(" + termText(W, T.Base, Depth + 1) + ": " +
           partsText(W, T.Parts, Depth) + ")";
  case TermKind::Coroutine:
    return "coroutine " + termText(W, T.Base, Depth + 1);
  case TermKind::Constant:
    return std::to_string(T.Number);
  case TermKind::Any:
    return "any(" + partsText(W, T.Parts, Depth) + ")";
  default:
    return Name.empty() ? "test" : Name;
  }
}

static std::string traceText(Walk &W, TermId T) {
  std::string Text = termText(W, T) + " -> ";
  for (TermId Final : W.trace(T).Finals)
    Text += termText(W, Final) + " ";
  return Text;
}

void printWalk(Walk &W, llvm::raw_ostream &Out) {
  auto Line = [&](unsigned A, const Event *Site) -> llvm::raw_ostream & {
    return Out << "    line: " << (Site ? Site->Where.Line : 0) << ", in: \""
               << W.Code.name(W.Activations[A].Code->Name) << "\"";
  };
  Out << "---\nwalk: \""
      << (W.Activations.empty() ? "" : W.Code.name(W.Activations[0].Code->Name))
      << "\"\nsubmits:\n";
  for (const SubmitRecord &S : W.Submits) {
    Line(S.Activation, S.Site)
        << ", frame: " << S.Frame << " -> " << S.Child
        << ", kind: " << static_cast<int>(S.Kind) << ", executor: \""
        << traceText(W, S.Executor) << "\", task: \"" << traceText(W, S.Task)
        << "\", completion: \"" << traceText(W, S.Completion) << "\"\n";
  }
  Out << "waits:\n";
  for (size_t I = 0; I < W.Waits.size(); ++I) {
    const WaitRecord &S = W.Waits[I];
    Line(S.Activation, S.Site) << ", frame: " << S.Frame << ", target: \""
                               << traceText(W, S.Target) << "\"\n";
  }
  Out << "signals:\n";
  for (const SignalRecord &S : W.Signals)
    Line(S.Activation, S.Site) << ", frame: " << S.Frame << ", place: \""
                               << traceText(W, S.Place) << "\"\n";
  for (bool Acquired : {true, false}) {
    Out << (Acquired ? "acquires:\n" : "releases:\n");
    for (const LockRecord &S : Acquired ? W.Acquires : W.Releases)
      Line(S.Activation, S.Site) << ", frame: " << S.Frame << ", what: \""
                                 << traceText(W, S.What) << "\"\n";
  }
  Out << "...\n";
}

} // namespace gridlock
