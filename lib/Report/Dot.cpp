// Part of Gridlock, under the Apache License v2.0 with LLVM Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "Report/Dot.h"
#include "Report/Uri.h"
#include "llvm/ADT/SmallString.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/FileUtilities.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/Path.h"
#include "llvm/Support/Program.h"
#include "llvm/Support/raw_ostream.h"
#include <map>
#include <set>

namespace gridlock {
namespace {

/// How many places the label of an edge names.
constexpr size_t MaxPlaces = 3;
/// A graph that takes longer is not drawn.
constexpr unsigned MaxSeconds = 60;

/// As a string in DOT; a newline stays one.
std::string quoted(llvm::StringRef Text) {
  std::string Made = "\"";
  llvm::SmallVector<llvm::StringRef, 4> Lines;
  Text.split(Lines, '\n');
  for (size_t I = 0; I < Lines.size(); ++I) {
    Made += I ? "\\n" : "";
    for (char C : printable(Lines[I]))
      Made +=
          (C == '"' || C == '\\') ? std::string("\\") + C : std::string(1, C);
  }
  return Made + "\"";
}

llvm::StringRef classOf(WaitNode::NodeKind Kind) {
  switch (Kind) {
  case WaitNode::Pool:
    return "pool";
  case WaitNode::Loop:
    return "loop";
  case WaitNode::Thread:
    return "thread";
  case WaitNode::Mutex:
    return "mutex";
  case WaitNode::Outside:
    return "outside";
  }
  return "";
}

llvm::StringRef shapeOf(WaitNode::NodeKind Kind) {
  switch (Kind) {
  case WaitNode::Pool:
    return "shape=box style=rounded";
  case WaitNode::Loop:
    return "shape=ellipse peripheries=2";
  case WaitNode::Thread:
    return "shape=box style=dashed";
  case WaitNode::Mutex:
    return "shape=hexagon";
  case WaitNode::Outside:
    return "shape=plaintext";
  }
  return "";
}

class DotWriter {
public:
  DotWriter(const ReportInput &Input, llvm::raw_ostream &Out,
            const EdgeLink &Link)
      : Input(Input), Graph(*Input.Waits), Out(Out), Link(Link) {}

  void write();

private:
  struct Arrow {
    unsigned From, To;
    bool Red;
    WaitKind How;
    bool operator<(const Arrow &Other) const {
      return std::tie(From, To, Red, How) <
             std::tie(Other.From, Other.To, Other.Red, Other.How);
    }
  };
  void writeNode(unsigned Index);
  void writeArrow(const Arrow &Of, llvm::ArrayRef<size_t> Edges);
  std::string place(const Location &Where) const;
  std::string link(size_t Edge) const;

