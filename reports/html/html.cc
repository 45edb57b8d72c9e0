#include "reports/html/html.h"

#include <algorithm>
#include <ostream>
#include <string>
#include <string_view>
#include <vector>

#include "reports/html/page.h"
#include "reports/html/page_data.h"

namespace nlbsim::reports {

namespace {

using api::Json;
using scenarios::Outcome;
using scenarios::RunRecord;

// JSON that may stand in a script element: "<" occurs in strings alone, where it may be spelled otherwise.
std::string script_json(const Json& value) {
  const std::string text = api::dump_json(value);
  std::string out;
  out.reserve(text.size());
  for (const char c : text) {
    if (c == '<') out += "\\u003c";
    else out.push_back(c);
  }
  return out;
}

// The data of each run; empty where the page has no room for it.
std::vector<std::string> run_data(std::span<const RunRecord> runs, const HtmlLimits& limits) {
  std::vector<std::size_t> order;
  for (const bool failed : {true, false})
    for (std::size_t i = 0; i < runs.size(); ++i)
      if ((runs[i].outcome == Outcome::failed) == failed) order.push_back(i);
  std::vector<std::string> data(runs.size());
  std::size_t room = limits.bytes;
  for (const std::size_t i : order) {
    if (runs[i].records().empty() && runs[i].steps.empty()) continue;
    std::string text = script_json(page_run(runs[i], {limits.events_per_run, true}));
    if (text.size() > std::min(limits.bytes_per_run, room))
      text = script_json(page_run(runs[i], {limits.events_per_run, false}));
    if (text.size() > room) continue;
    room -= text.size();
    data[i] = std::move(text);
  }
  return data;
}

void write_data(std::span<const RunRecord> runs, const Context& context, const HtmlLimits& limits, std::ostream& out) {
  const std::vector<std::string> data = run_data(runs, limits);
  out << "<script type=\"application/json\" id=\"index\">" << script_json(page_index(runs, context)) << "</script>\n";
  for (std::size_t i = 0; i < data.size(); ++i)
    if (!data[i].empty())
      out << "<script type=\"application/json\" id=\"run-" << i << "\">" << data[i] << "</script>\n";
}

}  // namespace

void write_html(std::span<const RunRecord> runs, const Context& context, const HtmlLimits& limits, std::ostream& out) {
  std::string_view frame = page_frame();
  const auto until = [&](std::string_view mark) {
    const auto at = frame.find(mark);
    out << frame.substr(0, at);
    frame.remove_prefix(at + mark.size());
  };
  until("<!--STYLE-->");
  out << "<style>\n" << page_style() << "</style>";
  until("<!--DATA-->");
  write_data(runs, context, limits, out);
  until("<!--SCRIPT-->");
  out << "<script>\n'use strict';\n";
  for (const std::string_view script : page_scripts()) out << script;
  out << "</script>" << frame;
}

}  // namespace nlbsim::reports
