// Part of Gridlock, under the Apache License v2.0 with LLVM Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "Models/ModelFiles.h"
#include "Models/ModelReader.h"
#include "llvm/Support/MemoryBuffer.h"

namespace gridlock {

std::shared_ptr<const ModelSet> loadModels(llvm::StringRef Paths,
                                           std::vector<std::string> &Errors) {
  if (Paths.empty())
    return ModelSet::builtin();
  auto Models = std::make_shared<ModelSet>(*ModelSet::builtin());
  llvm::SmallVector<llvm::StringRef, 4> Names;
  Paths.split(Names, ';', -1, /*KeepEmpty=*/false);
  unsigned Layer = 0;
  for (llvm::StringRef Name : Names) {
    Name = Name.trim();
    auto Buffer = llvm::MemoryBuffer::getFile(Name);
    if (!Buffer) {
      Errors.push_back(Name.str() + ": error: cannot read the model: " +
                       Buffer.getError().message());
      continue;
    }
    if (std::optional<Model> Read =
            readModel((*Buffer)->getBuffer(), Name, Errors))
      Models->add(std::move(*Read), ++Layer);
  }
  return Models;
}

} // namespace gridlock
