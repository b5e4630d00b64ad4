// Part of Gridlock, under the Apache License v2.0 with LLVM Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

// The cure: the disk's task only reads. What is to be computed is computed by
// the task that waits for it, and nothing leads back from the disk.

#include "../ThreadPool.h"

#include <cstdio>
#include <future>
#include <string>

class Thumbnails {
public:
  Thumbnails(ThreadPool &Compute, ThreadPool &Disk)
      : Compute(Compute), Disk(Disk) {}

  std::future<std::string> draw(const std::string &Name) {
    return Compute.submit([this, Name] {
      std::future<std::string> Picture = load(Name);
      return "small " + convert(Picture.get());
    });
  }

private:
  std::future<std::string> load(const std::string &Name) {
    return Disk.submit([Name] { return "old " + Name; });
  }

  std::string convert(const std::string &Picture) {
    return "new from " + Picture;
  }

  ThreadPool &Compute, &Disk;
};

int main() {
  ThreadPool Compute(1), Disk(1);
  Thumbnails Gallery(Compute, Disk);
  std::puts(Gallery.draw("cat").get().c_str());
}
