// Part of Gridlock, under the Apache License v2.0 with LLVM Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

/// \file
/// What a call does, where that has keys of its own.

#include "Models/FileReader.h"
#include "Models/OperandReader.h"

namespace gridlock {

using llvm::yaml::Node;

SubmitModel FileReader::readSubmit(Node &Value) {
  SubmitModel Submit;
  const YamlKey Keys[] = {
      operandKey("executor", Submit.Executor, /*Required=*/true),
      operandKey("task", Submit.Task),
      operandKey("given", Submit.Given),
      operandKey("receiver", Submit.Receiver),
      operandKey("completion", Submit.Completion),
      operandKey("home", Submit.Home),
      flagKey("joins", Submit.JoinsOnDestruction),
      flagKey("steals", Submit.Steals),
      flagKey("inline-on-worker", Submit.InlineOnWorker),
      flagKey("synchronous", Submit.Synchronous),
      flagKey("loop", Submit.Loop),
      flagKey("blocks-when-full", Submit.BlocksWhenFull),
      flagKey("flattens", Submit.Flattens),
      textKey("helping", Submit.Helping)};
  Yaml.readMapping(Value, Keys);
  return Submit;
}

SignalModel FileReader::readSignal(Node &Value) {
  SignalModel Signal;
  const YamlKey Keys[] = {operandKey("sender", Signal.Sender, true),
                          operandKey("signal", Signal.Signal, true)};
  Yaml.readMapping(Value, Keys);
  return Signal;
}

WaitModel FileReader::readWait(Node &Value) {
  WaitModel Wait;
  if (llvm::isa<llvm::yaml::ScalarNode>(Value)) {
    if (std::optional<Operand> Target = readOperand(Value))
      Wait.Target = *Target;
    return Wait;
  }
  const YamlKey Keys[] = {operandKey("target", Wait.Target, /*Required=*/true),
                          choiceKey<WaitMode>("mode", Wait.Mode, WaitModes),
                          choiceKey<Need>("needs", Wait.Needs, gridlock::Needs),
                          argumentKey("timeout", Wait.Timeout)};
  Yaml.readMapping(Value, Keys);
  return Wait;
}

AcquireModel FileReader::readAcquire(Node &Value) {
  AcquireModel Acquire;
  if (llvm::isa<llvm::yaml::ScalarNode>(Value)) {
    if (std::optional<Operand> Mutex = readOperand(Value))
      Acquire.Mutex = *Mutex;
    return Acquire;
  }
  const YamlKey Keys[] = {operandKey("mutex", Acquire.Mutex, /*Required=*/true),
                          flagKey("shared", Acquire.Shared),
                          flagKey("tries", Acquire.Tries),
                          flagKey("returns-zero", Acquire.ReturnsZero)};
  Yaml.readMapping(Value, Keys);
  return Acquire;
}

Capacity FileReader::readCapacity(Node &Value) {
  std::optional<std::string> Text = Yaml.readText(Value);
  std::optional<Capacity> Result = Text ? parseCapacity(*Text) : Capacity();
  if (!Result)
    Yaml.error(Value, "bad capacity '" + *Text +
                          "': expected one, unbounded, unknown, a number or "
                          "'argument N'");
  return Result.value_or(Capacity());
}

} // namespace gridlock
