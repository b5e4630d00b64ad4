// Part of Gridlock, under the Apache License v2.0 with LLVM Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "Models/ModelReader.h"
#include "Models/OperandReader.h"
#include "gtest/gtest.h"

using namespace gridlock;

namespace {

/// Reads a model that must be without fault.
Model read(llvm::StringRef Text) {
  std::vector<std::string> Errors;
  std::optional<Model> Result = readModel(Text, "my.yaml", Errors);
  EXPECT_TRUE(Errors.empty()) << Errors.front();
  EXPECT_TRUE(Result.has_value());
  return Result.value_or(Model());
}

/// The faults of a model, one a line.
std::string faults(llvm::StringRef Text) {
  std::vector<std::string> Errors;
  EXPECT_FALSE(readModel(Text, "my.yaml", Errors).has_value());
  std::string Lines;
  for (const std::string &Error : Errors)
    Lines += (Lines.empty() ? "" : "\n") + Error;
  return Lines;
}

/// The faults of a model with this one call.
std::string faultsOfCall(const std::string &Call) {
  return faults("library: my\ncalls:\n  - " + Call + "\n");
}

/// The faults of a model with this one type.
std::string faultsOfType(const std::string &Type) {
  return faults("library: my\ntypes:\n  - " + Type + "\n");
}

using Kind = Operand::Kind;

TEST(OperandReader, ReadsEachForm) {
  EXPECT_EQ(parseOperand("object")->What, Kind::Object);
  EXPECT_EQ(parseOperand("result")->What, Kind::Result);
  EXPECT_EQ(parseOperand("callable")->What, Kind::Callable);
  EXPECT_EQ(parseOperand("thread")->What, Kind::Thread);
  EXPECT_EQ(parseOperand("inline")->What, Kind::Inline);
  EXPECT_EQ(parseOperand("last argument")->What, Kind::LastArgument);
  EXPECT_EQ(parseOperand("argument 12")->What, Kind::Argument);
  EXPECT_EQ(parseOperand("argument 12")->Index, 12u);
  EXPECT_EQ(parseOperand("global my::pool")->What, Kind::Global);
  EXPECT_EQ(parseOperand("global my::pool")->Name, "my::pool");
}

TEST(OperandReader, RefusesWhatIsNoOperand) {
  for (const char *Text :
       {"", "Object", "argument", "argument -1", "argument 1 2", "argument one",
        "global", "global ", "objects", "argument  1x"})
    EXPECT_FALSE(parseOperand(Text).has_value()) << Text;
}

TEST(ModelReader, ReadsLibraryAndHeaders) {
  Model Read = read("library: My pool\nheaders: my/pool.h\n");
  EXPECT_EQ(Read.Library, "My pool");
  EXPECT_EQ(Read.Headers, std::vector<std::string>{"my/pool.h"});
  Read = read("library: x\nheaders:\n  - a.h\n  - b.h\n");
  EXPECT_EQ(Read.Headers, (std::vector<std::string>{"a.h", "b.h"}));
}

TEST(ModelReader, ReadsTypes) {
  Model Read = read(R"(
library: my
types:
  - name: [Pool, Crew]
    kind: executor
    capacity: argument 1
    queue: argument 2
    adapts: argument 0
    destructor: waits
  - {name: Job, kind: callable, entry: run, destructor: nothing}
)");
  ASSERT_EQ(Read.Types.size(), 2u);
  const TypeModel &Pool = Read.Types[0];
  EXPECT_EQ(Pool.Names, (std::vector<std::string>{"Pool", "Crew"}));
  EXPECT_EQ(Pool.Kind, TypeKind::Executor);
  EXPECT_EQ(Pool.Capacity.What, Capacity::Kind::Argument);
  EXPECT_EQ(Pool.Capacity.Value, 1u);
  EXPECT_EQ(Pool.QueueArgument, 2u);
  EXPECT_EQ(Pool.AdaptsArgument, 0u);
  EXPECT_TRUE(Pool.DestructorWaits);
  const TypeModel &Job = Read.Types[1];
  EXPECT_EQ(Job.Kind, TypeKind::Callable);
  EXPECT_EQ(Job.Entry, "run");
  EXPECT_FALSE(Job.DestructorWaits);
  EXPECT_FALSE(Job.QueueArgument.has_value());
}

TEST(ModelReader, ReadsCapacities) {
  auto Of = [](const std::string &Text) {
    return read(
               "library: my\ntypes:\n  - {name: P, kind: executor, capacity: " +
               Text + "}\n")
        .Types[0]
        .Capacity;
  };
  EXPECT_EQ(Of("one").What, Capacity::Kind::Number);
  EXPECT_EQ(Of("one").Value, 1u);
  EXPECT_EQ(Of("8").Value, 8u);
  EXPECT_EQ(Of("unbounded").What, Capacity::Kind::Unbounded);
  EXPECT_EQ(Of("unknown").What, Capacity::Kind::Unknown);
}

TEST(ModelReader, ReadsEveryKind) {
  const std::pair<const char *, TypeKind> Kinds[] = {
      {"executor", TypeKind::Executor}, {"thread", TypeKind::Thread},
      {"future", TypeKind::Future},     {"promise", TypeKind::Promise},
      {"task", TypeKind::Task},         {"sync", TypeKind::Sync},
      {"callable", TypeKind::Callable}, {"pointer", TypeKind::Pointer},
      {"mutex", TypeKind::Mutex},       {"guard", TypeKind::Guard}};
  for (auto [Name, Kind] : Kinds) {
    Model Read =
        read("library: my\ntypes:\n  - {name: T, kind: " + std::string(Name) +
             "}\n");
    EXPECT_EQ(Read.Types[0].Kind, Kind) << Name;
  }
}

TEST(ModelReader, ReadsSubmit) {
  Model Read = read(R"(
library: my
calls:
  - name: Pool::hand
    submit:
      executor: object
      task: argument 1
      completion: result
      joins: true
      steals: true
      inline-on-worker: true
      synchronous: true
      blocks-when-full: true
  - name: Pool::go
    submit: {executor: thread}
)");
  const SubmitModel &Hand = *Read.Calls[0].Submit;
  EXPECT_EQ(Hand.Executor.What, Kind::Object);
  EXPECT_EQ(Hand.Task.Index, 1u);
  EXPECT_EQ(Hand.Completion->What, Kind::Result);
  EXPECT_TRUE(Hand.JoinsOnDestruction && Hand.Steals && Hand.InlineOnWorker &&
              Hand.Synchronous && Hand.BlocksWhenFull);
  const SubmitModel &Go = *Read.Calls[1].Submit;
  EXPECT_EQ(Go.Executor.What, Kind::Thread);
  EXPECT_EQ(Go.Task.What, Kind::Callable);
  EXPECT_FALSE(Go.Completion.has_value());
  EXPECT_FALSE(Go.JoinsOnDestruction || Go.Steals || Go.InlineOnWorker ||
               Go.Synchronous || Go.BlocksWhenFull);
}

TEST(ModelReader, ReadsWaits) {
  Model Read = read(R"(
library: my
calls:
  - {name: f, wait: object}
  - {name: g, wait: {target: argument 0, mode: timed, needs: all, timeout: argument 2}}
  - {name: h, wait: {target: result, mode: helps}}
)");
  const WaitModel &Short = *Read.Calls[0].Wait;
  EXPECT_EQ(Short.Target.What, Kind::Object);
  EXPECT_EQ(Short.Mode, WaitMode::Blocks);
  EXPECT_EQ(Short.Needs, Need::One);
  EXPECT_FALSE(Short.Timeout.has_value());
  const WaitModel &Timed = *Read.Calls[1].Wait;
  EXPECT_EQ(Timed.Mode, WaitMode::Timed);
  EXPECT_EQ(Timed.Needs, Need::All);
  EXPECT_EQ(Timed.Timeout, 2u);
  EXPECT_EQ(Read.Calls[2].Wait->Mode, WaitMode::Helps);
}

TEST(ModelReader, ReadsSimpleEffects) {
  Model Read = read(R"(
library: my
calls:
  - name: f
    signal: argument 0
    ready: argument 1
    worker: argument 2
    invoke: argument 3
    same: argument 4
    binds: argument 5
    makes: argument 6
    holds: argument 7
    adapts: argument 8
    join: argument 9
    run: argument 10
    on-own-loop: it throws
    ends: argument 11
  - {name: g, nothing: true}
  - {name: h, current-thread: true}
)");
  const CallModel &Call = Read.Calls[0];
  EXPECT_EQ(Call.Signal->Index, 0u);
  EXPECT_EQ(Call.Ready->Index, 1u);
  EXPECT_EQ(Call.Worker->Index, 2u);
  EXPECT_EQ(Call.Invoke->Index, 3u);
  EXPECT_EQ(Call.Same->Index, 4u);
  EXPECT_EQ(Call.Binds->Index, 5u);
  EXPECT_EQ(Call.Makes->Index, 6u);
  EXPECT_EQ(Call.Holds[0].What.Index, 7u);
  EXPECT_EQ(Call.Adapts->Index, 8u);
  EXPECT_EQ(Call.Join->Index, 9u);
  EXPECT_EQ(Call.Run->Index, 10u);
  EXPECT_EQ(Call.Fate, "it throws");
  EXPECT_EQ(Call.Ends->Index, 11u);
  EXPECT_FALSE(Call.Nothing);
  EXPECT_TRUE(Read.Calls[1].Nothing);
  EXPECT_TRUE(Read.Calls[2].CurrentThread);
}

TEST(ModelReader, ReadsWhatHoldsWhat) {
  Model Read = read(R"(
library: my
calls:
  - name: f
    holds: {argument 1 field loop: argument 0, result field get: callable}
)");
  const std::vector<HoldModel> &Holds = Read.Calls[0].Holds;
  ASSERT_EQ(Holds.size(), 2u);
  EXPECT_EQ(Holds[0].Holder.Index, 1u);
  EXPECT_EQ(Holds[0].Holder.Field, "loop");
  EXPECT_EQ(Holds[1].Holder.What, Kind::Result);
  EXPECT_EQ(
      faultsOfCall("{name: f, holds: {loop: object}}"),
      "my.yaml:3:23: error: bad operand 'loop': expected object, result, "
      "'argument N', 'every argument', 'last argument', callable, thread, "
      "inline, coroutine or 'global NAME'");
}

TEST(ModelReader, ReadsWhatFollowsATask) {
  Model Read = read(R"(
library: my
calls:
  - name: f
    submit: {executor: thread, task: argument 2, given: argument 1}
    then: {executor: argument 0, task: argument 3}
)");
  EXPECT_EQ(Read.Calls[0].Submit->Given->Index, 1u);
  EXPECT_EQ(Read.Calls[0].Then->Task.Index, 3u);
}

TEST(ModelReader, ReadsConditions) {
  Model Read = read(R"(
library: my
calls:
  - name: f
    parameters: ["*", "my::Pool"]
    arguments: 3
    values: {argument 1: "my::Launch::Now", argument 2: true}
    wait: object
)");
  const CallModel &Call = Read.Calls[0];
  EXPECT_EQ(Call.Parameters, (std::vector<std::string>{"*", "my::Pool"}));
  EXPECT_EQ(Call.Arguments, 3u);
  ASSERT_EQ(Call.Values.size(), 2u);
  EXPECT_EQ(Call.Values[0].Argument, 1u);
  EXPECT_EQ(Call.Values[0].Value, "my::Launch::Now");
  EXPECT_EQ(Call.Values[1].Value, "true");
}

TEST(ModelReader, TellsUnknownKeys) {
  EXPECT_EQ(faults("library: my\nlibary: x\n"),
            "my.yaml:2:1: error: unknown key 'libary'");
  EXPECT_EQ(faultsOfType("{name: T, kind: sync, size: 3}"),
            "my.yaml:3:27: error: unknown key 'size'");
  EXPECT_EQ(faultsOfCall("{name: f, sgnal: object}"),
            "my.yaml:3:15: error: unknown key 'sgnal'");
  EXPECT_EQ(faultsOfCall("name: f\n    submit: {executor: object, jobs: 1}"),
            "my.yaml:4:32: error: unknown key 'jobs'");
  EXPECT_EQ(faultsOfCall("name: f\n    wait:\n      target: object\n"
                         "      until: result"),
            "my.yaml:6:7: error: unknown key 'until'");
}

TEST(ModelReader, TellsMissingKeys) {
  EXPECT_EQ(faults("headers: a.h\n"),
            "my.yaml:1:1: error: missing key 'library'");
  EXPECT_EQ(faultsOfType("name: T"), "my.yaml:3:5: error: missing key 'kind'");
  EXPECT_EQ(faultsOfCall("wait: object"),
            "my.yaml:3:5: error: missing key 'name'");
  EXPECT_EQ(faultsOfCall("name: f\n    submit: {task: callable}"),
            "my.yaml:4:14: error: missing key 'executor'");
}

TEST(ModelReader, TellsWrongTypes) {
  EXPECT_EQ(faults("- library\n"),
            "my.yaml:1:1: error: expected keys and values");
  EXPECT_EQ(faults("library: [a]\n"), "my.yaml:1:11: error: expected a text");
  EXPECT_EQ(faults("library:\n"), "my.yaml:1:1: error: expected a text");
  EXPECT_EQ(faults("library: my\ncalls: f\n"),
            "my.yaml:2:8: error: expected a list");
  EXPECT_EQ(faultsOfCall("f"), "my.yaml:3:5: error: expected keys and values");
  EXPECT_EQ(faultsOfCall("{name: f, nothing: yes}"),
            "my.yaml:3:24: error: expected true or false, not 'yes'");
  EXPECT_EQ(faultsOfCall("{name: f, arguments: few, wait: object}"),
            "my.yaml:3:26: error: expected a number, not 'few'");
  EXPECT_EQ(faultsOfCall("{name: f, parameters: x, wait: object}"),
            "my.yaml:3:27: error: expected a list\n"
            "my.yaml:3:27: error: empty list of parameters: leave the key out");
  EXPECT_EQ(faultsOfCall("{name: f, values: x, wait: object}"),
            "my.yaml:3:23: error: expected keys and values");
}

TEST(ModelReader, TellsUnknownValues) {
  EXPECT_EQ(faultsOfType("{name: T, kind: pool}"),
            "my.yaml:3:21: error: unknown value 'pool': expected executor, "
            "thread, future, promise, task, sync, callable, pointer, mutex, "
            "guard, container");
  EXPECT_EQ(faultsOfType("{name: T, kind: executor, capacity: many}"),
            "my.yaml:3:41: error: bad capacity 'many': expected one, "
            "unbounded, unknown, a number or 'argument N'");
  EXPECT_EQ(faultsOfType("{name: T, kind: executor, queue: object}"),
            "my.yaml:3:38: error: expected 'argument N', not 'object'");
  EXPECT_EQ(faultsOfType("{name: T, kind: thread, destructor: joins}"),
            "my.yaml:3:41: error: unknown value 'joins': expected waits, "
            "nothing");
  EXPECT_EQ(faultsOfCall("{name: f, wait: {target: object, mode: later}}"),
            "my.yaml:3:44: error: unknown value 'later': expected blocks, "
            "timed, helps");
  EXPECT_EQ(faultsOfCall("{name: f, signal: this}"),
            "my.yaml:3:23: error: bad operand 'this': expected object, "
            "result, 'argument N', 'every argument', 'last argument', "
            "callable, thread, inline, coroutine "
            "or 'global NAME'");
  EXPECT_EQ(faultsOfCall("{name: f, values: {first: 0}, wait: object}"),
            "my.yaml:3:24: error: expected 'argument N', not 'first'");
}

TEST(ModelReader, TellsDuplicateKeys) {
  EXPECT_EQ(faults("library: a\nlibrary: b\n"),
            "my.yaml:2:1: error: duplicate key 'library'");
  EXPECT_EQ(faultsOfCall("name: f\n    wait: object\n    wait: result"),
            "my.yaml:5:5: error: duplicate key 'wait'");
}

TEST(ModelReader, TellsDuplicateEntries) {
  EXPECT_EQ(faults("library: my\ntypes:\n  - {name: T, kind: sync}\n"
                   "  - name: [U, T]\n    kind: sync\n"),
            "my.yaml:4:15: error: duplicate entry for type 'T'");
  EXPECT_EQ(faults("library: my\ncalls:\n  - {name: f, wait: object}\n"
                   "  - {name: f, signal: object}\n"),
            "my.yaml:4:12: error: duplicate entry for call 'f' with the same "
            "conditions");
  EXPECT_EQ(faults("library: my\ncalls:\n"
                   "  - {name: f, arguments: 1, wait: object}\n"
                   "  - {name: f, arguments: 1, signal: object}\n"),
            "my.yaml:4:12: error: duplicate entry for call 'f' with the same "
            "conditions");
}

TEST(ModelReader, TakesEntriesThatDifferInConditions) {
  Model Read = read(R"(
library: my
calls:
  - {name: f, arguments: 1, wait: object}
  - {name: f, arguments: 2, wait: object}
  - {name: f, parameters: [int], wait: object}
  - {name: f, values: {argument 0: 1}, wait: object}
  - {name: f, values: {argument 0: 2}, wait: object}
  - {name: f, wait: object}
)");
  EXPECT_EQ(Read.Calls.size(), 6u);
}

TEST(ModelReader, TellsCallsWithoutEffect) {
  EXPECT_EQ(faultsOfCall("name: f"),
            "my.yaml:3:5: error: no effect: say 'nothing: true'");
  EXPECT_EQ(faultsOfCall("{name: f, wait: object, nothing: true}"),
            "my.yaml:3:6: error: an effect and 'nothing: true'");
}

TEST(ModelReader, TellsEveryFault) {
  EXPECT_EQ(faults("library: my\ntypes:\n  - {name: T, kind: pool}\ncalls:\n"
                   "  - {name: f, sgnal: object}\n  - name: g\n"),
            "my.yaml:3:21: error: unknown value 'pool': expected executor, "
            "thread, future, promise, task, sync, callable, pointer, mutex, "
            "guard, container\n"
            "my.yaml:5:15: error: unknown key 'sgnal'\n"
            "my.yaml:6:5: error: no effect: say 'nothing: true'");
}

TEST(ModelReader, TellsMalformedText) {
  EXPECT_EQ(faults(""), "my.yaml:1:1: error: expected keys and values");
  EXPECT_EQ(faults("library: my\n---\nlibrary: other\n"),
            "my.yaml:3:1: error: a second document");
  // What the YAML parser says differs from LLVM to LLVM; the place does not.
  std::string Open = faults("library: my\ncalls: [f\n");
  EXPECT_NE(Open.find("my.yaml:"), std::string::npos) << Open;
  EXPECT_NE(Open.find(": error: "), std::string::npos) << Open;
}

} // namespace
