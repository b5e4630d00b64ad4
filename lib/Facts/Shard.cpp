// Part of Gridlock, under the Apache License v2.0 with LLVM Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "Facts/Shard.h"
#include "Facts/Fields.h"
#include "llvm/ADT/StringMap.h"
#include "llvm/Support/Endian.h"
#include "llvm/Support/xxhash.h"
#include <algorithm>
#include <optional>

namespace gridlock {

// Magic and format; then two parts, the origin and the facts: each with its
// size, its checksum, its strings, each once, in order and without what it has
// in common with the one before, and its fields. Each fact starts with a number
// whose bits tell which of its fields follow: the others are zero or empty.
static constexpr llvm::StringLiteral Magic = "GRDL";
static constexpr uint32_t Format = 1; ///< other formats are rejected
static constexpr size_t HeadSize = 4 + 4, PartHeadSize = 8 + 8;

template <typename Archive, typename T>
static IfFact<T, Input> visitFields(Archive &Each, T &I) {
  Each(I.Path, I.Hash);
}

template <typename Archive, typename T>
static IfFact<T, Origin> visitFields(Archive &Each, T &O) {
  Each(O.Source, O.Key, O.Inputs, O.Errors, O.FirstError);
}

namespace {

template <typename T>
constexpr bool IsNumber = std::is_arithmetic_v<T> || std::is_enum_v<T>;

template <typename T> bool isSet(const T &Field) {
  if constexpr (IsNumber<T>)
    return Field != T();
  else
    return true;
}
bool isSet(const std::string &Text) { return !Text.empty(); }
template <typename T> bool isSet(const std::vector<T> &List) {
  return !List.empty();
}
template <Table Of, typename T> bool isSet(const IndexInto<Of, T> &Index) {
  return isSet(Index.It);
}
template <Table Of, typename T> bool isSet(const TableOf<Of, T> &All) {
  return isSet(All.It);
}

/// Small numbers of either sign have small codes.
template <typename T> uint64_t encoded(T Number) {
  if constexpr (std::is_signed_v<T>)
    return (static_cast<uint64_t>(Number) << 1) ^ (Number < 0 ? ~0ull : 0ull);
  else
    return static_cast<uint64_t>(Number);
}

/// Runs over a part twice: to see which strings there are, and to write.
class Writer {
public:
  template <typename T> std::string write(const T &Made) {
    visitFields(*this, Made);
    Out.clear();
    putStrings();
    visitFields(*this, Made);
    return std::move(Out);
  }

  template <typename... Ts> void operator()(const Ts &...Fields) {
    static_assert(sizeof...(Ts) <= 64, "one bit a field");
    uint64_t Present = 0, Bit = 1;
    ((Present |= isSet(Fields) ? Bit : 0, Bit <<= 1), ...);
    number(Present);
    ((isSet(Fields) ? put(Fields) : void()), ...);
  }

private:
  void number(uint64_t Code) {
    for (; Code >= 0x80; Code >>= 7)
      Out.push_back(static_cast<char>(Code | 0x80));
    Out.push_back(static_cast<char>(Code));
  }
  template <typename T> void put(const T &Field) {
    if constexpr (std::is_same_v<T, bool>)
      return; // that it is there says it all
    else if constexpr (IsNumber<T>)
      number(encoded(Field));
    else
      visitFields(*this, Field);
  }
  void put(const std::string &Text) { number(Strings[Text]); }
  template <typename T> void put(const std::vector<T> &List) {
    number(List.size());
    for (const T &Item : List)
      put(Item);
  }
  template <Table Of, typename T> void put(const IndexInto<Of, T> &Index) {
    put(Index.It);
  }
  template <Table Of, typename T> void put(const TableOf<Of, T> &All) {
    put(All.It);
  }

  void putStrings() {
    std::vector<llvm::StringRef> Sorted;
    for (const auto &Entry : Strings)
      Sorted.push_back(Entry.first());
    std::sort(Sorted.begin(), Sorted.end());
    number(Sorted.size());
    llvm::StringRef Before;
    for (size_t I = 0; I < Sorted.size(); ++I) {
      llvm::StringRef Text = Sorted[I];
      size_t Same = 0;
      while (Same < std::min(Text.size(), Before.size()) &&
             Text[Same] == Before[Same])
        ++Same;
      number(Same);
      number(Text.size() - Same);
      Out += Text.drop_front(Same);
      Strings[Text] = I;
      Before = Text;
    }
  }

