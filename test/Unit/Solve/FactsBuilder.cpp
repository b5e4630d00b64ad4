// Part of Gridlock, under the Apache License v2.0 with LLVM Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "FactsBuilder.h"

namespace gridlock {
namespace byhand {

Body::Body(FactsBuilder &Facts, std::string Name) : Facts(Facts) {
  Code.Name = Facts.symbol(Name);
  Code.Values.emplace_back();
}

ValueId Body::intern(Value V) {
  std::vector<std::pair<Symbol, ValueId>> Captures;
  for (const Capture &C : V.Captures)
    Captures.emplace_back(C.Name, C.What);
  auto [Entry, New] =
      Known.try_emplace({V.Kind, V.Name, V.Base, V.Number, V.Parts, Captures},
                        Code.Values.size());
  if (New)
    Code.Values.push_back(std::move(V));
  return Entry->second;
}

static Value value(ValueKind Kind, Symbol Name = 0, Symbol Type = 0,
                   ValueId Base = 0, int64_t Number = 0) {
  Value V;
  V.Kind = Kind;
  V.Name = Name;
  V.Type = Type;
  V.Base = Base;
  V.Number = Number;
  return V;
}

ValueId Body::self() { return intern(value(ValueKind::This, 0, Code.Class)); }

ValueId Body::parameter(int64_t Index, const std::string &Type) {
  return intern(value(ValueKind::Parameter, 0, Facts.symbol(Type), 0, Index));
}

// Locals of two functions are two variables.
ValueId Body::variable(const std::string &Name, const std::string &Type) {
  return intern(
      value(ValueKind::Variable, Facts.symbol(Name), Facts.symbol(Type)));
}

ValueId Body::global(const std::string &Name, const std::string &Type) {
  return intern(
      value(ValueKind::Global, Facts.symbol(Name), Facts.symbol(Type)));
}

ValueId Body::threadLocal(const std::string &Name, int64_t Start) {
  Value V = value(ValueKind::Global, Facts.symbol(Name), 0, 0, Start);
  V.ThreadLocal = true;
  return intern(std::move(V));
}

ValueId Body::field(ValueId Base, const std::string &Name,
                    const std::string &Type) {
  return intern(
      value(ValueKind::Field, Facts.symbol(Name), Facts.symbol(Type), Base));
}

ValueId Body::captured(const std::string &Name, const std::string &Type) {
  return field(self(), Name, Type);
}

ValueId Body::element(ValueId Container, int64_t Index) {
  return intern(value(ValueKind::Element, 0, 0, Container, Index));
}

ValueId Body::held(ValueId Task) {
  return intern(value(ValueKind::Held, 0, 0, Task));
}

ValueId Body::fresh(const std::string &Name, const std::string &Type) {
  return intern(
      value(ValueKind::Fresh, Facts.symbol(Name), Facts.symbol(Type)));
}

ValueId Body::closure(const Body &Lambda,
                      const std::map<std::string, ValueId> &Captures) {
  Value V = value(ValueKind::Closure, Lambda.Code.Class, Lambda.Code.Class);
  for (const auto &[Name, What] : Captures)
    V.Captures.push_back({Facts.symbol(Name), What});
  return intern(std::move(V));
}

ValueId Body::function(const Body &Named) {
  return intern(value(ValueKind::Function, Named.Code.Name));
}

ValueId Body::bound(ValueId Called, std::vector<ValueId> Arguments) {
  Value V = value(ValueKind::Bound, 0, 0, Called);
  V.Parts = std::move(Arguments);
  return intern(std::move(V));
}

ValueId Body::constant(int64_t Number) {
  return intern(value(ValueKind::Constant, 0, 0, 0, Number));
}

ValueId Body::any(std::vector<ValueId> Choices) {
  Value V = value(ValueKind::Any);
  V.Parts = std::move(Choices);
  return intern(std::move(V));
}

ValueId Body::currentThread() {
  return intern(value(ValueKind::CurrentThread));
}

ValueId Body::isWorker(ValueId Executor) {
  return intern(value(ValueKind::WorkerTest, 0, 0, Executor));
}

ValueId Body::isReady(ValueId Completion) {
  return intern(value(ValueKind::ReadyTest, 0, 0, Completion));
}

ValueId Body::negation(ValueId Condition) {
  return intern(value(ValueKind::Not, 0, 0, Condition));
}

ValueId Body::comparison(ValueId Left, Comparison Operator, ValueId Right) {
  Value V = value(ValueKind::Compare, 0, 0, 0, static_cast<int64_t>(Operator));
  V.Parts = {Left, Right};
  return intern(std::move(V));
}

ValueId Body::result(const std::string &Type) {
  return intern(value(ValueKind::Result, 0, Facts.symbol(Type), 0,
                      Code.Events.size() - 1));
}

Event &Body::add(EventKind Kind, ValueId Object, const std::string &Text) {
  Code.Events.emplace_back();
  Event &Made = last();
  Made.Kind = Kind;
  Made.Object = Object;
  Made.Text = Text;
  Made.Where.Line = Facts.nextLine();
  Made.Where.Column = 1;
  return Made;
}

ValueId Body::call(const Body &Callee, std::vector<ValueId> Arguments,
                   ValueId Object) {
  Event &Call = add(EventKind::Call, Object, "call");
  Call.Callee = Callee.Code.Name;
  Call.Arguments = std::move(Arguments);
  Call.Virtual = Callee.Code.IsVirtual;
  return result();
}

ValueId Body::invoke(ValueId Called, std::vector<ValueId> Arguments) {
  add(EventKind::Call, Called, "operator()").Arguments = std::move(Arguments);
  return result();
}

Event &Body::construct(const Body &Constructor, ValueId Object,
                       std::vector<ValueId> Arguments) {
  call(Constructor, std::move(Arguments), Object);
  last().Construction = true;
  return last();
}

ValueId Body::submit(ValueId Executor, ValueId Task, const std::string &Text) {
  add(EventKind::Submit, Executor, Text).Task = Task;
  return last().Completion = result("Future");
}

ValueId Body::start(ValueId Task) {
  Event &Start = add(EventKind::Submit, 0, "thread");
  Start.Task = Task;
  Start.Executor = ExecutorKind::Thread;
  return last().Completion = result("Thread");
}

Event &Body::wait(ValueId Target, const std::string &Text) {
  return add(EventKind::Wait, Target, Text);
}

void Body::signal(ValueId Place, const std::string &Text) {
  add(EventKind::Signal, Place, Text);
}

void Body::bind(ValueId To, ValueId From) {
  add(EventKind::Bind, To, "bind").Task = From;
}

void Body::returns(ValueId What) {
  add(EventKind::Return, 0, "return").Task = What;
}

FactsBuilder::FactsBuilder(std::string File) {
  Made.Files.push_back(std::move(File));
}

Symbol FactsBuilder::symbol(const std::string &Key) {
  if (Key.empty())
    return 0;
  auto [Entry, New] = Symbols.try_emplace(Key, Made.Symbols.size());
  if (New)
    Made.Symbols.push_back({Key, Key});
  return Entry->second;
}

Class &FactsBuilder::classNamed(const std::string &Name) {
  auto [Entry, New] = Classes.try_emplace(Name, Made.Classes.size());
  if (New) {
    Made.Classes.emplace_back();
    Made.Classes.back().Name = symbol(Name);
  }
  return Made.Classes[Entry->second];
}

Body &FactsBuilder::function(const std::string &Name, uint32_t Parameters) {
  Bodies.emplace_back(*this, Name);
  Body &Added = Bodies.back();
  Added.Code.Parameters = Parameters;
  Added.Code.Where.Line = nextLine();
  return Added;
}

Body &FactsBuilder::method(const std::string &Class, const std::string &Name,
                           uint32_t Parameters) {
  Body &Added = function(Class + "::" + Name, Parameters);
  Added.Code.Class = classNamed(Class).Name;
  Added.Code.HasThis = true;
  return Added;
}

Body &FactsBuilder::constructor(const std::string &Class, uint32_t Parameters) {
  Body &Added = method(Class, Class, Parameters);
  Added.Code.IsConstructor = true;
  return Added;
}

Body &FactsBuilder::destructor(const std::string &Class) {
  Body &Added = method(Class, "~" + Class);
  Added.Code.IsDestructor = true;
  return Added;
}

Body &FactsBuilder::lambda(const std::string &Name, uint32_t Parameters) {
  Body &Added = method(Name, "operator()", Parameters);
  Added.Code.IsLambda = true;
  classNamed(Name).CallOperators.push_back(Added.Code.Name);
  return Added;
}

Body &FactsBuilder::override(const std::string &Derived, const Body &Method,
                             const std::string &Name) {
  Body &Added = method(Derived, Name, Method.Code.Parameters);
  classNamed(Derived).Bases.push_back(Method.Code.Class);
  Added.Code.Overrides.push_back(Method.Code.Name);
  Added.Code.IsVirtual = true;
  return Added;
}

Unit FactsBuilder::unit() const {
  Unit Copy = Made;
  for (const Body &One : Bodies)
    Copy.Functions.push_back(One.Code);
  return Copy;
}

Solution solved(std::vector<Unit> Units, bool Strict) {
  SolveOptions Options;
  Options.Strict = Strict;
  return solve(std::move(Units), Options);
}

Solution solved(const FactsBuilder &Facts) {
  std::vector<Unit> Units;
  Units.push_back(Facts.unit());
  return solved(std::move(Units));
}

Names reported(std::vector<Unit> Units) {
  std::map<std::pair<std::string, uint32_t>, std::string> Texts;
  for (const Unit &U : Units)
    for (const Function &F : U.Functions)
      for (const Event &E : F.Events)
        Texts[{U.Files[E.Where.File], E.Where.Line}] = E.Text;
  Solution Found = solved(std::move(Units));
  Names Reported;
  for (const Finding &One : Found.Findings)
    Reported.push_back(Texts[{Found.Files[One.Where.File], One.Where.Line}]);
  return Reported;
}

Names reported(const FactsBuilder &Facts) {
  std::vector<Unit> Units;
  Units.push_back(Facts.unit());
  return reported(std::move(Units));
}

} // namespace byhand
} // namespace gridlock
