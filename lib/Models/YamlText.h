// Part of Gridlock, under the Apache License v2.0 with LLVM Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

/// \file
/// A YAML text that is read key by key; each fault keeps its place.

#ifndef GRIDLOCK_MODELS_YAMLTEXT_H
#define GRIDLOCK_MODELS_YAMLTEXT_H

#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/STLFunctionalExtras.h"
#include "llvm/ADT/StringRef.h"
#include "llvm/ADT/Twine.h"
#include "llvm/Support/SourceMgr.h"
#include "llvm/Support/YAMLParser.h"
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace gridlock {

/// A key that a mapping may have, and what to do with its value.
struct YamlKey {
  llvm::StringRef Name;
  std::function<void(llvm::yaml::Node &)> Read;
  bool Required = false;
};

/// Faults go to \p Errors as `file:line:column: error: message`; reading goes
/// on after one, so that a single run names them all.
class YamlText {
public:
  YamlText(llvm::StringRef Text, llvm::StringRef FileName,
           std::vector<std::string> &Errors);

  /// Calls \p Read with the document's root, unless there is none.
  void readRoot(llvm::function_ref<void(llvm::yaml::Node &)> Read);

  /// Reads a mapping that has no keys but \p Keys, each at most once.
  void readMapping(llvm::yaml::Node &Node, llvm::ArrayRef<YamlKey> Keys);

  /// Reads a list, element by element.
  void readList(llvm::yaml::Node &Node,
                llvm::function_ref<void(llvm::yaml::Node &)> ReadElement);

  /// Reads one text, or each text of a list.
  void
  readTexts(llvm::yaml::Node &Node,
            llvm::function_ref<void(llvm::yaml::Node &, std::string)> Take);

  std::optional<std::string> readText(llvm::yaml::Node &Node);
  std::optional<unsigned> readNumber(llvm::yaml::Node &Node);
  std::optional<bool> readBool(llvm::yaml::Node &Node);

  void error(const llvm::yaml::Node &Where, const llvm::Twine &Message);
  size_t faultCount() const { return Errors.size(); }

private:
  void readEntry(llvm::yaml::KeyValueNode &Entry, llvm::ArrayRef<YamlKey> Keys,
                 std::vector<std::string> &Seen);
  llvm::SMLoc place(const llvm::yaml::Node &Node) const;
  void errorAt(llvm::SMLoc Where, const llvm::Twine &Message);

  std::string FileName;
  std::vector<std::string> &Errors;
  llvm::SourceMgr Sources;
  std::unique_ptr<llvm::yaml::Stream> Stream;
  /// Where the last key stood: an empty value has no place of its own.
  llvm::SMLoc LastKey;
};

} // namespace gridlock

#endif
