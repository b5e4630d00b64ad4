// Part of Gridlock, under the Apache License v2.0 with LLVM Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "Project/Cache.h"
#include "Project/NewFile.h"
#include "Project/StoredSolution.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/Path.h"
#include "llvm/Support/xxhash.h"
#include <algorithm>
#include <chrono>

using llvm::StringRef;
namespace fs = llvm::sys::fs;

namespace gridlock {

static constexpr llvm::StringLiteral HashesHead = "gridlock files 1\n";

/// No run needs so long to write a file.
static constexpr std::chrono::hours RemainsAge(1);

static int64_t nanoseconds(llvm::sys::TimePoint<> Time) {
  return Time.time_since_epoch().count();
}

/// Calls \p Take(time, size, hash, path) for each line; false for what is none
/// of ours.
template <typename Function>
static bool readHashes(StringRef Text, Function Take) {
  if (Text.substr(0, HashesHead.size()) != HashesHead)
    return false;
  for (Text = Text.drop_front(HashesHead.size()); !Text.empty();) {
    StringRef Line, Word[3];
    std::tie(Line, Text) = Text.split('\n');
    for (StringRef &Next : Word)
      std::tie(Next, Line) = Line.split(' ');
    int64_t Time;
    uint64_t Size, Hash;
    if (!Word[0].getAsInteger(16, Time) && !Word[1].getAsInteger(16, Size) &&
        !Word[2].getAsInteger(16, Hash))
      Take(Time, Size, Hash, Line);
  }
  return true;
}

void FileHashes::load(StringRef Path) {
  auto Buffer = llvm::MemoryBuffer::getFile(Path);
  if (!Buffer)
    return;
  readHashes((*Buffer)->getBuffer(),
             [&](int64_t Time, uint64_t Size, uint64_t Hash, StringRef File) {
               Known &Entry = Files[File];
               Entry.Time = Time;
               Entry.Size = Size;
               Entry.Hash = Hash;
             });
}

std::string FileHashes::changed() const {
  if (!Changed)
    return {};
  std::vector<StringRef> Names;
  // A file that changes twice within a tick of the clock may look the same.
  int64_t Settled = nanoseconds(std::chrono::system_clock::now()) - 2000000000;
  for (const auto &Entry : Files)
    if (Entry.second.Time < Settled && Entry.second.Time &&
        (Entry.second.Exists || !Entry.second.Asked))
      Names.push_back(Entry.first());
  std::sort(Names.begin(), Names.end());
  std::string Text = HashesHead.str();
  for (StringRef Name : Names) {
    const Known &Entry = Files.find(Name)->second;
    Text += llvm::utohexstr(Entry.Time) + " " + llvm::utohexstr(Entry.Size) +
            " " + llvm::utohexstr(Entry.Hash) + " " + Name.str() + "\n";
  }
  return Text;
}

static std::unique_ptr<llvm::MemoryBuffer> readFile(StringRef Path) {
  auto Buffer = llvm::MemoryBuffer::getFile(Path, /*IsText=*/false,
                                            /*RequiresNullTerminator=*/false);
  return Buffer ? std::move(*Buffer) : nullptr;
}

std::optional<uint64_t> FileHashes::of(const std::string &File) {
  Known &Entry = Files[File];
  if (!Entry.Asked) {
    Entry.Asked = true;
    fs::file_status Status;
    if (fs::status(File, Status) || !fs::exists(Status))
      return std::nullopt;
    int64_t Time = nanoseconds(Status.getLastModificationTime());
    Entry.Exists = true;
    if (Time != Entry.Time || Status.getSize() != Entry.Size) {
      auto Buffer = readFile(File);
      Entry.Exists = bool(Buffer);
      if (Buffer)
        Entry.Hash = llvm::xxHash64(Buffer->getBuffer());
      Entry.Time = Time;
      Entry.Size = Status.getSize();
      Changed = true;
    }
  }
  if (!Entry.Exists)
    return std::nullopt;
  return Entry.Hash;
}

Cache::Cache(StringRef Name) : Folder(Name) {
  if (std::error_code Fault = fs::create_directories(Folder))
    complain(Folder + ": " + Fault.message());
  Hashes.load(pathOf("files"));
}

void Cache::complain(const llvm::Twine &What) {
  if (!std::exchange(Complained, true))
    Complaint = What.str();
}

std::string Cache::pathOf(StringRef Name) const {
  llvm::SmallString<256> Path(Folder);
  llvm::sys::path::append(Path, Name);
  return std::string(Path);
}

void Cache::complainOf(StringRef Path, llvm::Error Fault) {
  complain(Path + " " + llvm::toString(std::move(Fault)) +
           "; what is so is made anew");
}

static std::string fileName(uint64_t Name, StringRef Kind) {
  return llvm::utohexstr(Name, /*LowerCase=*/true, /*Width=*/16) + Kind.str();
}
static std::string shardName(uint64_t Name) { return fileName(Name, ".shard"); }
static std::string solutionName(uint64_t Name) {
  return fileName(Name, ".solution");
}

std::optional<Cache::KnownShard> Cache::find(uint64_t Name, uint64_t Key) {
  std::string Path = pathOf(shardName(Name));
  auto Buffer = readFile(Path);
  if (!Buffer)
    return std::nullopt;
  llvm::Expected<Origin> Read = readOrigin(Buffer->getBuffer());
  if (!Read) {
    complainOf(Path, Read.takeError());
    return std::nullopt;
  }
  if (Read->Key != Key || Read->CutOff)
    return std::nullopt;
  for (const Input &From : Read->Inputs)
    if (Hashes.of(From.Path) != From.Hash)
      return std::nullopt;
  return KnownShard{std::move(Buffer), std::move(*Read)};
}

bool Cache::write(StringRef Name, StringRef Bytes) {
  auto Keep = [&]() -> llvm::Error {
    auto File = writeNewFile(pathOf(Name), Bytes);
    return File ? File->keep(pathOf(Name)) : File.takeError();
  };
  llvm::Error Fault = Keep();
  bool Written = !Fault;
  if (!Written)
    complain("cannot write to " + Folder + ": " +
             llvm::toString(std::move(Fault)));
  return Written;
}

std::unique_ptr<llvm::MemoryBuffer> Cache::store(uint64_t Name,
                                                 StringRef Bytes) {
  if (!write(shardName(Name), Bytes))
    return nullptr;
  return readFile(pathOf(shardName(Name)));
}

std::optional<Solution> Cache::findSolution(uint64_t Name, uint64_t Key) {
  std::string Path = pathOf(solutionName(Name));
  auto Buffer = readFile(Path);
  if (!Buffer)
    return std::nullopt;
  auto Read = readSolution(Buffer->getBuffer());
  if (!Read) {
    complainOf(Path, Read.takeError());
    return std::nullopt;
  }
  if (Read->Key != Key)
    return std::nullopt;
  return std::move(Read->Found);
}

void Cache::storeSolution(uint64_t Name, uint64_t Key, const Solution &Found) {
  write(solutionName(Name), writeSolution({Key, Found}));
}

void Cache::removeRemains() {
  auto Old = std::chrono::system_clock::now() - RemainsAge;
  std::error_code Fault;
  for (fs::directory_iterator I(Folder, Fault), End; I != End && !Fault;
       I.increment(Fault)) {
    fs::file_status Status;
    if (llvm::sys::path::extension(I->path()) == NewFileEnding &&
        !fs::status(I->path(), Status) &&
        Status.getLastModificationTime() < Old)
      fs::remove(I->path());
  }
}

void Cache::finish() {
  std::string Text = Hashes.changed();
  if (!Text.empty())
    write("files", Text);
  removeRemains();
}

} // namespace gridlock
