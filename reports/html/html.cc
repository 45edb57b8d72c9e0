#include "reports/html/html.h"

#include <algorithm>
#include <ostream>
#include <string>
#include <string_view>
#include <vector>

#include "reports/html/packed.h"
#include "reports/html/page.h"
#include "reports/html/page_data.h"

namespace nlbsim::reports {

namespace {

using api::Json;
using scenarios::Outcome;
using scenarios::RunRecord;

std::string packed_json(const Json& value) { return packed(api::dump_json(value)); }

// An element that no browser runs or shows, for load.js to unpack.
void write_packed(const std::string& id, std::string_view text, std::ostream& out) {
  out << "<script type=\"text/plain\" id=\"" << id << "\">" << text << "</script>\n";
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
    std::string text = packed_json(page_run(runs[i], {limits.events_per_run, true}));
    if (text.size() > std::min(limits.bytes_per_run, room))
      text = packed_json(page_run(runs[i], {limits.events_per_run, false}));
    if (text.size() > room) continue;
    room -= text.size();
    data[i] = std::move(text);
  }
  return data;
}

void write_data(std::span<const RunRecord> runs, const Context& context, const HtmlLimits& limits, std::ostream& out) {
  const std::vector<std::string> data = run_data(runs, limits);
  write_packed("index", packed_json(page_index(runs, context)), out);
  for (std::size_t i = 0; i < data.size(); ++i)
    if (!data[i].empty()) write_packed("run-" + std::to_string(i), data[i], out);
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
  std::string program = "'use strict';\n";
  for (const std::string_view script : page_scripts()) program += script;
  write_packed("program", packed(program), out);
  out << "<script>\n'use strict';\n" << page_loader() << "</script>" << frame;
}

}  // namespace nlbsim::reports
