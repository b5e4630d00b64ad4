// Part of Gridlock, under the Apache License v2.0 with LLVM Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "Models/ModelReader.h"
#include "Models/Choices.h"
#include "Models/OperandReader.h"
#include "Models/YamlText.h"
#include "llvm/ADT/StringSet.h"

namespace gridlock {

using llvm::StringRef;
using llvm::Twine;
using llvm::yaml::MappingNode;
using llvm::yaml::Node;

namespace {

/// Reads one file. The methods that end in `Key` make the entry of a key that
/// fills the given place.
class Reader {
public:
  Reader(StringRef Text, StringRef FileName, std::vector<std::string> &Errors)
      : Yaml(Text, FileName, Errors) {}

  Model read();

private:
  void readTypes(Node &List, std::vector<TypeModel> &Types);
  void readCalls(Node &List, std::vector<CallModel> &Calls);
  TypeModel readType(Node &Entry);
  CallModel readCall(Node &Entry);
  SubmitModel readSubmit(Node &Value);
  WaitModel readWait(Node &Value);
  AcquireModel readAcquire(Node &Value);
  Capacity readCapacity(Node &Value);
  void readParameters(Node &Value, std::vector<std::string> &Parameters);
  void readValues(Node &Value, std::vector<ArgumentValue> &Values);
  void readPairs(Node &Value, llvm::function_ref<void(Node &, Node &)> Read);
  void readHolds(Node &Value, std::vector<HoldModel> &Holds);
  std::optional<Operand> readOperand(Node &Value);
  std::optional<unsigned> readArgument(Node &Value);
  template <typename T>
  std::optional<T> readChoice(Node &Value, llvm::ArrayRef<Choice<T>> Choices);

  YamlKey namesKey(std::vector<std::string> &Names);
  YamlKey textKey(StringRef Key, std::string &Text, bool Required = false);
  YamlKey flagKey(StringRef Key, bool &Flag);
  YamlKey operandKey(StringRef Key, Operand &Place, bool Required = false);
  YamlKey operandKey(StringRef Key, std::optional<Operand> &Place);
  YamlKey argumentKey(StringRef Key, std::optional<unsigned> &Index);
  template <typename T>
  YamlKey choiceKey(StringRef Key, T &Place, llvm::ArrayRef<Choice<T>> Choices,
                    bool Required = false);

  void checkType(const TypeModel &Type);
  void checkNames(const CallModel &Call);
  void checkEffects(Node &Entry, const CallModel &Call);

