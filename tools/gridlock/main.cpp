// Part of Gridlock, under the Apache License v2.0 with LLVM Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

/// \file
/// The command line of gridlock: flags only.

#include "Facts/Print.h"
#include "Facts/Shard.h"
#include "Findings/SourceCache.h"
#include "Project/Project.h"
#include "Project/SourceEdits.h"
#include "Report/Baseline.h"
#include "Report/CheckPage.h"
#include "Report/Dot.h"
#include "Report/Report.h"
#include "llvm/Support/CommandLine.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/InitLLVM.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/Threading.h"
#include "llvm/Support/WithColor.h"
#include "llvm/Support/xxhash.h"

using namespace gridlock;
using llvm::StringRef;
namespace cl = llvm::cl;

namespace {

/// What the caller learns.
enum ExitCode { Clean = 0, HasFindings = 1, CouldNotRun = 2, Stopped = 130 };

cl::OptionCategory Category("Options");

cl::list<std::string> Files(cl::Positional, cl::cat(Category),
                            cl::desc("[FILES, FOLDERS, 'PATTERNS']"));
cl::opt<std::string> BuildPath("p", cl::value_desc("folder"),
                               cl::desc("Where compile_commands.json is"),
                               cl::cat(Category));
cl::opt<std::string> Checks("checks", cl::value_desc("patterns"),
                            cl::desc("Added to the checks of .clang-tidy"),
                            cl::cat(Category));
cl::list<std::string> Exclude("exclude", cl::value_desc("pattern"),
                              cl::desc("Files that are left out"),
                              cl::cat(Category));
cl::opt<std::string> HeaderFilter("header-filter", cl::value_desc("regex"),
                                  cl::desc("Headers that are reported on"),
                                  cl::cat(Category));
cl::opt<std::string> Models("models", cl::value_desc("files"),
                            cl::desc("Models of your own, separated by ';'"),
                            cl::cat(Category));
cl::opt<bool> Strict("strict", cl::desc("Report also what is only likely"),
                     cl::cat(Category));
cl::opt<std::string> Format("format", cl::value_desc("name"), cl::init("text"),
                            cl::desc("Of the report: text, json, sarif, html; "
                                     "of the graph: dot, svg"),
                            cl::cat(Category));
cl::opt<std::string> Html("html", cl::value_desc("folder"),
                          cl::desc("Write a page for browsers there too"),
                          cl::cat(Category));
cl::opt<std::string> Baseline("baseline", cl::value_desc("file"),
                              cl::desc("Findings that are known already"),
                              cl::cat(Category));
cl::opt<bool> WriteBaseline("write-baseline",
                            cl::desc("Write the findings into the baseline"),
                            cl::cat(Category));
cl::opt<std::string> CacheFolder("cache", cl::value_desc("folder"),
                                 cl::init(".cache/gridlock"),
                                 cl::desc("Where facts are kept; empty: "
                                          "nowhere"),
                                 cl::cat(Category));
cl::opt<unsigned> Jobs("j", cl::Prefix, cl::value_desc("count"),
                       cl::desc("Units at once; all cores by default"),
                       cl::cat(Category));
cl::opt<unsigned> MaxMemory("max-memory", cl::value_desc("MiB"),
                            cl::desc("Start no further unit above it"),
                            cl::cat(Category));
cl::opt<bool> ApplyFixes("fix", cl::desc("Apply the fixes that are safe"),
                         cl::cat(Category));
cl::opt<bool> FixNotes("fix-notes",
                       cl::desc("Also a fix on a note, where it is the one"),
                       cl::cat(Category));
cl::opt<bool> FailOnErrors("fail-on-errors",
                           cl::desc("Exit with 2 if a unit does not compile"),
                           cl::cat(Category));
cl::list<std::string> ExtraArgs("extra-arg", cl::value_desc("word"),
                                cl::desc("Appended to each compile command"),
                                cl::cat(Category));
cl::list<std::string> ExtraArgsBefore("extra-arg-before",
                                      cl::value_desc("word"),
                                      cl::desc("Prepended likewise"),
                                      cl::cat(Category));
cl::opt<bool> Quiet("q", cl::desc("Tell no progress"), cl::cat(Category));

/// What is built differently may see other facts.
std::string versionOf(const char *Program) {
  std::string Version = GRIDLOCK_VERSION;
  std::string Self = llvm::sys::fs::getMainExecutable(
      Program, reinterpret_cast<void *>(&versionOf));
  if (auto Buffer = llvm::MemoryBuffer::getFile(Self))
    Version += " " + std::to_string(llvm::xxHash64((*Buffer)->getBuffer()));
  return Version;
}

ProjectRequest request(const char *Program) {
  ProjectRequest Made;
  Made.Database.BuildPath = BuildPath;
  Made.Database.Files = Files;
  Made.Database.Exclude = Exclude;
  Made.Database.ExtraArguments = ExtraArgs;
  Made.Database.ExtraArgumentsBefore = ExtraArgsBefore;
  Made.Checks = Checks;
  Made.HeaderFilter = HeaderFilter;
  if (!Models.empty())
    Made.Options["Models"] = Models;
  if (Strict)
    Made.Options["Strict"] = "true";
  Made.CacheFolder = CacheFolder;
  if (!CacheFolder.empty())
    Made.Version = versionOf(Program);
  Made.Jobs = Jobs ? unsigned(Jobs)
                   : llvm::hardware_concurrency().compute_thread_count();
  Made.MaxMemory = uint64_t(MaxMemory) << 20;
  Made.Quiet = Quiet;
  return Made;
}

int fail(const llvm::Twine &Message) {
  llvm::WithColor::error(llvm::errs(), "gridlock") << Message << "\n";
  return CouldNotRun;
}

/// Analyses, and uses the result, if there is one.
int analyseThen(const ProjectRequest &Asked,
                llvm::function_ref<int(ProjectResult &)> Use) {
  auto Result = analyse(Asked, llvm::errs());
  if (!Result)
    return fail(llvm::toString(Result.takeError()));
  return Result->Interrupted ? int(Stopped) : Use(*Result);
}

/// What the writers of reports need; it holds on to the solution.
struct Report {
  explicit Report(const Solution &Found) {
    llvm::sys::fs::current_path(Folder);
    Input.Findings = Found.Findings;
    Input.Files = Found.Files;
    Input.Source = Source;
    Input.Version = GRIDLOCK_VERSION;
    Input.Root = Folder;
    Input.Waits = &Found.Waits;
    Input.Colour = llvm::outs().has_colors();
  }
  Report(const Report &) = delete;

