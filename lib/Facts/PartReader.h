// Part of Gridlock, under the Apache License v2.0 with LLVM Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

/// \file
/// Bytes of a PartWriter -> what they were made from.
///
/// An enumeration needs a lastOf() that tells its last value, and what has more
/// to it than its fields an isSound().

#ifndef GRIDLOCK_FACTS_PARTREADER_H
#define GRIDLOCK_FACTS_PARTREADER_H

#include "Facts/PartWriter.h"

namespace gridlock {

/// May this be used, as it was read?
template <typename T> bool isSound(const T &) { return true; }

/// After the first fault nothing more is read, and Failed is set.
class PartReader {
public:
  explicit PartReader(llvm::StringRef Bytes) : Bytes(Bytes) {}

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
    if constexpr (!IsNumber<T>)
      Failed |= !isSound(Field);
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

} // namespace gridlock

#endif
