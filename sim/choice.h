// Every place where a real system could go more than one way asks a Chooser. Option 0 is the ordinary one, so a run
// whose choice log is empty is the fault-free run.
//
// The log holds only the choices that were not 0, each keyed by its label and how often that label was asked before:
// "aws/CreateLoadBalancer/reply#1=1". So a reproducer survives changes elsewhere in the run. A duration is a choice
// from a small table of quantiles whose entry 0 is the median (see `pick`). One chooser belongs to one world.
#pragma once

#include <compare>
#include <cstdint>
#include <functional>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "sim/result.h"
#include "sim/time.h"

namespace nlbsim::sim {

// What is being chosen, printed "plane/operation/point". The views must live until `choose` returns.
struct ChoiceLabel {
  std::string_view plane;      // "aws", "kube", "watch", "sim", "world"
  std::string_view operation;  // "CreateLoadBalancer", "Gateway"; may be empty
  std::string_view point;      // "request", "reply", "error", "order"
  std::string text() const;
};

// Identifies one choice of a run: the label and its occurrence, counted from 1.
struct ChoiceKey {
  std::string label;
  std::uint32_t occurrence = 1;
  auto operator<=>(const ChoiceKey&) const = default;
  std::string text() const { return label + "#" + std::to_string(occurrence); }
};

using ChoiceLog = std::map<ChoiceKey, std::uint32_t>;  // only entries that are not 0

// "label#3=1" lines, sorted; and back. Error code "InvalidChoiceLog".
std::string to_text(const ChoiceLog& log);
Result<ChoiceLog> parse_choice_log(std::string_view text);

class Chooser {
 public:
  Chooser() = default;
  Chooser(const Chooser&) = delete;
  Chooser& operator=(const Chooser&) = delete;
  virtual ~Chooser() = default;
  // An index below n. n must be at least 1. Do not call it twice in one expression, nor beside an id mint or the
  // journal: the order in which arguments are evaluated differs between compilers.
  virtual std::uint32_t choose(std::uint32_t n, const ChoiceLabel& label) = 0;
  virtual const ChoiceLog& log() const = 0;
  // False if every answer is 0: then the scheduler need not count its ready tasks to ask.
  virtual bool varies() const { return true; }
};

// Always 0: the ordinary run.
class FirstChooser final : public Chooser {
 public:
  std::uint32_t choose(std::uint32_t, const ChoiceLabel&) override { return 0; }
  const ChoiceLog& log() const override { return empty_; }
  bool varies() const override { return false; }

 private:
  ChoiceLog empty_;
};

// Counts occurrences and keeps the log; the kinds below differ only in `decide`.
class LoggingChooser : public Chooser {
 public:
  std::uint32_t choose(std::uint32_t n, const ChoiceLabel& label) final;
  const ChoiceLog& log() const final { return log_; }

 protected:
  virtual std::uint32_t decide(std::uint32_t n, const std::string& label, std::uint32_t occurrence) = 0;

 private:
  std::map<std::string, std::uint32_t, std::less<>> asked_;
  std::string label_;  // reused to spell each label without an allocation
  ChoiceLog log_;
};

// Draws uniformly from its own generator (a 64-bit mixer), the same on every platform. `labels` narrows
// it to labels that start with one of the given prefixes; every other answer is 0. No prefixes: all labels.
class SeededChooser final : public LoggingChooser {
 public:
  explicit SeededChooser(std::uint64_t seed, std::vector<std::string> labels = {})
      : state_(seed), labels_(std::move(labels)) {}

 protected:
  std::uint32_t decide(std::uint32_t n, const std::string& label, std::uint32_t occurrence) override;

 private:
  std::uint64_t state_;
  std::vector<std::string> labels_;
};

// Answers from a log, 0 where the log is silent; an entry too large for its choice is clamped to the last option.
class ReplayChooser final : public LoggingChooser {
 public:
  explicit ReplayChooser(ChoiceLog wanted) : wanted_(std::move(wanted)) {}

 protected:
  std::uint32_t decide(std::uint32_t n, const std::string& label, std::uint32_t occurrence) override;

 private:
  ChoiceLog wanted_;
};

// One entry of a table of quantiles, entry 0 being the median.
Duration pick(Chooser& chooser, std::span<const Duration> quantiles, const ChoiceLabel& label);

}  // namespace nlbsim::sim
