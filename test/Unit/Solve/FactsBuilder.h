// Part of Gridlock, under the Apache License v2.0 with LLVM Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

/// \file
/// Facts written by hand, so that the solver is tested with no C++ to parse.
///
///   FactsBuilder Facts;
///   Body &Main = Facts.function("main");
///   Body &Task = Facts.lambda("Task");
///   Main.submit(Main.variable("Pool"), Main.closure(Task));
///   EXPECT_EQ(reported(Facts), Names());

#ifndef GRIDLOCK_TEST_UNIT_SOLVE_FACTSBUILDER_H
#define GRIDLOCK_TEST_UNIT_SOLVE_FACTSBUILDER_H

#include "Facts/Facts.h"
#include "Solve/Solve.h"
#include <deque>
#include <map>
#include <tuple>

namespace gridlock {
namespace byhand {

using Names = std::vector<std::string>;
class FactsBuilder;

/// One function. Each event stands on a line of its own.
class Body {
public:
  Body(FactsBuilder &Facts, std::string Name);

  // Values. Types are names of classes.
  ValueId self();
  ValueId parameter(int64_t Index, const std::string &Type = "");
  ValueId variable(const std::string &Name, const std::string &Type = "");
  ValueId global(const std::string &Name, const std::string &Type = "");
  ValueId threadLocal(const std::string &Name, int64_t Start);
  ValueId field(ValueId Base, const std::string &Name,
                const std::string &Type = "");
  ValueId captured(const std::string &Name, const std::string &Type = "");
  ValueId element(ValueId Container, int64_t Index = -1);
  ValueId held(ValueId Task);
  ValueId fresh(const std::string &Name, const std::string &Type = "");
  ValueId closure(const Body &Lambda,
                  const std::map<std::string, ValueId> &Captures = {});
  ValueId function(const Body &Named);
  ValueId bound(ValueId Called, std::vector<ValueId> Arguments);
  ValueId constant(int64_t Number);
  ValueId any(std::vector<ValueId> Choices);
  ValueId currentThread();
  ValueId isWorker(ValueId Executor);
  ValueId isReady(ValueId Completion);
  ValueId negation(ValueId Condition);
  ValueId comparison(ValueId Left, Comparison Operator, ValueId Right);

  // Events. A reference is good until the next event.
  Event &add(EventKind Kind, ValueId Object, const std::string &Text);
  ValueId call(const Body &Callee, std::vector<ValueId> Arguments = {},
               ValueId Object = 0);
  ValueId invoke(ValueId Called, std::vector<ValueId> Arguments = {});
  Event &construct(const Body &Constructor, ValueId Object,
                   std::vector<ValueId> Arguments = {});
  /// The completion is what the call returns.
  ValueId submit(ValueId Executor, ValueId Task,
                 const std::string &Text = "submit");
  ValueId start(ValueId Task);
  Event &wait(ValueId Target, const std::string &Text);
  void signal(ValueId Place, const std::string &Text = "signal");
  void bind(ValueId To, ValueId From);
  void returns(ValueId What);

  /// The last event.
  Event &last() { return Code.Events.back(); }
  /// The last event happens only where the condition is as said.
  void onlyIf(ValueId Condition, bool Holds = true) {
    last().Guards.push_back({Condition, Holds});
  }

  Function Code;

private:
  ValueId intern(Value V);
  ValueId result(const std::string &Type = "");

  using Key =
      std::tuple<ValueKind, Symbol, ValueId, int64_t, std::vector<ValueId>,
                 std::vector<std::pair<Symbol, ValueId>>>;
  std::map<Key, ValueId> Known;
  FactsBuilder &Facts;
};

/// The facts of one unit.
class FactsBuilder {
public:
  explicit FactsBuilder(std::string File = "unit.cpp");

  Body &function(const std::string &Name, uint32_t Parameters = 0);
  Body &method(const std::string &Class, const std::string &Name,
               uint32_t Parameters = 0);
  Body &constructor(const std::string &Class, uint32_t Parameters = 0);
  Body &destructor(const std::string &Class);
  Body &lambda(const std::string &Name, uint32_t Parameters = 0);
  /// \p Method of \p Derived overrides the one of its base.
  Body & override(const std::string &Derived, const Body &Method,
                  const std::string &Name);
  Class &classNamed(const std::string &Name);

  Symbol symbol(const std::string &Key);
  uint32_t nextLine() { return ++Lines; }
  Unit unit() const;

private:
  Unit Made;
  std::deque<Body> Bodies;
  std::map<std::string, Symbol> Symbols;
  std::map<std::string, size_t> Classes;
  uint32_t Lines = 0;
};

Solution solved(std::vector<Unit> Units, bool Strict = false);
Solution solved(const FactsBuilder &Facts);

/// The texts of the events that are reported, in the order of their places.
Names reported(std::vector<Unit> Units);
Names reported(const FactsBuilder &Facts);

} // namespace byhand
} // namespace gridlock

#endif
