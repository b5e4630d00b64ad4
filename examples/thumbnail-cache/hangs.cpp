// Part of Gridlock, under the Apache License v2.0 with LLVM Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

// Thumbnails are drawn by a pool for computing, which waits for the pool for
// the disk. The disk's task finds an old picture and has it converted: it waits
// for the pool for computing. Each pool waits for the other one only.

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
      return "small " + Picture.get(); // WARN[get]: 'Compute'
    });
  }

private:
  std::future<std::string> load(const std::string &Name) {
    return Disk.submit([this, Name] { return convert("old " + Name); });
  }

  std::string convert(const std::string &Picture) {
    std::future<std::string> Converted =
        Compute.submit([Picture] { return "new from " + Picture; });
    return Converted.get();
  }

  ThreadPool &Compute, &Disk;
};

int main() {
  ThreadPool Compute(1), Disk(1);
  Thumbnails Gallery(Compute, Disk);
  std::puts(Gallery.draw("cat").get().c_str());
}
