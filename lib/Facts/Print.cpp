// Part of Gridlock, under the Apache License v2.0 with LLVM Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "Facts/Print.h"
#include "llvm/Support/raw_ostream.h"

namespace gridlock {
namespace {

class Printer {
public:
  Printer(const Unit &U, llvm::raw_ostream &Out) : U(U), Out(Out) {}

  void print(const Function &F);

private:
  std::string text(const Function &F, ValueId Id) const;
  std::string conditionText(const Function &F, const Value &V) const;
  std::string closureText(const Function &F, const Value &V) const;
  std::string list(const Function &F, const std::vector<ValueId> &Ids) const;
  void print(const Function &F, const Event &E);

  const Unit &U;
  llvm::raw_ostream &Out;
};

const char *const KindNames[] = {
    "call", "bind",  "return",  "submit",  "wait", "signal",  "join",
    "run",  "adapt", "acquire", "release", "lend", "reclaim", "connect"};
const char *const WaitNames[] = {"blocks", "timed", "helps", "destroys",
                                 "suspends"};
const char *const ExecutorNames[] = {"pool", "thread", "inline"};
const char *const Operators[] = {"==", "!=", "<", "<=", ">", ">="};

std::string Printer::list(const Function &F,
                          const std::vector<ValueId> &Ids) const {
  std::string Text;
  for (ValueId Id : Ids)
    Text += (Text.empty() ? "" : ", ") + text(F, Id);
  return Text;
}

std::string Printer::text(const Function &F, ValueId Id) const {
  const Value &V = F.Values[Id];
  std::string Name = U.Symbols[V.Name].Name;
  switch (V.Kind) {
  case ValueKind::Unknown:
    return "?";
  case ValueKind::This:
    return "this";
  case ValueKind::Parameter:
    return "parameter " + std::to_string(V.Number);
  case ValueKind::Variable:
  case ValueKind::Function:
    return Name;
  case ValueKind::Global:
    return (V.ThreadLocal ? "thread-local " : "global ") + Name;
  case ValueKind::Field:
    return text(F, V.Base) + "." + Name;
  case ValueKind::Element:
    return text(F, V.Base) + "[" +
           (V.Number < 0 ? "*" : std::to_string(V.Number)) + "]";
  case ValueKind::Held:
    return "held by " + text(F, V.Base);
  case ValueKind::Result:
    return "result " + std::to_string(V.Number);
  case ValueKind::Fresh:
    return "new " + Name;
  case ValueKind::Closure:
    return closureText(F, V);
  case ValueKind::Bound:
    return "bind(" + text(F, V.Base) + (V.Parts.empty() ? "" : ", ") +
           list(F, V.Parts) + ")";
  case ValueKind::Any:
    return "any(" + list(F, V.Parts) + ")";
  default:
    return conditionText(F, V);
  }
  return "?";
}

std::string Printer::closureText(const Function &F, const Value &V) const {
  std::string Text;
  for (const Capture &C : V.Captures)
    Text += (Text.empty() ? "" : ", ") + U.Symbols[C.Name].Name + " = " +
            text(F, C.What);
  return "lambda(" + Text + ")";
}

std::string Printer::conditionText(const Function &F, const Value &V) const {
  switch (V.Kind) {
  case ValueKind::Placeholder:
    return "_" + std::to_string(V.Number + 1);
  case ValueKind::Constant:
    return std::to_string(V.Number);
  case ValueKind::Coroutine:
    return "coroutine " + text(F, V.Base) + "(" + list(F, V.Parts) + ")";
  case ValueKind::Rest:
    return "rest " + std::to_string(V.Number);
  case ValueKind::CurrentThread:
    return "current thread";
  case ValueKind::Lookup:
    return "lookup of current thread";
  case ValueKind::WorkerTest:
    return "worker of " + text(F, V.Base);
  case ValueKind::ReadyTest:
    return (V.Number ? "status of " : "ready ") + text(F, V.Base);
  case ValueKind::Not:
    return "not " + text(F, V.Base);
  case ValueKind::Compare:
    return text(F, V.Parts[0]) + " " + Operators[V.Number] + " " +
           text(F, V.Parts[1]);
  case ValueKind::All:
    return "all(" + list(F, V.Parts) + ")";
  default:
    return "?";
  }
}

void Printer::print(const Function &F, const Event &E) {
  Out << "    - {line: " << E.Where.Line << ", "
      << KindNames[static_cast<int>(E.Kind)] << ": \"" << E.Text << "\"";
  if (E.Callee)
    Out << ", callee: \"" << U.Symbols[E.Callee].Name << "\"";
  if (E.Kind == EventKind::Submit || E.Kind == EventKind::Connect)
    Out << ", executor: " << ExecutorNames[static_cast<int>(E.Executor)];
  if (E.Kind == EventKind::Wait)
    Out << ", mode: " << WaitNames[static_cast<int>(E.Wait)]
        << (E.NeedsAll ? ", needs: all" : "")
        << (E.Creates ? ", creates: true" : "");
  if (E.Kind == EventKind::Acquire)
    Out << (E.Owner == LockOwner::Coroutine ? ", owner: coroutine" : "")
        << (E.Shared ? ", shared: true" : "")
        << (E.Tries ? ", tries: true" : "")
        << (E.Adopts ? ", adopts: true" : "")
        << (E.Recursive ? ", recursive: true" : "")
        << (E.Plain ? ", plain: true" : "");
  Out << (E.Begins ? ", begins: true" : "")
      << (E.LastOwner ? ", last-owner: true" : "")
      << (E.Resets ? ", resets: true" : "")
      << (E.Settles ? ", settles: true" : "")
      << (E.WithClosure ? ", with-closure: true" : "");
  if (E.Released)
    Out << ", releases: \"" << text(F, E.Released) << "\"";
  if (E.Object)
    Out << ", object: \"" << text(F, E.Object) << "\"";
  if (E.Task)
    Out << ", value: \"" << text(F, E.Task) << "\"";
  if (!E.Arguments.empty())
    Out << ", arguments: \"" << list(F, E.Arguments) << "\"";
  if (E.Completion)
    Out << ", completion: \"" << text(F, E.Completion) << "\"";
  if (E.InLoop && E.Kind != EventKind::Wait)
    Out << ", loop: \"" << text(F, E.Times) << "\"";
  for (const Guard &G : E.Guards)
    Out << ", " << (G.Holds ? "if" : "unless") << ": \"" << text(F, G.Condition)
        << "\"";
  Out << "}\n";
}

void Printer::print(const Function &F) {
  Out << "- function: \"" << U.Symbols[F.Name].Name
      << "\"\n  line: " << F.Where.Line << "\n  events:\n";
  for (const Event &E : F.Events)
    print(F, E);
}

} // namespace

void printFacts(const Unit &U, llvm::raw_ostream &Out) {
  Out << "---\n";
  for (const Function &F : U.Functions)
    Printer(U, Out).print(F);
  Out << "...\n";
}

} // namespace gridlock
