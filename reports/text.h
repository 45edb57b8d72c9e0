// Small forms of text that several reports share.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "scenarios/record/run_record.h"

namespace nlbsim::reports {

// "Gateway" for 1, "Gateways" otherwise, with the number before it.
std::string counted(std::size_t count, std::string_view noun);
// 16 hexadecimal digits.
std::string hash_text(std::uint64_t hash);
// Each line of `text` behind `margin`; no line end after the last.
std::string indented(std::string_view text, std::string_view margin);
// The choice log on one line: "aws/CreateListener/error#2=1, ..."; empty when every choice was ordinary.
std::string choices_line(const scenarios::RunRecord& run);
// What went wrong, in lines: the failed step with its place and difference, then the violated invariants.
std::string failure_text(const scenarios::RunRecord& run);

enum class Ink : std::uint8_t { plain, good, bad, warning, dim, bold };
// `text` in an ANSI colour, or as it is.
std::string inked(std::string_view text, Ink ink, bool colours);

}  // namespace nlbsim::reports