  llvm::StringMap<uint64_t> Strings;
  std::string Out;
};

/// After the first fault nothing more is read, and Failed is set.
class Reader {
public:
  explicit Reader(llvm::StringRef Bytes) : Bytes(Bytes) {}

  template <typename T> bool read(T &Made) {
    getStrings();
    visitFields(*this, Made);
    return !Failed && Bytes.empty();
  }

  template <typename... Ts> void operator()(Ts &&...Fields) {
    uint64_t Present = number(), Bit = 1;
    ((field(Fields, Present & Bit), Bit <<= 1), ...);
  }

private:
  uint64_t number() {
    uint64_t Code = 0;
    for (unsigned Shift = 0; Shift < 64 && !Bytes.empty(); Shift += 7) {
      uint8_t Byte = Bytes.front();
      Bytes = Bytes.drop_front();
      Code |= static_cast<uint64_t>(Byte & 0x7f) << Shift;
      if (!(Byte & 0x80))
        return Code;
    }
    Failed = true;
    return 0;
  }

  /// Each item takes a byte at least.
  size_t count() {
    uint64_t Count = number();
    if (Count > Bytes.size())
      Failed = true;
    return Failed ? 0 : Count;
  }

  template <typename T> void field(T &Field, bool Present) {
    if (Failed)
      return;
    if (Present)
      get(Field);
    else
      reset(Field);
  }
  template <typename T> void reset(T &Field) { Field = T(); }
  template <Table Of, typename T> void reset(IndexInto<Of, T> &Index) {
    Index.It = T();
  }
  template <Table Of, typename T> void reset(TableOf<Of, T> &All) {
    All.It = T();
    Limits[static_cast<unsigned>(Of)] = limitOf(Of, 0);
  }

  template <typename T> void get(T &Field) {
    if constexpr (std::is_same_v<T, bool>)
      Field = true;
    else if constexpr (IsNumber<T>)
      getNumber(Field);
    else
      visitFields(*this, Field);
    if constexpr (std::is_same_v<T, Function>)
      Failed |= !isSound(Field);
  }
  /// Whether the numbers of its values fit what they stand for.
  static bool isSound(const Function &F) {
    return !F.Values.empty() && F.Values[0].Kind == ValueKind::Unknown &&
           std::all_of(F.Values.begin(), F.Values.end(), [&](const Value &V) {
             if (V.Kind == ValueKind::Result)
               return static_cast<uint64_t>(V.Number) < F.Events.size();
             if (V.Kind == ValueKind::Compare)
               return V.Parts.size() == 2 && V.Number >= 0 &&
                      V.Number <= int64_t(Comparison::GreaterEqual);
             return true;
           });
  }
  template <typename T> void getNumber(T &Field) {
    uint64_t Code = number();
    if constexpr (std::is_signed_v<T>)
      Code = (Code >> 1) ^ (Code & 1 ? ~0ull : 0ull);
    Field = static_cast<T>(Code);
    if constexpr (std::is_enum_v<T>)
      Failed |= Field > lastOf(Field);
    else
      Failed |= static_cast<uint64_t>(Field) != Code;
  }
  static ValueKind lastOf(ValueKind) { return ValueKind::All; }
  static EventKind lastOf(EventKind) { return EventKind::Release; }
  static ExecutorKind lastOf(ExecutorKind) { return ExecutorKind::Inline; }
  static WaitKind lastOf(WaitKind) { return WaitKind::Suspends; }
  static LockOwner lastOf(LockOwner) { return LockOwner::Coroutine; }
  static RewriteKind lastOf(RewriteKind) { return RewriteKind::Poll; }

  void get(std::string &Text) {
    uint64_t Index = number();
    if (Index < Strings.size())
      Text = Strings[Index];
    else
      Failed = true;
  }
  template <typename T> void get(std::vector<T> &List) {
    List.clear();
    for (size_t Left = count(); Left && !Failed; --Left)
      get(List.emplace_back());
  }

