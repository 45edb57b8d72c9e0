#include "reports/load/load_page.h"

#include <fmt/format.h>

#include <algorithm>
#include <string_view>
#include <vector>

#include "reports/load/load_json.h"
#include "reports/plain_page.h"

namespace nlbsim::reports {
namespace {

using scenarios::LoadReport;

constexpr int kWidth = 720;  // of the drawing area, without the margins
constexpr int kHeight = 220;
constexpr int kLeft = 64;
constexpr int kTop = 12;
constexpr int kBottom = 52;
constexpr int kTicks = 4;  // besides 0

constexpr std::string_view kStyle = R"(
svg { width: 100%; height: auto; } svg text { fill: var(--ink); font-size: 12px; }
@media (max-width: 600px) { svg text { font-size: 21px; } }
.grid { stroke: var(--faint); opacity: 0.3; }
.axis { stroke: var(--faint); fill: none; } .first { stroke: var(--first); fill: none; stroke-width: 1.5; }
.second { stroke: var(--second); fill: none; stroke-width: 1.5; }
.key-first { color: var(--first); } .key-second { color: var(--second); }
)";

struct Point {
  double x = 0;
  double y = 0;
};

// The end of an axis from 0 that reaches `most`: its ticks stand at numbers that people like.
double round_end(double most) {
  const double tick = std::max(most, 1e-9) / kTicks;
  double unit = 1;
  while (unit * 10 < tick) unit *= 10;
  while (unit > tick) unit /= 10;
  for (const double factor : {1.0, 1.5, 2.0, 2.5, 3.0, 4.0, 5.0, 7.5})
    if (unit * factor >= tick * 0.999999) return unit * factor * kTicks;
  return unit * 10 * kTicks;
}

// A line chart; x and y start at 0.
class Chart {
 public:
  Chart(std::string_view x_title, double x_most, double y_most)
      : x_title_(x_title), x_most_(round_end(x_most)), y_most_(round_end(y_most)) {}

  void line(std::string_view style, const std::vector<Point>& points) {
    std::string path;
    for (const Point& point : points)
      path += fmt::format("{}{:.1f} {:.1f}", path.empty() ? "M" : "L", kLeft + kWidth * point.x / x_most_,
                          kTop + kHeight - kHeight * point.y / y_most_);
    lines_ += fmt::format("<path class=\"{}\" d=\"{}\"/>\n", style, path);
  }

  std::string svg(std::string_view label) const {
    const int floor = kTop + kHeight;
    std::string out = fmt::format("<svg viewBox=\"0 0 {} {}\" role=\"img\" aria-label=\"{}\">\n", kLeft + kWidth + 24,
                                  floor + kBottom, label);
    out += fmt::format("<path class=\"axis\" d=\"M{0} {1}V{2}H{3}\"/>\n", kLeft, kTop, floor, kLeft + kWidth);
    for (int i = 0; i <= kTicks; ++i) {
      const int height = floor - kHeight * i / kTicks;
      out += fmt::format("<path class=\"grid\" d=\"M{} {}H{}\"/>\n", kLeft, height, kLeft + kWidth);
      out += fmt::format("<text x=\"{}\" y=\"{}\" text-anchor=\"middle\">{:.4g}</text>\n", kLeft + kWidth * i / kTicks,
                         floor + 20, x_most_ * i / kTicks);
      out += fmt::format("<text x=\"{}\" y=\"{}\" text-anchor=\"end\">{:.4g}</text>\n", kLeft - 6, height + 4,
                         y_most_ * i / kTicks);
    }
    out += fmt::format("<text x=\"{}\" y=\"{}\" text-anchor=\"middle\">{}</text>\n", kLeft + kWidth / 2, floor + 44,
                       x_title_);
    return out + lines_ + "</svg>\n";
  }

 private:
  std::string x_title_;
  double x_most_;
  double y_most_;
  std::string lines_;
};

double seconds(sim::Duration duration) { return std::chrono::duration<double>(duration).count(); }

std::string depth_chart(const LoadReport& report) {
  std::vector<Point> gateways;
  std::vector<Point> bindings;
  double most = 1;
  for (const scenarios::QueueDepth& depth : report.queue_depth) {
    gateways.push_back({seconds(depth.at), static_cast<double>(depth.gateways)});
    bindings.push_back({seconds(depth.at), static_cast<double>(depth.bindings)});
    most = std::max({most, gateways.back().y, bindings.back().y});
  }
  Chart chart("virtual time, seconds", seconds(report.settings.duration), most);
  chart.line("first", gateways);
  chart.line("second", bindings);
  return chart.svg("keys waiting in the work queues over virtual time");
}

// Which share of the samples (in percent) took at most so long.
std::string spread_chart(std::vector<sim::Duration> samples, std::string_view label) {
  if (samples.empty()) return "<p>There was none in this time.</p>\n";
  std::ranges::sort(samples);
  std::vector<Point> points;
  const std::size_t step = std::max<std::size_t>(1, samples.size() / 400);
  for (std::size_t i = 0; i < samples.size(); i += step)
    points.push_back({seconds(samples[i]), 100.0 * static_cast<double>(i + 1) / static_cast<double>(samples.size())});
  points.push_back({seconds(samples.back()), 100});
  Chart chart("seconds", seconds(samples.back()), 100);
  chart.line("first", points);
  return chart.svg(label);
}

}  // namespace

std::string load_page(const LoadReport& report) {
  const std::string what = report.settings.scenario.empty()
                               ? fmt::format("{} Gateways with one route each", report.settings.gateways)
                               : "Scenario " + in_html(report.settings.scenario);
  std::string out = fmt::format("<h1>Load run</h1>\n<p>{}, {} workers, AWS limits {}, {} of virtual time.</p>\n", what,
                                report.settings.workers, report.settings.aws_limits ? "on" : "off",
                                sim::format_duration(report.settings.duration));
  out +=
      "<h2>Queue depth</h2>\n<p>Keys waiting: <b class=\"key-first\">Gateways</b>, "
      "<b class=\"key-second\">TargetGroupBindings</b></p>\n";
  out += depth_chart(report);
  out += "<h2>Time to Programmed</h2>\n<p>Percent of Gateways that took at most so long.</p>\n";
  out += spread_chart(report.time_to_programmed, "how times to Programmed are spread");
  out += "<h2>Reconcile latency</h2>\n<p>Percent of reconciles that took at most so long, from the watch event.</p>\n";
  out += spread_chart(report.reconcile_latency, "how reconcile latencies are spread");
  out += "<h2>Figures</h2>\n<pre>" + in_html(load_table(report)) + "</pre>\n";
  return plain_page("bench", kStyle, out);
}

}  // namespace nlbsim::reports
