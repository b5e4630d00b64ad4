// Part of Gridlock, under the Apache License v2.0 with LLVM Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "Project/NewFile.h"
#include "llvm/Support/raw_ostream.h"
#include <csignal>

namespace fs = llvm::sys::fs;

namespace gridlock {

static std::error_code writeTo(int Descriptor, llvm::StringRef Bytes) {
  // A limit to the size of files is an error like a full disk, not a crash.
  auto Before = std::signal(SIGXFSZ, SIG_IGN);
  llvm::raw_fd_ostream Out(Descriptor, /*shouldClose=*/false);
  Out << Bytes;
  Out.flush();
  std::error_code Fault = Out.error();
  Out.clear_error();
  std::signal(SIGXFSZ, Before);
  return Fault;
}

llvm::Expected<fs::TempFile>
writeNewFile(llvm::StringRef Path, llvm::StringRef Bytes, unsigned Mode) {
  auto File = fs::TempFile::create(Path + ".%%%%%%%%" + NewFileEnding, Mode);
  if (!File)
    return File.takeError();
  if (std::error_code Fault = writeTo(File->FD, Bytes)) {
    llvm::consumeError(File->discard());
    return llvm::errorCodeToError(Fault);
  }
  return std::move(*File);
}

} // namespace gridlock