  template <Table Of> void get(IndexInto<Of, uint32_t> &Index) {
    get(Index.It);
    Failed |= Index.It >= Limits[static_cast<unsigned>(Of)];
  }
  template <Table Of> void get(IndexInto<Of, std::vector<uint32_t>> &Indices) {
    get(Indices.It);
    for (uint32_t Index : Indices.It)
      Failed |= Index >= Limits[static_cast<unsigned>(Of)];
  }
  template <Table Of, typename T> void get(TableOf<Of, T> &All) {
    All.It.clear();
    size_t Count = count();
    uint64_t &Limit = Limits[static_cast<unsigned>(Of)];
    for (Limit = limitOf(Of, Count); Count && !Failed; --Count) {
      if (Of == Table::Values)
        Limit = std::max<uint64_t>(All.It.size(), 1);
      get(All.It.emplace_back());
    }
    if (Of == Table::Values)
      Limit = limitOf(Of, All.It.size());
  }
  /// What is nowhere has the index 0, also of an empty table.
  static uint64_t limitOf(Table Of, size_t Size) {
    return Of == Table::Events ? Size + 1 : std::max<uint64_t>(Size, 1);
  }

  void getStrings() {
    size_t Left = count();
    std::string Text;
    for (; Left && !Failed; --Left) {
      uint64_t Same = number(), Size = number();
      if (Failed || Same > Text.size() || Size > Bytes.size()) {
        Failed = true;
        return;
      }
      Text.resize(Same);
      Text += Bytes.take_front(Size);
      Bytes = Bytes.drop_front(Size);
      Strings.push_back(Text);
    }
  }

  llvm::StringRef Bytes;
  std::vector<std::string> Strings;
  uint64_t Limits[Tables] = {1, 1, 1, 1, 1};
  bool Failed = false;
};

llvm::Error fault(const char *What) {
  return llvm::createStringError(
      std::make_error_code(std::errc::illegal_byte_sequence), What);
}

template <typename T> void appendPart(const T &Made, std::string &Bytes) {
  std::string Part = Writer().write(Made);
  char Head[PartHeadSize];
  llvm::support::endian::write64le(Head, Part.size());
  llvm::support::endian::write64le(Head + 8,
                                   llvm::xxHash64(llvm::StringRef(Part)));
  Bytes.append(Head, PartHeadSize);
  Bytes += Part;
}

llvm::Error takeHead(llvm::StringRef &Bytes) {
  if (Bytes.size() < HeadSize || Bytes.take_front(4) != Magic)
    return fault("is no shard of Gridlock");
  if (llvm::support::endian::read32le(Bytes.data() + 4) != Format)
    return fault("has another format");
  Bytes = Bytes.drop_front(HeadSize);
  return llvm::Error::success();
}

/// One part, if it is whole; moves \p Bytes behind it.
std::optional<llvm::StringRef> takePart(llvm::StringRef &Bytes) {
  if (Bytes.size() < PartHeadSize)
    return std::nullopt;
  uint64_t Size = llvm::support::endian::read64le(Bytes.data());
  uint64_t Sum = llvm::support::endian::read64le(Bytes.data() + 8);
  Bytes = Bytes.drop_front(PartHeadSize);
  if (Size > Bytes.size())
    return std::nullopt;
  llvm::StringRef Part = Bytes.take_front(Size);
  Bytes = Bytes.drop_front(Size);
  if (llvm::xxHash64(Part) != Sum)
    return std::nullopt;
  return Part;
}

/// Both parts, if they are all there is.
llvm::Expected<std::pair<llvm::StringRef, llvm::StringRef>>
partsOf(llvm::StringRef Bytes) {
  if (llvm::Error Fault = takeHead(Bytes))
    return std::move(Fault);
  auto From = takePart(Bytes), Facts = takePart(Bytes);
  if (!From || !Facts || !Bytes.empty())
    return fault("is damaged");
  return std::make_pair(*From, *Facts);
}

} // namespace

std::string writeShard(const Shard &Made) {
  char Head[HeadSize];
  std::copy(Magic.begin(), Magic.end(), Head);
  llvm::support::endian::write32le(Head + 4, Format);
  std::string Bytes(Head, HeadSize);
  appendPart(Made.From, Bytes);
  appendPart(Made.Facts, Bytes);
  return Bytes;
}

llvm::Expected<Shard> readShard(llvm::StringRef Bytes) {
  auto Parts = partsOf(Bytes);
  if (!Parts)
    return Parts.takeError();
  Shard Made;
  if (!Reader(Parts->first).read(Made.From) ||
      !Reader(Parts->second).read(Made.Facts) || Made.Facts.Symbols.empty())
    return fault("is damaged");
  return std::move(Made);
}

llvm::Expected<Origin> readOrigin(llvm::StringRef Bytes) {
  auto Parts = partsOf(Bytes);
  if (!Parts)
    return Parts.takeError();
  Origin From;
  if (!Reader(Parts->first).read(From))
    return fault("is damaged");
  return std::move(From);
}

} // namespace gridlock
