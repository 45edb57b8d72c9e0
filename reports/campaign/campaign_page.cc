#include "reports/campaign/campaign_page.h"

#include <fmt/format.h>

#include <algorithm>

#include "reports/plain_page.h"
#include "reports/text.h"
#include "scenarios/explore/reproducer.h"

namespace nlbsim::reports {
namespace {

using scenarios::CampaignResult;
using scenarios::Finding;
using scenarios::kPlanKinds;
using scenarios::PlanKind;
using scenarios::Struck;

constexpr std::string_view kStyle = R"(
body { max-width: 1200px; } .wide { overflow-x: auto; }
table { border-collapse: collapse; font-size: 13px; } th, td { padding: .2rem .5rem; text-align: right; white-space: nowrap; }
th:first-child { text-align: left; font-weight: 500; } thead th { vertical-align: bottom; }
td { background: color-mix(in srgb, var(--first) calc(var(--n) * 1%), var(--paper)); }
td.bad { background: color-mix(in srgb, var(--second) calc(30% + var(--n) * .6%), var(--paper)); font-weight: 700; }
td.none { background: none; color: var(--faint); }
article { border-top: 1px solid var(--faint); padding: .4rem 0; } article h3 { margin: .4rem 0; color: var(--second); }
code, pre { font-size: 13px; }
)";

// How strong a cell is: a share, in percent, of what would be most.
std::string cell(const Struck& struck, std::size_t most) {
  if (struck.plans == 0) return "<td class=\"none\">.</td>";
  const std::size_t part = struck.found > 0 ? struck.found * 100 / struck.plans : struck.plans * 45 / most;
  const std::string text =
      struck.found > 0 ? fmt::format("{} of {}", struck.found, struck.plans) : std::to_string(struck.plans);
  return fmt::format("<td{} style=\"--n:{}\">{}</td>", struck.found > 0 ? " class=\"bad\"" : "", part, text);
}

std::string heat_map(const CampaignResult& result) {
  std::size_t most = 1;
  for (const auto& [operation, kinds] : result.struck)
    for (const Struck& struck : kinds) most = std::max(most, struck.plans);
  std::string out = "<div class=\"wide\"><table><thead><tr><th>what is broken</th>";
  constexpr auto kFirst = static_cast<std::size_t>(PlanKind::crash_before);  // before it: the run without faults
  for (std::size_t i = kFirst; i < kPlanKinds; ++i)
    out += fmt::format("<th scope=\"col\">{}</th>", scenarios::name(static_cast<PlanKind>(i)));
  out += "</tr></thead><tbody>\n";
  for (const auto& [operation, kinds] : result.struck) {
    out += "<tr><th scope=\"row\">" + in_html(operation) + "</th>";
    for (std::size_t i = kFirst; i < kPlanKinds; ++i) out += cell(kinds[i], most);
    out += "</tr>\n";
  }
  return out + "</tbody></table></div>\n";
}

std::string finding_text(const Finding& finding, const std::set<std::string>& shown) {
  const std::string id = scenarios::reproducer_id(finding);
  std::string out = fmt::format("<article id=\"{}\"><h3>{}</h3>\n<p>{} of {}, the first: {}, {}</p>\n<pre>{}</pre>\n",
                                id, in_html(finding.signature()), counted(finding.count, "plan"), "this campaign",
                                in_html(finding.scenario), in_html(finding.plan), in_html(finding.message));
  if (shown.contains(id))
    out += fmt::format(
        "<p><a href=\"report.html#scenario={0}\">What happened</a>, and <a href=\"report.html#scenario={1}\">the same "
        "without the fault</a>. Again: <code>nlbsim replay {0}.yaml</code></p>\n",
        id, id + "%5Bwithout%20the%20fault%5D");
  return out + "</article>\n";
}

}  // namespace

std::string campaign_page(const CampaignResult& result, const std::set<std::string>& shown) {
  std::string body = fmt::format("<h1>{}</h1>\n<p>{} of {} plans run over {}, {} of them twice{}.</p>\n",
                                 counted(result.findings.size(), "finding"), result.runs, result.plans,
                                 counted(result.scenarios.size(), "scenario"), result.repeated,
                                 result.complete ? "" : "; the budget is spent");
  for (const auto& [signature, finding] : result.findings) body += finding_text(finding, shown);
  body +=
      "<h2>What was broken, and how</h2>\n<p>Plans of each kind; where one of them led to a finding, how many of how "
      "many.</p>\n" +
      heat_map(result);
  return plain_page("explore", kStyle, body);
}

}  // namespace nlbsim::reports