  const ReportInput &Input;
  const WaitGraph &Graph;
  llvm::raw_ostream &Out;
  const EdgeLink &Link;
  std::set<unsigned> Red; ///< nodes on a cycle
};

std::string DotWriter::place(const Location &Where) const {
  return llvm::sys::path::filename(shownFile(Input, Where.File)).str() + ":" +
         std::to_string(Where.Line);
}

std::string DotWriter::link(size_t Edge) const {
  if (Link)
    return Link(Edge);
  const Location &Where = Graph.Edges[Edge].Where;
  return Where.File < Input.Files.size()
             ? fileUri(validUtf8(Input.Files[Where.File])) + "#L" +
                   std::to_string(Where.Line)
             : "";
}

void DotWriter::writeNode(unsigned Index) {
  const WaitNode &Node = Graph.Nodes[Index];
  std::string Label = Node.Name;
  if (Node.Capacity == 1)
    Label += "\n1 worker";
  else if (Node.Capacity > 1)
    Label += "\n" + std::to_string(Node.Capacity) + " workers";
  else if (Node.Capacity < 0)
    Label += "\nas many workers as needed";
  Out << "  n" << Index << " [label=" << quoted(Label) << ' '
      << shapeOf(Node.Kind) << " class=\"" << classOf(Node.Kind)
      << (Red.count(Index) ? " cycle\" color=\"#c62828\" penwidth=2" : "\"");
  if (Node.Where.Line)
    Out << " tooltip=" << quoted("made at " + place(Node.Where));
  Out << "];\n";
}

void DotWriter::writeArrow(const Arrow &Of, llvm::ArrayRef<size_t> Edges) {
  std::string Label;
  for (size_t Edge : Edges.take_front(MaxPlaces))
    Label +=
        Graph.Edges[Edge].Text + " (" + place(Graph.Edges[Edge].Where) + ")\n";
  if (Edges.size() > MaxPlaces)
    Label += "and " + std::to_string(Edges.size() - MaxPlaces) + " more\n";
  llvm::StringRef Style = Of.How == WaitKind::Helps   ? " style=dotted"
                          : Of.How == WaitKind::Timed ? " style=dashed"
                                                      : "";
  Out << "  n" << Of.From << " -> n" << Of.To
      << " [label=" << quoted(llvm::StringRef(Label).rtrim('\n')) << Style
      << " class=\"wait"
      << (Of.Red ? " cycle\" color=\"#c62828\" fontcolor=\"#c62828\" penwidth=2"
                 : "\"")
      << " URL=" << quoted(link(Edges.front())) << "];\n";
}

void DotWriter::write() {
  std::map<Arrow, std::vector<size_t>> Arrows;
  for (size_t I = 0; I < Graph.Edges.size(); ++I) {
    const WaitEdge &Edge = Graph.Edges[I];
    bool OnCycle = findingOf(Input, Edge) >= 0;
    Arrows[{Edge.From, Edge.To, OnCycle, Edge.How}].push_back(I);
    if (OnCycle)
      Red.insert({Edge.From, Edge.To});
  }
  Out << "digraph waits {\n"
         "  graph [rankdir=LR bgcolor=transparent fontname=\"Helvetica\"];\n"
         "  node [fontname=\"Helvetica\" fontsize=12];\n"
         "  edge [fontname=\"Helvetica\" fontsize=10];\n";
  for (unsigned Node = 0; Node < Graph.Nodes.size(); ++Node)
    writeNode(Node);
  for (const auto &[Of, Edges] : Arrows)
    writeArrow(Of, Edges);
  Out << "}\n";
}

} // namespace

void writeDot(const ReportInput &Input, llvm::raw_ostream &Out,
              const EdgeLink &Link) {
  static const WaitGraph Empty;
  ReportInput WithGraph = Input;
  if (!Input.Waits)
    WithGraph.Waits = &Empty;
  DotWriter(WithGraph, Out, Link).write();
}

static llvm::Error cannotDraw(const llvm::Twine &Why) {
  return llvm::createStringError(llvm::inconvertibleErrorCode(), Why);
}

llvm::Expected<std::string> drawSvg(llvm::StringRef Dot) {
  auto Program = llvm::sys::findProgramByName("dot");
  if (!Program)
    return cannotDraw("the program 'dot' of Graphviz is not installed");
  llvm::SmallString<128> From, To;
  if (llvm::sys::fs::createTemporaryFile("gridlock", "dot", From) ||
      llvm::sys::fs::createTemporaryFile("gridlock", "svg", To))
    return cannotDraw("no temporary file can be made");
  llvm::FileRemover RemoveFrom(From), RemoveTo(To);
  std::error_code Failed;
  {
    llvm::raw_fd_ostream Out(From, Failed);
    if (!Failed)
      Out << Dot;
    Out.close();
    if (Out.has_error()) {
      Failed = Out.error();
      Out.clear_error();
    }
  }
  if (Failed)
    return cannotDraw("a temporary file cannot be written: " +
                      Failed.message());
  std::string Error;
  if (llvm::sys::ExecuteAndWait(*Program, {*Program, "-Tsvg", From, "-o", To},
                                {}, {}, MaxSeconds, 0, &Error))
    return cannotDraw("'dot' of Graphviz did not draw it" +
                      (Error.empty() ? "" : ": " + Error));
  auto Drawn = llvm::MemoryBuffer::getFile(To);
  if (!Drawn)
    return cannotDraw("'dot' of Graphviz wrote nothing");
  return (*Drawn)->getBuffer().str();
}

} // namespace gridlock
