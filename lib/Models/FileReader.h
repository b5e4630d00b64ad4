// Part of Gridlock, under the Apache License v2.0 with LLVM Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

/// \file
/// YAML -> Model, key by key.

#ifndef GRIDLOCK_MODELS_FILEREADER_H
#define GRIDLOCK_MODELS_FILEREADER_H

#include "Models/Choices.h"
#include "Models/YamlText.h"
#include "llvm/ADT/StringSet.h"

namespace gridlock {

/// Reads one file. The methods that end in `Key` make the entry of a key that
/// fills the given place.
class FileReader {
public:
  FileReader(llvm::StringRef Text, llvm::StringRef FileName,
             std::vector<std::string> &Errors)
      : Yaml(Text, FileName, Errors) {}

  Model read();

private:
  void readTypes(llvm::yaml::Node &List, std::vector<TypeModel> &Types);
  void readCalls(llvm::yaml::Node &List, std::vector<CallModel> &Calls);
  TypeModel readType(llvm::yaml::Node &Entry);
  CallModel readCall(llvm::yaml::Node &Entry);
  SubmitModel readSubmit(llvm::yaml::Node &Value);
  SignalModel readSignal(llvm::yaml::Node &Value);
  WaitModel readWait(llvm::yaml::Node &Value);
  AcquireModel readAcquire(llvm::yaml::Node &Value);
  Capacity readCapacity(llvm::yaml::Node &Value);
  void readParameters(llvm::yaml::Node &Value,
                      std::vector<std::string> &Parameters);
  void readValues(llvm::yaml::Node &Value, std::vector<ArgumentValue> &Values);
  void readPairs(
      llvm::yaml::Node &Value,
      llvm::function_ref<void(llvm::yaml::Node &, llvm::yaml::Node &)> Read);
  void readHolds(llvm::yaml::Node &Value, std::vector<HoldModel> &Holds);
  std::optional<Operand> readOperand(llvm::yaml::Node &Value);
  std::optional<unsigned> readArgument(llvm::yaml::Node &Value);
  template <typename T>
  std::optional<T> readChoice(llvm::yaml::Node &Value,
                              llvm::ArrayRef<Choice<T>> Choices);

  YamlKey namesKey(std::vector<std::string> &Names);
  YamlKey textKey(llvm::StringRef Key, std::string &Text,
                  bool Required = false);
  YamlKey flagKey(llvm::StringRef Key, bool &Flag);
  YamlKey operandKey(llvm::StringRef Key, Operand &Place,
                     bool Required = false);
  YamlKey operandKey(llvm::StringRef Key, std::optional<Operand> &Place);
  YamlKey argumentKey(llvm::StringRef Key, std::optional<unsigned> &Index);
  template <typename T>
  YamlKey choiceKey(llvm::StringRef Key, T &Place,
                    llvm::ArrayRef<Choice<T>> Choices, bool Required = false);

  void checkType(const TypeModel &Type);
  void checkNames(const CallModel &Call);
  void checkEffects(llvm::yaml::Node &Entry, const CallModel &Call);

  /// Where the names of the entry stand that is being read.
  std::vector<llvm::yaml::Node *> NamePlaces;
  llvm::StringSet<> KnownTypes, KnownCalls;
  YamlText Yaml;
};

template <typename T>
std::optional<T> FileReader::readChoice(llvm::yaml::Node &Value,
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

template <typename T>
YamlKey FileReader::choiceKey(llvm::StringRef Key, T &Place,
                              llvm::ArrayRef<Choice<T>> Choices,
                              bool Required) {
  auto Read = [this, &Place, Choices](llvm::yaml::Node &Value) {
    if (std::optional<T> Chosen = readChoice<T>(Value, Choices))
      Place = *Chosen;
  };
  return {Key, Read, Required};
}

} // namespace gridlock

#endif
