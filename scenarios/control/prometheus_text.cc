#include "scenarios/control/prometheus_text.h"

#include <fmt/format.h>

#include <cassert>

namespace nlbsim::scenarios {
namespace {

std::string family_head(MetricFamily family, std::string_view type) {
  return fmt::format("# HELP {0} {2}\n# TYPE {0} {1}\n", family.name, type, family.help);
}

template <class ByLabels>
std::string number_lines(MetricFamily family, std::string_view type, const ByLabels& numbers) {
  if (numbers.empty()) return {};
  std::string page = family_head(family, type);
  for (const auto& [labels, number] : numbers) page += fmt::format("{}{{{}}} {}\n", family.name, labels, number);
  return page;
}

}  // namespace

Labels labels(std::initializer_list<Label> all) {
  Labels out;
  for (const Label& label : all) {
    if (!out.empty()) out += ',';
    out.append(label.name).append("=\"");
    for (const char c : label.value) {
      if (c == '\n') {
        out += "\\n";
        continue;
      }
      if (c == '"' || c == '\\') out += '\\';
      out += c;
    }
    out += '"';
  }
  return out;
}

void Histogram::add(double value) {
  for (std::size_t at = 0; at < bounds_.size(); ++at)
    if (value <= bounds_[at]) ++buckets_[at];
  ++count_;
  sum_ += value;
}

std::string Histogram::text(std::string_view family, const Labels& labels) const {
  assert(!labels.empty());
  std::string lines;
  for (std::size_t at = 0; at < bounds_.size(); ++at)
    lines += fmt::format("{}_bucket{{{},le=\"{}\"}} {}\n", family, labels, bounds_[at], buckets_[at]);
  lines += fmt::format("{}_bucket{{{},le=\"+Inf\"}} {}\n", family, labels, count_);
  lines += fmt::format("{}_sum{{{}}} {}\n", family, labels, sum_);
  lines += fmt::format("{}_count{{{}}} {}\n", family, labels, count_);
  return lines;
}

std::string counter_text(MetricFamily family, const Numbers& numbers) {
  return number_lines(family, "counter", numbers);
}

std::string gauge_text(MetricFamily family, const Numbers& numbers) { return number_lines(family, "gauge", numbers); }

std::string gauge_text(MetricFamily family, const std::map<Labels, double>& numbers) {
  return number_lines(family, "gauge", numbers);
}

std::string histogram_text(MetricFamily family, const Histograms& histograms) {
  if (histograms.by_labels().empty()) return {};
  std::string page = family_head(family, "histogram");
  for (const auto& [labels, histogram] : histograms.by_labels()) page += histogram.text(family.name, labels);
  return page;
}

}  // namespace nlbsim::scenarios
