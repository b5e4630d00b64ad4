// Part of Gridlock, under the Apache License v2.0 with LLVM Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "Report/HtmlGraph.h"
#include "Report/Dot.h"
#include "Report/HtmlText.h"
#include "Report/SourceText.h"
#include "llvm/Support/raw_ostream.h"

namespace gridlock {

/// A picture of more is no help to anybody.
constexpr size_t MaxDrawnEdges = 500;

static llvm::StringRef waitText(WaitKind How) {
  switch (How) {
  case WaitKind::Timed:
    return "waits for a time";
  case WaitKind::Helps:
    return "runs other tasks meanwhile";
  default:
    return "blocks";
  }
}

static void writePicture(const ReportInput &Input, llvm::raw_ostream &Out) {
  if (Input.Waits->Edges.size() > MaxDrawnEdges) {
    Out << "<p>There are too many waits for a picture.</p>\n";
    return;
  }
  std::string Dot;
  llvm::raw_string_ostream DotOut(Dot);
  // A click leads to the finding, or to the row of the table.
  writeDot(Input, DotOut, [&](size_t Edge) {
    int Finding = findingOf(Input, Input.Waits->Edges[Edge]);
    return Finding < 0 ? "#w" + std::to_string(Edge)
                       : "#f" + std::to_string(Finding);
  });
  llvm::Expected<std::string> Drawn = drawSvg(DotOut.str());
  if (!Drawn) {
    Out << "<p>There is no picture: "
        << escaped(llvm::toString(Drawn.takeError())) << ".</p>\n";
    return;
  }
  // What comes before the element belongs to a file of its own.
  llvm::StringRef Svg = *Drawn;
  Out << "<figure tabindex=\"0\" role=\"group\" aria-label=\"Graph of the "
         "waits; the table below says the same\">\n"
      << Svg.drop_front(std::min(Svg.find("<svg"), Svg.size()))
      << "</figure>\n";
}

static void writeRow(const ReportInput &Input, size_t Index, HtmlText &Text,
                     llvm::raw_ostream &Out) {
  const WaitEdge &Edge = Input.Waits->Edges[Index];
  int Finding = findingOf(Input, Edge);
  Out << "<tr id=\"w" << Index << '"' << (Finding < 0 ? "" : " class=\"cycle\"")
      << "><td>" << escaped(Input.Waits->Nodes[Edge.From].Name) << "</td><td>"
      << escaped(Input.Waits->Nodes[Edge.To].Name) << "</td><td>"
      << waitText(Edge.How) << "</td><td><span class=\"place\">";
  Text.writePlace(Edge.Where);
  Out << "</span>";
  std::optional<llvm::StringRef> Line = sourceLine(Input, Edge.Where);
  if (Line && Line->size() <= MaxShownLine)
    Out << "<br><code>" << escaped(withoutTabs(Line->trim())) << "</code>";
  Out << "</td><td>";
  if (Finding >= 0)
    Out << "<a href=\"#f" << Finding << "\">finding</a>";
  Out << "</td></tr>\n";
}

void writeGraphSection(const ReportInput &Input, llvm::raw_ostream &Out) {
  if (!Input.Waits)
    return;
  Out << "<section class=\"graph\" aria-labelledby=\"waits\">\n"
         "<h2 id=\"waits\">What blocks on what</h2>\n"
         "<p>Boxes are executors, double ellipses event loops, hexagons "
         "mutexes, dashed boxes threads. An arrow leads from what is held "
         "while it waits to what is needed to go on: dashed with a time limit, "
         "dotted where other tasks run meanwhile. Red is a cycle.</p>\n";
  if (Input.Waits->Nodes.empty()) {
    Out << "<p>No executor is in sight.</p>\n</section>\n";
    return;
  }
  writePicture(Input, Out);
  if (!Input.Waits->Edges.empty()) {
    Out << "<div class=\"scroll\" tabindex=\"0\" role=\"group\" "
           "aria-label=\"All waits\"><table>\n<thead><tr><th scope=\"col\">Who "
           "holds</th><th scope=\"col\">waits for</th><th "
           "scope=\"col\">how</th><th scope=\"col\">where</th><th "
           "scope=\"col\">told</th></tr></thead>\n<tbody>\n";
    HtmlText Text(Input, Out);
    for (size_t I = 0; I < Input.Waits->Edges.size(); ++I)
      writeRow(Input, I, Text, Out);
    Out << "</tbody>\n</table></div>\n";
  }
  Out << "</section>\n";
}

} // namespace gridlock
