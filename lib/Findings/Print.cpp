// Part of Gridlock, under the Apache License v2.0 with LLVM Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "Findings/Print.h"
#include "Findings/CheckTable.h"
#include "llvm/Support/raw_ostream.h"

namespace gridlock {

void printFindings(llvm::ArrayRef<Finding> Findings,
                   llvm::ArrayRef<std::string> Files, llvm::raw_ostream &Out) {
  auto Place = [&](const Location &Where) {
    Out << (Where.Line ? Files[Where.File] : "") << ":" << Where.Line << ":"
        << Where.Column;
  };
  Out << "---\n";
  for (const Finding &Found : Findings) {
    Out << "- check: " << rowOf(Found.Check).Name << "\n  place: \"";
    Place(Found.Where);
    Out << "\"\n  message: \"" << Found.Message << "\"\n  chain:\n";
    for (const ChainStep &Step : Found.Chain) {
      Out << "    - {place: \"";
      Place(Step.Where);
      Out << "\", text: \"" << Step.Text << "\"}\n";
    }
  }
  Out << "...\n";
}

} // namespace gridlock
