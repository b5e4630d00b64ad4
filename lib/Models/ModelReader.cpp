// Part of Gridlock, under the Apache License v2.0 with LLVM Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "Models/ModelReader.h"
#include "Models/Choices.h"
#include "Models/FileReader.h"
#include "Models/OperandReader.h"

namespace gridlock {

using llvm::StringRef;
using llvm::Twine;
using llvm::yaml::MappingNode;
using llvm::yaml::Node;

Model FileReader::read() {
  Model Result;
  auto ReadHeaders = [&](Node &Value) {
    Yaml.readTexts(Value, [&](Node &, std::string Header) {
      Result.Headers.push_back(std::move(Header));
    });
  };
  const YamlKey Keys[] = {
      textKey("library", Result.Library, /*Required=*/true),
      {"headers", ReadHeaders},
      {"types", [&](Node &List) { readTypes(List, Result.Types); }},
      {"calls", [&](Node &List) { readCalls(List, Result.Calls); }}};
  Yaml.readRoot([&](Node &Root) { Yaml.readMapping(Root, Keys); });
  return Result;
}

void FileReader::readTypes(Node &List, std::vector<TypeModel> &Types) {
  Yaml.readList(List, [&](Node &Entry) {
    TypeModel Type = readType(Entry);
    checkType(Type);
    Types.push_back(std::move(Type));
  });
}

void FileReader::readCalls(Node &List, std::vector<CallModel> &Calls) {
  Yaml.readList(List, [&](Node &Entry) {
    const size_t FaultsBefore = Yaml.faultCount();
    CallModel Call = readCall(Entry);
    checkNames(Call);
    // A misspelt effect is told already.
    if (Yaml.faultCount() == FaultsBefore)
      checkEffects(Entry, Call);
    Calls.push_back(std::move(Call));
  });
}

TypeModel FileReader::readType(Node &Entry) {
  TypeModel Type;
  const YamlKey Keys[] = {
      namesKey(Type.Names),
      choiceKey<TypeKind>("kind", Type.Kind, TypeKinds, /*Required=*/true),
      {"capacity", [&](Node &Value) { Type.Capacity = readCapacity(Value); }},
      argumentKey("queue", Type.QueueArgument),
      argumentKey("adapts", Type.AdaptsArgument),
      choiceKey<bool>("destructor", Type.DestructorWaits, DestructorKinds),
      flagKey("recursive", Type.Recursive),
      flagKey("shared", Type.Shared),
      textKey("relockable", Type.Relockable),
      textKey("continuation", Type.Continuation),
      choiceKey<bool>("continuation-given", Type.ContinuesWithValue,
                      ContinuationKinds),
      flagKey("cancels", Type.Cancels),
      textKey("ready", Type.Ready),
      textKey("lends", Type.Lends),
      textKey("reclaims", Type.Reclaims),
      textKey("helps-until", Type.HelpsUntil),
      textKey("group", Type.Group),
      flagKey("coroutine", Type.OfCoroutines),
      choiceKey<Ownership>("owner", Type.Owner, Owners),
      flagKey("loop", Type.Loop),
      textKey("self-join", Type.SelfJoin),
      textKey("entry", Type.Entry)};
  Yaml.readMapping(Entry, Keys);
  return Type;
}

CallModel FileReader::readCall(Node &Entry) {
  CallModel Call;
  const YamlKey Keys[] = {
      namesKey(Call.Names),
      {"parameters", [&](Node &V) { readParameters(V, Call.Parameters); }},
      {"arguments", [&](Node &V) { Call.Arguments = Yaml.readNumber(V); }},
      {"values", [&](Node &Value) { readValues(Value, Call.Values); }},
      {"submit", [&](Node &Value) { Call.Submit = readSubmit(Value); }},
      {"then", [&](Node &Value) { Call.Then = readSubmit(Value); }},
      {"connect", [&](Node &Value) { Call.Connect = readSignal(Value); }},
      {"disconnect", [&](Node &Value) { Call.Disconnect = readSignal(Value); }},
      {"wait", [&](Node &Value) { Call.Wait = readWait(Value); }},
      operandKey("signal", Call.Signal),
      operandKey("ready", Call.Ready),
      operandKey("worker", Call.Worker),
      operandKey("invoke", Call.Invoke),
      flagKey("spreads", Call.Spreads),
      flagKey("repeats", Call.Repeats),
      operandKey("same", Call.Same),
      flagKey("moves", Call.Moves),
      operandKey("binds", Call.Binds),
      operandKey("makes", Call.Makes),
      {"holds", [&](Node &Value) { readHolds(Value, Call.Holds); }},
      operandKey("adapts", Call.Adapts),
      operandKey("join", Call.Join),
      operandKey("run", Call.Run),
      choiceKey<RunUntil>("until", Call.Until, RunEnds),
      textKey("poll", Call.Poll),
      textKey("on-own-loop", Call.Fate),
      operandKey("ends", Call.Ends),
      {"acquire", [&](Node &Value) { Call.Acquire = readAcquire(Value); }},
      operandKey("release", Call.Release),
      flagKey("creates", Call.Creates),
      flagKey("current-thread", Call.CurrentThread),
      flagKey("compares", Call.Compares),
      flagKey("nothing", Call.Nothing)};
  Yaml.readMapping(Entry, Keys);
  return Call;
}

void FileReader::readParameters(Node &Value,
                                std::vector<std::string> &Parameters) {
  Yaml.readList(Value, [&](Node &Element) {
    if (std::optional<std::string> Pattern = Yaml.readText(Element))
      Parameters.push_back(std::move(*Pattern));
  });
  if (Parameters.empty())
    Yaml.error(Value, "empty list of parameters: leave the key out");
}

void FileReader::readPairs(Node &Value,
                           llvm::function_ref<void(Node &, Node &)> Read) {
  for (llvm::yaml::KeyValueNode &Entry : *llvm::cast<MappingNode>(&Value))
    if (Entry.getKey() && Entry.getValue())
      Read(*Entry.getKey(), *Entry.getValue());
}

void FileReader::readValues(Node &Value, std::vector<ArgumentValue> &Values) {
  if (!llvm::isa<MappingNode>(Value))
    return Yaml.error(Value, "expected keys and values");
  readPairs(Value, [&](Node &Key, Node &Wanted) {
    std::optional<unsigned> Argument = readArgument(Key);
    std::optional<std::string> Constant = Yaml.readText(Wanted);
    if (Argument && Constant)
      Values.push_back({*Argument, std::move(*Constant)});
  });
}

/// The object holds an operand, or each of several others holds its own.
void FileReader::readHolds(Node &Value, std::vector<HoldModel> &Holds) {
  auto Add = [&](std::optional<Operand> Holder, std::optional<Operand> What) {
    if (Holder && What)
      Holds.push_back({std::move(*Holder), std::move(*What)});
  };
  if (!llvm::isa<MappingNode>(Value))
    return Add(Operand(), readOperand(Value));
  readPairs(Value, [&](Node &Key, Node &Held) {
    Add(readOperand(Key), readOperand(Held));
  });
}

std::optional<Operand> FileReader::readOperand(Node &Value) {
  std::optional<std::string> Text = Yaml.readText(Value);
  if (!Text)
    return std::nullopt;
  std::optional<Operand> Result = parseOperand(*Text);
  if (!Result)
    Yaml.error(Value, "bad operand '" + *Text + "': expected " + OperandForms);
  return Result;
}

std::optional<unsigned> FileReader::readArgument(Node &Value) {
  std::optional<std::string> Text = Yaml.readText(Value);
  if (!Text)
    return std::nullopt;
  std::optional<Operand> Result = parseOperand(*Text);
  if (Result && Result->What == Operand::Kind::Argument &&
      Result->Field.empty())
    return Result->Index;
  Yaml.error(Value, "expected 'argument N', not '" + *Text + "'");
  return std::nullopt;
}

YamlKey FileReader::namesKey(std::vector<std::string> &Names) {
  NamePlaces.clear();
  auto Read = [this, &Names](Node &Value) {
    Yaml.readTexts(Value, [&](Node &Place, std::string Name) {
      NamePlaces.push_back(&Place);
      Names.push_back(std::move(Name));
    });
  };
  return {"name", Read, /*Required=*/true};
}

YamlKey FileReader::textKey(StringRef Key, std::string &Text, bool Required) {
  auto Read = [this, &Text](Node &Value) {
    if (std::optional<std::string> Read = Yaml.readText(Value))
      Text = std::move(*Read);
  };
  return {Key, Read, Required};
}

YamlKey FileReader::flagKey(StringRef Key, bool &Flag) {
  return {Key, [this, &Flag](Node &Value) {
            if (std::optional<bool> Read = Yaml.readBool(Value))
              Flag = *Read;
          }};
}

YamlKey FileReader::operandKey(StringRef Key, Operand &Place, bool Required) {
  auto Read = [this, &Place](Node &Value) {
    if (std::optional<Operand> Read = readOperand(Value))
      Place = std::move(*Read);
  };
  return {Key, Read, Required};
}

YamlKey FileReader::operandKey(StringRef Key, std::optional<Operand> &Place) {
  return {Key, [this, &Place](Node &Value) { Place = readOperand(Value); }};
}

YamlKey FileReader::argumentKey(StringRef Key, std::optional<unsigned> &Index) {
  return {Key, [this, &Index](Node &Value) { Index = readArgument(Value); }};
}

void FileReader::checkType(const TypeModel &Type) {
  for (size_t I = 0; I < Type.Names.size(); ++I)
    if (!KnownTypes.insert(Type.Names[I]).second)
      Yaml.error(*NamePlaces[I],
                 "duplicate entry for type '" + Type.Names[I] + "'");
}

void FileReader::checkNames(const CallModel &Call) {
  const std::string Conditions = conditionsOf(Call);
  for (size_t I = 0; I < Call.Names.size(); ++I)
    if (!KnownCalls.insert(Call.Names[I] + "(" + Conditions).second)
      Yaml.error(*NamePlaces[I], "duplicate entry for call '" + Call.Names[I] +
                                     "' with the same conditions");
}

void FileReader::checkEffects(Node &Entry, const CallModel &Call) {
  if (hasEffect(Call) == Call.Nothing)
    Yaml.error(Entry, Call.Nothing ? "an effect and 'nothing: true'"
                                   : "no effect: say 'nothing: true'");
  if (Call.Connect && !Call.Submit)
    Yaml.error(Entry, "'connect' without 'submit'");
}

std::optional<Model> readModel(StringRef Text, StringRef FileName,
                               std::vector<std::string> &Errors) {
  const size_t Before = Errors.size();
  Model Result = FileReader(Text, FileName, Errors).read();
  if (Errors.size() != Before)
    return std::nullopt;
  return Result;
}

} // namespace gridlock
