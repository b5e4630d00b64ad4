// Part of Gridlock, under the Apache License v2.0 with LLVM Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

// A report is put together on a worker thread. Its sections are tasks of the
// same pool, and the report waits for them: but the only worker is busy, with
// waiting. No section ever starts.

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
    Report += Section.get(); // WARN[get]: task of 'Pool' blocks in 'get'
  return Report;
}

int main() {
  ThreadPool Pool(1);
  std::future<std::string> Report =
      Pool.submit([&Pool] { return renderReport(Pool); });
  std::puts(Report.get().c_str());
}
