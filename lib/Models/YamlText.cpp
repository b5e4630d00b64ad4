// Part of Gridlock, under the Apache License v2.0 with LLVM Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "Models/YamlText.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/SmallString.h"
#include "llvm/Support/MemoryBuffer.h"

namespace gridlock {

using llvm::StringRef;
using llvm::Twine;
namespace yaml = llvm::yaml;

static std::string format(StringRef FileName, unsigned Line, unsigned Column,
                          const Twine &Message) {
  return (FileName + ":" + Twine(Line) + ":" + Twine(Column) +
          ": error: " + Message)
      .str();
}

YamlText::YamlText(StringRef Text, StringRef FileName,
                   std::vector<std::string> &Errors)
    : FileName(FileName.str()), Errors(Errors) {
  Sources.setDiagHandler(
      [](const llvm::SMDiagnostic &Fault, void *Self) {
        auto &Text = *static_cast<YamlText *>(Self);
        // The parser counts columns from 0 and lines from 1.
        Text.Errors.push_back(format(Text.FileName, Fault.getLineNo(),
                                     Fault.getColumnNo() + 1,
                                     Fault.getMessage()));
      },
      this);
  Stream = std::make_unique<yaml::Stream>(
      llvm::MemoryBufferRef(Text, this->FileName), Sources,
      /*ShowColors=*/false);
}

void YamlText::readRoot(llvm::function_ref<void(yaml::Node &)> Read) {
  yaml::document_iterator Document = Stream->begin();
  if (Document == Stream->end())
    return;
  if (yaml::Node *Root = Document->getRoot())
    Read(*Root);
  // What follows the root may be malformed too: the parser tells it.
  if (!Stream->failed() && ++Document != Stream->end() && !Stream->failed())
    if (yaml::Node *Second = Document->getRoot())
      error(*Second, "a second document");
}

void YamlText::readMapping(yaml::Node &Node, llvm::ArrayRef<YamlKey> Keys) {
  auto *Mapping = llvm::dyn_cast<yaml::MappingNode>(&Node);
  if (!Mapping) {
    error(Node, "expected keys and values");
    return;
  }
  llvm::SMLoc Start = place(Node);
  std::vector<std::string> Seen;
  for (yaml::KeyValueNode &Entry : *Mapping)
    readEntry(Entry, Keys, Seen);
  if (Stream->failed())
    return;
  for (const YamlKey &Key : Keys)
    if (Key.Required && !llvm::is_contained(Seen, Key.Name))
      errorAt(Start, "missing key '" + Key.Name + "'");
}

void YamlText::readEntry(yaml::KeyValueNode &Entry,
                         llvm::ArrayRef<YamlKey> Keys,
                         std::vector<std::string> &Seen) {
  yaml::Node *KeyNode = Entry.getKey();
  if (!KeyNode)
    return;
  std::optional<std::string> Name = readText(*KeyNode);
  if (!Name)
    return;
  LastKey = place(*KeyNode);
  const YamlKey *Key = llvm::find_if(
      Keys, [&](const YamlKey &Known) { return Known.Name == *Name; });
  if (Key == Keys.end()) {
    error(*KeyNode, "unknown key '" + *Name + "'");
    return;
  }
  if (llvm::is_contained(Seen, *Name)) {
    error(*KeyNode, "duplicate key '" + *Name + "'");
    return;
  }
  Seen.push_back(*Name);
  if (yaml::Node *Value = Entry.getValue())
    Key->Read(*Value);
}

void YamlText::readList(yaml::Node &Node,
                        llvm::function_ref<void(yaml::Node &)> ReadElement) {
  auto *List = llvm::dyn_cast<yaml::SequenceNode>(&Node);
  if (!List) {
    error(Node, "expected a list");
    return;
  }
  for (yaml::Node &Element : *List)
    ReadElement(Element);
}

void YamlText::readTexts(
    yaml::Node &Node,
    llvm::function_ref<void(yaml::Node &, std::string)> Take) {
  auto TakeOne = [&](yaml::Node &One) {
    if (std::optional<std::string> Text = readText(One))
      Take(One, std::move(*Text));
  };
  if (llvm::isa<yaml::SequenceNode>(Node))
    readList(Node, TakeOne);
  else
    TakeOne(Node);
}

std::optional<std::string> YamlText::readText(yaml::Node &Node) {
  auto *Scalar = llvm::dyn_cast<yaml::ScalarNode>(&Node);
  if (!Scalar) {
    error(Node, "expected a text");
    return std::nullopt;
  }
  llvm::SmallString<64> Storage;
  return Scalar->getValue(Storage).str();
}

std::optional<unsigned> YamlText::readNumber(yaml::Node &Node) {
  std::optional<std::string> Text = readText(Node);
  unsigned Number = 0;
  if (!Text)
    return std::nullopt;
  if (StringRef(*Text).getAsInteger(10, Number)) {
    error(Node, "expected a number, not '" + *Text + "'");
    return std::nullopt;
  }
  return Number;
}

std::optional<bool> YamlText::readBool(yaml::Node &Node) {
  std::optional<std::string> Text = readText(Node);
  if (!Text)
    return std::nullopt;
  if (*Text != "true" && *Text != "false") {
    error(Node, "expected true or false, not '" + *Text + "'");
    return std::nullopt;
  }
  return *Text == "true";
}

llvm::SMLoc YamlText::place(const yaml::Node &Node) const {
  llvm::SMLoc Start = Node.getSourceRange().Start;
  return Start.isValid() && !llvm::isa<yaml::NullNode>(Node) ? Start : LastKey;
}

void YamlText::error(const yaml::Node &Where, const Twine &Message) {
  // A malformed text is already told; what follows from it is noise.
  if (!Stream->failed())
    errorAt(place(Where), Message);
}

void YamlText::errorAt(llvm::SMLoc Where, const Twine &Message) {
  unsigned Line = 1, Column = 1;
  if (Where.isValid())
    std::tie(Line, Column) = Sources.getLineAndColumn(Where);
  Errors.push_back(format(FileName, Line, Column, Message));
}

} // namespace gridlock
