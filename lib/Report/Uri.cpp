// Part of Gridlock, under the Apache License v2.0 with LLVM Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "Report/Uri.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/Path.h"

namespace gridlock {

std::string uriPath(llvm::StringRef Path) {
  static const char Digits[] = "0123456789ABCDEF";
  std::string Made;
  for (unsigned char C : Path)
    if (llvm::isAlnum(C) || llvm::StringRef("/-._~").contains(C))
      Made += C;
    else
      Made += {'%', Digits[C >> 4], Digits[C & 15]};
  return Made;
}

std::string fileUri(llvm::StringRef Path) {
  std::string Slashes = llvm::sys::path::convert_to_slash(Path);
  return "file://" + std::string(Slashes[0] == '/' ? "" : "/") +
         uriPath(Slashes);
}

} // namespace gridlock