  SourceCache Sources;
  std::function<std::optional<StringRef>(StringRef)> Source =
      [this](StringRef File) { return Sources(File); };
  llvm::SmallString<256> Folder;
  ReportInput Input;
};

/// Leaves out what the baseline knows, and tells what is gone.
llvm::Error dropKnown(Solution &Found) {
  auto Known = readBaselineFile(Baseline);
  if (!Known)
    return Known.takeError();
  BaselineComparison Compared = compare(Report(Found).Input, *Known);
  std::vector<Finding> New;
  for (size_t I = 0; I < Found.Findings.size(); ++I)
    if (!Compared.IsKnown[I])
      New.push_back(std::move(Found.Findings[I]));
  Found.Findings = std::move(New);
  for (const KnownFinding &Gone : Compared.Vanished)
    llvm::errs() << "note: no longer found: " << Gone.File << ": "
                 << Gone.Message << " [" << Gone.Check << "]\n";
  return llvm::Error::success();
}

llvm::Error writeAll(const ReportFormat &Chosen, Solution &Found) {
  if (WriteBaseline)
    return writeBaselineFile(Report(Found).Input, Baseline);
  if (!Baseline.empty())
    if (llvm::Error Fault = dropKnown(Found))
      return Fault;
  Report All(Found);
  Chosen.Write(All.Input, llvm::outs());
  llvm::outs().flush();
  return Html.empty() ? llvm::Error::success() : writePage(All.Input, Html);
}

void tellSummary(const ProjectResult &Result, size_t Fixed) {
  auto &Out = llvm::errs();
  Out << Result.Units << (Result.Units == 1 ? " unit" : " units") << ", "
      << Result.Parsed << " read anew";
  if (Result.Broken)
    Out << ", " << Result.Broken << " with errors";
  Out << "; " << Result.Found.Findings.size()
      << (Result.Found.Findings.size() == 1 ? " finding" : " findings");
  if (Result.Suppressed)
    Out << ", " << Result.Suppressed << " suppressed";
  if (Fixed)
    Out << ", " << Fixed << " fixed";
  Out << "\n";
}

/// How many findings are fixed now.
llvm::Expected<size_t> fix(const ProjectResult &Result) {
  if (!ApplyFixes && !FixNotes)
    return 0;
  auto Made = applyFixes(Result, FixNotes);
  if (!Made)
    return Made.takeError();
  Report All(Result.Found);
  for (const RefusedFix &One : Made->Refused)
    writeLine(All.Input, One.Where, "not fixed: " + One.Reason, llvm::errs());
  return llvm::count(Made->IsFixed, true);
}

int report(const ReportFormat &Chosen, ProjectResult &Result) {
  if (llvm::Error Fault = writeAll(Chosen, Result.Found))
    return fail(llvm::toString(std::move(Fault)));
  auto Fixed = fix(Result);
  if (!Fixed)
    return fail(llvm::toString(Fixed.takeError()));
  if (!Quiet)
    tellSummary(Result, *Fixed);
  if (Result.Lost == Result.Units)
    return fail("no unit could be read");
  if (FailOnErrors && Result.Broken)
    return CouldNotRun;
  return Result.Found.Findings.size() == *Fixed || WriteBaseline ? Clean
                                                                 : HasFindings;
}

int runAnalyse(const char *Program) {
  const ReportFormat *Chosen = findFormat(Format);
  if (!Chosen)
    return fail("there is no format '" + Format + "'");
  if (WriteBaseline && Baseline.empty())
    return fail("--write-baseline needs the name of a file: --baseline=FILE");
  ProjectRequest Asked = request(Program);
  Asked.Graph = !Html.empty() || Format == "html";
  Asked.Inputs = ApplyFixes || FixNotes;
  if (Asked.Inputs && WriteBaseline)
    return fail("a baseline is written of findings that are not fixed");
  return analyseThen(
      Asked, [&](ProjectResult &Result) { return report(*Chosen, Result); });
}

int drawGraph(Solution &Found) {
  Report All(Found);
  if (Format != "svg") {
    writeDot(All.Input, llvm::outs());
    return Clean;
  }
  std::string Dot;
  llvm::raw_string_ostream Text(Dot);
  writeDot(All.Input, Text);
  auto Picture = drawSvg(Text.str());
  if (!Picture)
    return fail(llvm::toString(Picture.takeError()));
  llvm::outs() << *Picture;
  return Clean;
}

int runGraph(const char *Program) {
  if (Format != "dot" && Format != "svg" && Format.getNumOccurrences())
    return fail("a graph has the format dot or svg");
  ProjectRequest Asked = request(Program);
  Asked.Graph = true;
  return analyseThen(
      Asked, [](ProjectResult &Result) { return drawGraph(Result.Found); });
}

/// The place that was asked for is the last word.
int runWhy(const char *Program) {
  std::string Place = Files.empty() ? "" : Files[Files.size() - 1];
  auto [File, Line] = StringRef(Place).rsplit(':');
  unsigned Number = 0;
  if (File.empty() || Line.getAsInteger(10, Number) || !Number)
    return fail("why needs a place: FILE:LINE");
  ProjectRequest Asked = request(Program);
  Asked.Database.Files.pop_back();
  Asked.AskedFile = File.str();
  Asked.AskedLine = Number;
  return analyseThen(Asked, [](ProjectResult &Result) {
    Report All(Result.Found);
    writeAnswers(All.Input, Result.Found.Answers, llvm::outs());
    return Clean;
  });
}

int runExplain(const char *) {
  bool Known = explain(Files.empty() ? "" : Files.front(), llvm::outs(),
                       llvm::outs().has_colors());
  return Known ? Clean : CouldNotRun;
}

int runFacts(const char *Program) {
  if (Files.size() != 1)
    return fail("facts needs the name of one source or shard");
  if (StringRef(Files.front()).take_back(6) == ".shard") {
    auto Buffer = llvm::MemoryBuffer::getFile(Files.front());
    if (!Buffer)
      return fail(Files.front() + ": " + Buffer.getError().message());
    auto Read = readShard((*Buffer)->getBuffer());
    if (!Read)
      return fail(Files.front() + ": " + llvm::toString(Read.takeError()));
    printFacts(Read->Facts, llvm::outs());
    return Clean;
  }
  auto All = readFacts(request(Program), llvm::errs());
  if (!All)
    return fail(llvm::toString(All.takeError()));
  for (const Unit &One : *All)
    printFacts(One, llvm::outs());
  return Clean;
}

struct Command {
  StringRef Name;
  int (*Run)(const char *Program);
};

const Command Commands[] = {
    {"analyse", runAnalyse}, {"facts", runFacts},     {"graph", runGraph},
    {"why", runWhy},         {"explain", runExplain},
};

const char *Overview =
    "gridlock - finds where a whole program waits for itself\n\n"
    "  gridlock [analyse]    reads the units of compile_commands.json, and "
    "reports\n"
    "  gridlock graph        writes what waits on what, as DOT or SVG\n"
    "  gridlock why FILE:LINE  tells why a wait is reported, or is not\n"
    "  gridlock explain CHECK  prints the page of a check\n"
    "  gridlock facts FILE   prints what is known of a source or a shard\n";

} // namespace

int main(int Count, const char **Words) {
  llvm::InitLLVM Start(Count, Words);
  const Command *Chosen = &Commands[0];
  for (const Command &One : Commands)
    if (Count > 1 && One.Name == Words[1])
      Chosen = &One;
  std::vector<const char *> Rest(Words, Words + Count);
  if (Count > 1 && Chosen->Name == Words[1])
    Rest.erase(Rest.begin() + 1);
  cl::HideUnrelatedOptions(Category);
  cl::SetVersionPrinter([](llvm::raw_ostream &Out) {
    Out << "gridlock " << GRIDLOCK_VERSION << "\n";
  });
  if (!cl::ParseCommandLineOptions(Rest.size(), Rest.data(), Overview,
                                   &llvm::errs()))
    return CouldNotRun;
  int Code = Chosen->Run(Words[0]);
  llvm::outs().flush();
  if (std::error_code Fault = llvm::outs().error()) {
    llvm::outs().clear_error();
    return fail("cannot write the report: " + Fault.message());
  }
  return Code;
}
