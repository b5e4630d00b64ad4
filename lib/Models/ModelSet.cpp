// Part of Gridlock, under the Apache License v2.0 with LLVM Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "Models/ModelSet.h"
#include "Models/EmbeddedModels.h"
#include "Models/ModelReader.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"

namespace gridlock {

using llvm::StringRef;

/// Takes the first component off the name.
static StringRef takeComponent(StringRef &Name) {
  auto [First, Rest] = Name.split("::");
  Name = Rest;
  return First;
}

static StringRef lastComponent(StringRef Name) {
  const size_t Separator = Name.rfind("::");
  return Separator == StringRef::npos ? Name : Name.substr(Separator + 2);
}

static bool isOperator(StringRef Component) {
  return Component.consume_front("operator") && !Component.empty() &&
         !llvm::isAlnum(Component.front()) && Component.front() != '_';
}

static bool hasGlob(StringRef Component) {
  return Component.contains('*') && !isOperator(Component);
}

/// Tries each length for the first `*`, the rest of the pattern for what is
/// left. Components are short, and so are patterns.
static bool matchesGlob(StringRef Pattern, StringRef Text) {
  const size_t Star = Pattern.find('*');
  if (Star == StringRef::npos)
    return Pattern == Text;
  if (!Text.consume_front(Pattern.substr(0, Star)))
    return false;
  Pattern = Pattern.substr(Star + 1);
  for (size_t Length = 0; Length <= Text.size(); ++Length)
    if (matchesGlob(Pattern, Text.substr(Length)))
      return true;
  return false;
}

static bool matchesComponent(StringRef Pattern, StringRef Text) {
  return hasGlob(Pattern) ? matchesGlob(Pattern, Text) : Pattern == Text;
}

bool matchesName(StringRef Pattern, StringRef Name) {
  if (!Pattern.contains('*'))
    return Pattern == Name;
  while (!Pattern.empty() && !Name.empty())
    if (!matchesComponent(takeComponent(Pattern), takeComponent(Name)))
      return false;
  return Pattern.empty() && Name.empty();
}

template <typename T> void ModelSet::Index<T>::add(Named<T> Name) {
  const StringRef Last = lastComponent(Name.Pattern);
  if (hasGlob(Last))
    Globs.push_back(Name);
  else
    ByLast[Last].push_back(Name);
}

template <typename T>
llvm::SmallVector<ModelSet::Named<T>, 4>
ModelSet::Index<T>::find(StringRef Name) const {
  llvm::SmallVector<Named<T>, 4> Found;
  auto Take = [&](const Named<T> &One) {
    if (matchesName(One.Pattern, Name))
      Found.push_back(One);
  };
  auto Bucket = ByLast.find(lastComponent(Name));
  if (Bucket != ByLast.end())
    llvm::for_each(Bucket->second, Take);
  llvm::for_each(Globs, Take);
  return Found;
}

std::shared_ptr<const ModelSet> ModelSet::builtin() {
  static const std::shared_ptr<const ModelSet> Set = [] {
    auto Result = std::make_shared<ModelSet>();
    // That each of them is without fault is a unit test.
    std::vector<std::string> Errors;
    for (const EmbeddedModel &Embedded : embeddedModels())
      if (auto Model = readModel(Embedded.Text, Embedded.FileName, Errors))
        Result->add(std::move(*Model));
    return Result;
  }();
  return Set;
}

void ModelSet::add(Model M, unsigned Layer) {
  for (CallModel &Call : M.Calls)
    Call.Layer = Layer;
  auto Kept = std::make_shared<const Model>(std::move(M));
  // Later models have the smaller number.
  const size_t Age = ~Models.size();
  size_t Position = 0;
  for (const TypeModel &Type : Kept->Types)
    for (StringRef Name : Type.Names)
      Types.add({Name, &Type, {Age, Position++}});
  for (const CallModel &Call : Kept->Calls)
    for (StringRef Name : Call.Names)
      Calls.add({Name, &Call, {Age, Position++}});
  Models.push_back(std::move(Kept));
}

const TypeModel *ModelSet::findType(StringRef QualifiedName) const {
  const auto Found = Types.find(QualifiedName);
  const auto *First = std::min_element(
      Found.begin(), Found.end(),
      [](const auto &A, const auto &B) { return A.Order < B.Order; });
  return First == Found.end() ? nullptr : First->Entry;
}

llvm::ArrayRef<const CallModel *>
ModelSet::findCalls(StringRef QualifiedName,
                    llvm::SmallVectorImpl<const CallModel *> &Storage) const {
  auto Found = Calls.find(QualifiedName);
  llvm::sort(Found,
             [](const auto &A, const auto &B) { return A.Order < B.Order; });
  Storage.clear();
  for (const auto &One : Found)
    if (Storage.empty() || Storage.back() != One.Entry)
      Storage.push_back(One.Entry);
  return Storage;
}

bool ModelSet::mayName(StringRef Identifier) const {
  if (Calls.ByLast.count(Identifier))
    return true;
  return llvm::any_of(Calls.Globs, [&](const Named<CallModel> &Glob) {
    return matchesGlob(lastComponent(Glob.Pattern), Identifier);
  });
}

std::string conditionsOf(const CallModel &Call) {
  std::string Result;
  for (const std::string &Parameter : Call.Parameters)
    Result += Parameter + ",";
  Result += ";";
  if (Call.Arguments)
    Result += std::to_string(*Call.Arguments);
  for (const ArgumentValue &Value : Call.Values)
    Result += ";" + std::to_string(Value.Argument) + "=" + Value.Value;
  return Result;
}

bool hasEffect(const CallModel &Call) {
  return Call.Submit || Call.Disconnect || Call.Wait || Call.Signal ||
         Call.Ready || Call.Worker || Call.Invoke || Call.Same || Call.Binds ||
         Call.Makes || !Call.Holds.empty() || Call.Adapts || Call.Join ||
         Call.Run || Call.Ends || Call.Acquire || Call.Release ||
         Call.CurrentThread || Call.Compares || Call.Creates;
}

} // namespace gridlock
