// Part of Gridlock, under the Apache License v2.0 with LLVM Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

// The cure: whoever waits is not a task of the pool. The main thread hands out
// the sections and waits for them; the worker only works.

#include "../ThreadPool.h"

#include <cstdio>
#include <future>
#include <string>
#include <vector>

static std::string renderSection(const std::string &Title) {
  return "== " + Title + " ==\n";
}

static std::string renderReport(ThreadPool &Pool) {
  std::vector<std::future<std::string>> Sections;
  for (const char *Title : {"Sales", "Costs", "Outlook"})
    Sections.push_back(Pool.submit([Title] { return renderSection(Title); }));

  std::string Report;
  for (std::future<std::string> &Section : Sections)
    Report += Section.get();
  return Report;
}

int main() {
  ThreadPool Pool(1);
  std::puts(renderReport(Pool).c_str());
}
