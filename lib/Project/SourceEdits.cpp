// Part of Gridlock, under the Apache License v2.0 with LLVM Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "Project/SourceEdits.h"
#include "Project/NewFile.h"
#include "clang/Tooling/Core/Replacement.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/xxhash.h"

using namespace clang::tooling;
using llvm::StringRef;
namespace fs = llvm::sys::fs;

namespace gridlock {
namespace {

/// A file under its one real path.
struct Source {
  std::string Path;
  std::unique_ptr<llvm::MemoryBuffer> Text;
  std::string Fault; ///< why it must not be changed; empty if it may
  Replacements Edits;
};

class Editor {
public:
  explicit Editor(const ProjectResult &Result) : Result(Result) {}

  /// Takes the edits up; says what stands against it otherwise.
  std::string add(const Fix &Chosen);
  llvm::Error write();

private:
  Source &sourceOf(uint32_t File);
  std::string faultOf(StringRef Name, Source &Made) const;
  static bool isInTheWay(const Replacement &Old, const Replacement &New);

  const ProjectResult &Result;
  llvm::StringMap<std::string> Paths; ///< real ones, by name
  std::map<std::string, Source> Sources;
};

std::string Editor::faultOf(StringRef Name, Source &Made) const {
  auto Known = Result.Inputs.find(Made.Path);
  if (Known == Result.Inputs.end())
    Known = Result.Inputs.find(Name);
  auto Read = llvm::MemoryBuffer::getFile(Made.Path, /*IsText=*/false,
                                          /*RequiresNullTerminator=*/false);
  if (!Read)
    return (Name + ": " + Read.getError().message()).str();
  Made.Text = std::move(*Read);
  if (Known == Result.Inputs.end() ||
      Known->second.Hash != llvm::xxHash64(Made.Text->getBuffer()))
    return (Name + " has changed since it was read").str();
  if (Known->second.Broken)
    return (Name + " is a part of a unit that does not compile").str();
  if (!fs::can_write(Made.Path))
    return (Name + " cannot be written").str();
  return {};
}

Source &Editor::sourceOf(uint32_t File) {
  StringRef Name = Result.Found.Files[File];
  auto [Path, NewName] = Paths.try_emplace(Name);
  if (NewName) {
    llvm::SmallString<256> Real;
    Path->second = fs::real_path(Name, Real) ? Name.str() : Real.str().str();
  }
  auto [Entry, NewPath] = Sources.try_emplace(Path->second);
  if (NewPath) {
    Entry->second.Path = Path->second;
    Entry->second.Fault = faultOf(Name, Entry->second);
  }
  return Entry->second;
}

/// What is the same is made once. What touches would depend on the order.
bool Editor::isInTheWay(const Replacement &Old, const Replacement &New) {
  Range A(Old.getOffset(), Old.getLength()),
      B(New.getOffset(), New.getLength());
  return !(Old == New) && (A.overlapsWith(B) || A.getOffset() == B.getOffset());
}

std::string Editor::add(const Fix &Chosen) {
  std::map<std::string, Replacements> Made;
  for (const Edit &One : Chosen.Edits) {
    Source &In = sourceOf(One.File);
    if (!In.Fault.empty())
      return In.Fault;
    Replacement New(In.Path, One.Offset, One.Length, One.Text);
    Replacements &All = Made.try_emplace(In.Path, In.Edits).first->second;
    if (llvm::any_of(In.Edits, [&](const Replacement &Old) {
          return isInTheWay(Old, New);
        }))
      return "it lies over another fix; run again";
    if (llvm::is_contained(In.Edits, New))
      continue;
    if (llvm::Error Fault = All.add(New))
      return llvm::toString(std::move(Fault));
  }
  for (auto &[Path, All] : Made)
    Sources.find(Path)->second.Edits = std::move(All);
  return {};
}

/// All are there before the first takes its place.
llvm::Error Editor::write() {
  std::vector<std::pair<const Source *, fs::TempFile>> Written;
  auto Make = [&](const Source &In) -> llvm::Error {
    auto Text = applyAllReplacements(In.Text->getBuffer(), In.Edits);
    if (!Text)
      return Text.takeError();
    auto Mode = fs::getPermissions(In.Path);
    if (!Mode)
      return llvm::errorCodeToError(Mode.getError());
    auto File = writeNewFile(In.Path, *Text, *Mode);
    if (File)
      Written.emplace_back(&In, std::move(*File));
    return File.takeError();
  };
  llvm::Error Fault = llvm::Error::success();
  for (auto &[Path, In] : Sources)
    if (!In.Edits.empty() && !Fault)
      if (llvm::Error One = Make(In))
        Fault = llvm::createFileError(Path, std::move(One));
  for (auto &[In, File] : Written)
    if (Fault)
      llvm::consumeError(File.discard());
    else if (llvm::Error One = File.keep(In->Path))
      Fault = llvm::createFileError(In->Path, std::move(One));
  return Fault;
}

const Fix *choose(const Finding &Found, bool FromNotes) {
  for (const Fix &Offered : Found.Fixes)
    if (Offered.KeepsBehaviour)
      return &Offered;
  // What is said in words only changes nothing.
  return FromNotes && Found.Fixes.size() == 1 &&
                 !Found.Fixes.front().Edits.empty()
             ? &Found.Fixes.front()
             : nullptr;
}

} // namespace

llvm::Expected<FixResult> applyFixes(const ProjectResult &Result,
                                     bool FromNotes) {
  Editor Edits(Result);
  FixResult Made;
  for (const Finding &Found : Result.Found.Findings) {
    const Fix *Chosen = choose(Found, FromNotes);
    std::string Fault = Chosen ? Edits.add(*Chosen) : "";
    Made.IsFixed.push_back(Chosen && Fault.empty());
    if (!Fault.empty())
      Made.Refused.push_back({Found.Where, Fault});
  }
  if (llvm::Error Fault = Edits.write())
    return std::move(Fault);
  return std::move(Made);
}

} // namespace gridlock
