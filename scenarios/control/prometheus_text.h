// Counters, gauges and histograms as Prometheus reads them: text format 0.0.4.
#pragma once

#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace nlbsim::scenarios {

// Labels as they stand between the braces: `controller="gateway",result="success"`.
using Labels = std::string;
// {{"controller", "gateway"}} as Labels; what a value may not hold is escaped.
struct Label {
  std::string_view name;
  std::string_view value;
};
Labels labels(std::initializer_list<Label> all);

using Numbers = std::map<Labels, std::uint64_t>;

class Histogram {
 public:
  // `bounds` ascend and outlive the histogram.
  explicit Histogram(std::span<const double> bounds) : bounds_(bounds), buckets_(bounds.size()) {}
  void add(double value);
  // The lines of one family's member of these labels.
  std::string text(std::string_view family, const Labels& labels) const;

 private:
  std::span<const double> bounds_;
  std::vector<std::uint64_t> buckets_;  // of values at most as large as the bound
  std::uint64_t count_ = 0;
  double sum_ = 0;
};

// One family of histograms, which share their bounds.
class Histograms {
 public:
  explicit Histograms(std::span<const double> bounds) : bounds_(bounds) {}
  void add(const Labels& labels, double value) { by_labels_.try_emplace(labels, bounds_).first->second.add(value); }
  const std::map<Labels, Histogram>& by_labels() const { return by_labels_; }

 private:
  std::span<const double> bounds_;
  std::map<Labels, Histogram> by_labels_;
};

// A family without members is left out of a page.
struct MetricFamily {
  std::string_view name;
  std::string_view help;
};
std::string counter_text(MetricFamily family, const Numbers& numbers);
std::string gauge_text(MetricFamily family, const Numbers& numbers);
std::string gauge_text(MetricFamily family, const std::map<Labels, double>& numbers);
std::string histogram_text(MetricFamily family, const Histograms& histograms);

}  // namespace nlbsim::scenarios
