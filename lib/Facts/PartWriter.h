// Part of Gridlock, under the Apache License v2.0 with LLVM Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

/// \file
/// Anything with visitFields() -> bytes.

#ifndef GRIDLOCK_FACTS_PARTWRITER_H
#define GRIDLOCK_FACTS_PARTWRITER_H

#include "Facts/Fields.h"
#include "llvm/ADT/StringMap.h"
#include "llvm/ADT/StringRef.h"
#include <algorithm>

namespace gridlock {

template <typename T>
constexpr bool IsNumber = std::is_arithmetic_v<T> || std::is_enum_v<T>;

/// Runs over a part twice: to see which strings there are, and to write.
class PartWriter {
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
  template <typename T> static bool isSet(const T &Field) {
    if constexpr (IsNumber<T>)
      return Field != T();
    else
      return true;
  }
  static bool isSet(const std::string &Text) { return !Text.empty(); }
  template <typename T> static bool isSet(const std::vector<T> &List) {
    return !List.empty();
  }
  template <Table Of, typename T>
  static bool isSet(const IndexInto<Of, T> &Index) {
    return isSet(Index.It);
  }
  template <Table Of, typename T> static bool isSet(const TableOf<Of, T> &All) {
    return isSet(All.It);
  }
  /// Small numbers of either sign have small codes.
  template <typename T> static uint64_t encoded(T Number) {
    if constexpr (std::is_signed_v<T>)
      return (static_cast<uint64_t>(Number) << 1) ^ (Number < 0 ? ~0ull : 0ull);
    else
      return static_cast<uint64_t>(Number);
  }

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

} // namespace gridlock

#endif