  /// Where the names of the entry stand that is being read.
  std::vector<Node *> NamePlaces;
  llvm::StringSet<> KnownTypes, KnownCalls;
  YamlText Yaml;
};

Model Reader::read() {
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

void Reader::readTypes(Node &List, std::vector<TypeModel> &Types) {
  Yaml.readList(List, [&](Node &Entry) {
    TypeModel Type = readType(Entry);
    checkType(Type);
    Types.push_back(std::move(Type));
  });
}

void Reader::readCalls(Node &List, std::vector<CallModel> &Calls) {
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

TypeModel Reader::readType(Node &Entry) {
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

CallModel Reader::readCall(Node &Entry) {
  CallModel Call;
  const YamlKey Keys[] = {
      namesKey(Call.Names),
      {"parameters",
       [&](Node &Value) { readParameters(Value, Call.Parameters); }},
      {"arguments",
       [&](Node &Value) { Call.Arguments = Yaml.readNumber(Value); }},
      {"values", [&](Node &Value) { readValues(Value, Call.Values); }},
      {"submit", [&](Node &Value) { Call.Submit = readSubmit(Value); }},
      {"then", [&](Node &Value) { Call.Then = readSubmit(Value); }},
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

SubmitModel Reader::readSubmit(Node &Value) {
  SubmitModel Submit;
  const YamlKey Keys[] = {
      operandKey("executor", Submit.Executor, /*Required=*/true),
      operandKey("task", Submit.Task),
      operandKey("given", Submit.Given),
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

WaitModel Reader::readWait(Node &Value) {
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

AcquireModel Reader::readAcquire(Node &Value) {
  AcquireModel Acquire;
  if (llvm::isa<llvm::yaml::ScalarNode>(Value)) {
    if (std::optional<Operand> Mutex = readOperand(Value))
      Acquire.Mutex = *Mutex;
    return Acquire;
  }
  const YamlKey Keys[] = {operandKey("mutex", Acquire.Mutex, /*Required=*/true),
                          flagKey("shared", Acquire.Shared),
                          flagKey("tries", Acquire.Tries)};
  Yaml.readMapping(Value, Keys);
  return Acquire;
}

Capacity Reader::readCapacity(Node &Value) {
  std::optional<std::string> Text = Yaml.readText(Value);
  std::optional<Capacity> Result = Text ? parseCapacity(*Text) : Capacity();
  if (!Result)
    Yaml.error(Value, "bad capacity '" + *Text +
                          "': expected one, unbounded, unknown, a number or "
                          "'argument N'");
  return Result.value_or(Capacity());
}

void Reader::readParameters(Node &Value, std::vector<std::string> &Parameters) {
  Yaml.readList(Value, [&](Node &Element) {
    if (std::optional<std::string> Pattern = Yaml.readText(Element))
      Parameters.push_back(std::move(*Pattern));
  });
  if (Parameters.empty())
    Yaml.error(Value, "empty list of parameters: leave the key out");
}

void Reader::readPairs(Node &Value,
                       llvm::function_ref<void(Node &, Node &)> Read) {
  for (llvm::yaml::KeyValueNode &Entry : *llvm::cast<MappingNode>(&Value))
    if (Entry.getKey() && Entry.getValue())
      Read(*Entry.getKey(), *Entry.getValue());
}

void Reader::readValues(Node &Value, std::vector<ArgumentValue> &Values) {
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
void Reader::readHolds(Node &Value, std::vector<HoldModel> &Holds) {
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

std::optional<Operand> Reader::readOperand(Node &Value) {
  std::optional<std::string> Text = Yaml.readText(Value);
  if (!Text)
    return std::nullopt;
  std::optional<Operand> Result = parseOperand(*Text);
  if (!Result)
    Yaml.error(Value, "bad operand '" + *Text + "': expected " + OperandForms);
  return Result;
}

std::optional<unsigned> Reader::readArgument(Node &Value) {
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

template <typename T>
std::optional<T> Reader::readChoice(Node &Value,
                                    llvm::ArrayRef<Choice<T>> Choices) {
  std::optional<std::string> Text = Yaml.readText(Value);
  if (!Text)
    return std::nullopt;
  std::string Known;
  for (const Choice<T> &One : Choices) {
    if (One.Name == *Text)
      return One.Value;
    Known += (Known.empty() ? "" : ", ") + One.Name.str();
  }
  Yaml.error(Value, "unknown value '" + *Text + "': expected " + Known);
  return std::nullopt;
}

YamlKey Reader::namesKey(std::vector<std::string> &Names) {
  NamePlaces.clear();
  auto Read = [this, &Names](Node &Value) {
    Yaml.readTexts(Value, [&](Node &Place, std::string Name) {
      NamePlaces.push_back(&Place);
      Names.push_back(std::move(Name));
    });
  };
  return {"name", Read, /*Required=*/true};
}

YamlKey Reader::textKey(StringRef Key, std::string &Text, bool Required) {
  auto Read = [this, &Text](Node &Value) {
    if (std::optional<std::string> Read = Yaml.readText(Value))
      Text = std::move(*Read);
  };
  return {Key, Read, Required};
}

YamlKey Reader::flagKey(StringRef Key, bool &Flag) {
  return {Key, [this, &Flag](Node &Value) {
            if (std::optional<bool> Read = Yaml.readBool(Value))
              Flag = *Read;
          }};
}

YamlKey Reader::operandKey(StringRef Key, Operand &Place, bool Required) {
  auto Read = [this, &Place](Node &Value) {
    if (std::optional<Operand> Read = readOperand(Value))
      Place = std::move(*Read);
  };
  return {Key, Read, Required};
}

YamlKey Reader::operandKey(StringRef Key, std::optional<Operand> &Place) {
  return {Key, [this, &Place](Node &Value) { Place = readOperand(Value); }};
}

YamlKey Reader::argumentKey(StringRef Key, std::optional<unsigned> &Index) {
  return {Key, [this, &Index](Node &Value) { Index = readArgument(Value); }};
}

template <typename T>
YamlKey Reader::choiceKey(StringRef Key, T &Place,
                          llvm::ArrayRef<Choice<T>> Choices, bool Required) {
  auto Read = [this, &Place, Choices](Node &Value) {
    if (std::optional<T> Chosen = readChoice<T>(Value, Choices))
      Place = *Chosen;
  };
  return {Key, Read, Required};
}

void Reader::checkType(const TypeModel &Type) {
  for (size_t I = 0; I < Type.Names.size(); ++I)
    if (!KnownTypes.insert(Type.Names[I]).second)
      Yaml.error(*NamePlaces[I],
                 "duplicate entry for type '" + Type.Names[I] + "'");
}

void Reader::checkNames(const CallModel &Call) {
  const std::string Conditions = conditionsOf(Call);
  for (size_t I = 0; I < Call.Names.size(); ++I)
    if (!KnownCalls.insert(Call.Names[I] + "(" + Conditions).second)
      Yaml.error(*NamePlaces[I], "duplicate entry for call '" + Call.Names[I] +
                                     "' with the same conditions");
}

void Reader::checkEffects(Node &Entry, const CallModel &Call) {
  const bool HasEffect =
      Call.Submit || Call.Wait || Call.Signal || Call.Ready || Call.Worker ||
      Call.Invoke || Call.Same || Call.Binds || Call.Makes ||
      !Call.Holds.empty() || Call.Adapts || Call.Join || Call.Run ||
      Call.Ends || Call.Acquire || Call.Release || Call.CurrentThread ||
      Call.Compares || Call.Creates;
  if (HasEffect == Call.Nothing)
    Yaml.error(Entry, HasEffect ? "an effect and 'nothing: true'"
                                : "no effect: say 'nothing: true'");
}

} // namespace

std::optional<Model> readModel(StringRef Text, StringRef FileName,
                               std::vector<std::string> &Errors) {
  const size_t Before = Errors.size();
  Model Result = Reader(Text, FileName, Errors).read();
  if (Errors.size() != Before)
    return std::nullopt;
  return Result;
}

} // namespace gridlock
