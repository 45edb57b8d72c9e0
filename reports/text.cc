#include "reports/text.h"

#include <fmt/format.h>

#include <array>

namespace nlbsim::reports {

std::string counted(std::size_t count, std::string_view noun) {
  return fmt::format("{} {}{}", count, noun, count == 1 ? "" : "s");
}

std::string hash_text(std::uint64_t hash) { return fmt::format("{:016x}", hash); }

std::string indented(std::string_view text, std::string_view margin) {
  std::string out(margin);
  for (const char c : text) {
    out.push_back(c);
    if (c == '\n') out.append(margin);
  }
  return out;
}

std::string choices_line(const scenarios::RunRecord& run) {
  std::string out;
  for (const auto& [key, value] : run.choices)
    out.append(out.empty() ? "" : ", ").append(key.text()).append("=").append(std::to_string(value));
  return out;
}

std::string failure_text(const scenarios::RunRecord& run) {
  std::string out;
  if (const scenarios::StepResult* step = run.failed_step()) {
    out = fmt::format("{}: {}  (at {})\n", step->source.text(), step->text,
                      sim::format_offset(step->end - sim::kWorldStart));
    out.append(indented(step->failure, "  ")).append("\n");
  }
  for (const scenarios::Violation& violation : run.violations) {
    out.append(violation.invariant).append(": ").append(violation.sentence).append("\n  ");
    if (!violation.subject.empty()) out.append(violation.subject).append(": ");
    out.append(violation.message).append("\n");
    if (violation.records.empty()) continue;
    out.append("  journal records");
    for (const sim::RecordId id : violation.records) out.append(" ").append(std::to_string(id));
    out.append("\n");
  }
  if (out.empty()) out = run.reason + "\n";
  out.pop_back();
  return out;
}

std::string inked(std::string_view text, Ink ink, bool colours) {
  static constexpr std::array<std::string_view, 6> kCodes{"", "32", "31", "33", "2", "1"};
  const std::string_view code = kCodes[static_cast<std::size_t>(ink)];
  if (!colours || code.empty()) return std::string(text);
  return fmt::format("\x1b[{}m{}\x1b[0m", code, text);
}

}  // namespace nlbsim::reports
