// Part of Gridlock, under the Apache License v2.0 with LLVM Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "Facts/Parts.h"
#include "llvm/Support/Endian.h"
#include "llvm/Support/xxhash.h"
#include <optional>

namespace gridlock {

// Magic and format; then the parts, each with its size and its checksum.
static constexpr size_t HeadSize = 4 + 4, PartHeadSize = 8 + 8;

static llvm::Error fault(const llvm::Twine &What) {
  return llvm::createStringError(
      std::make_error_code(std::errc::illegal_byte_sequence), What.str());
}

llvm::Error damaged() { return fault("is damaged"); }

std::string joinParts(const StoredKind &Kind,
                      llvm::ArrayRef<std::string> Parts) {
  char Head[PartHeadSize];
  std::string Bytes = Kind.Magic.str();
  llvm::support::endian::write32le(Head, Kind.Format);
  Bytes.append(Head, 4);
  for (const std::string &Part : Parts) {
    llvm::support::endian::write64le(Head, Part.size());
    llvm::support::endian::write64le(Head + 8,
                                     llvm::xxHash64(llvm::StringRef(Part)));
    Bytes.append(Head, PartHeadSize);
    Bytes += Part;
  }
  return Bytes;
}

/// One part, if it is whole; moves \p Bytes behind it.
static std::optional<llvm::StringRef> takePart(llvm::StringRef &Bytes) {
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

llvm::Expected<llvm::SmallVector<llvm::StringRef, 2>>
splitParts(const StoredKind &Kind, unsigned Count, llvm::StringRef Bytes) {
  if (Bytes.size() < HeadSize || Bytes.take_front(4) != Kind.Magic)
    return fault(llvm::Twine("is no ") + Kind.Name + " of Gridlock");
  if (llvm::support::endian::read32le(Bytes.data() + 4) != Kind.Format)
    return fault("has another format");
  Bytes = Bytes.drop_front(HeadSize);
  llvm::SmallVector<llvm::StringRef, 2> Parts;
  for (; Count; --Count) {
    auto Part = takePart(Bytes);
    if (!Part)
      return damaged();
    Parts.push_back(*Part);
  }
  if (!Bytes.empty())
    return damaged();
  return std::move(Parts);
}

} // namespace gridlock
