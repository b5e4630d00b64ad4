// Part of Gridlock, under the Apache License v2.0 with LLVM Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "Report/Report.h"
#include "llvm/Support/raw_ostream.h"

namespace gridlock {

void writeLine(const ReportInput &Input, const Location &Where,
               llvm::StringRef Text, llvm::raw_ostream &Out) {
  if (Where.Line)
    Out << shownFile(Input, Where.File) << ":" << Where.Line << ":"
        << Where.Column << ": ";
  Out << printable(Text) << "\n";
}

void writeAnswers(const ReportInput &Input, llvm::ArrayRef<WaitAnswer> Answers,
                  llvm::raw_ostream &Out) {
  for (const WaitAnswer &Answer : Answers) {
    writeLine(Input, Answer.Where, Answer.Text, Out);
    for (const ChainStep &Step : Answer.Chain) {
      Out << "  ";
      writeLine(Input, Step.Where, Step.Text, Out);
    }
  }
}

} // namespace gridlock
