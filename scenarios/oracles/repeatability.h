// The same scenario, choices and program must give the same run, on any machine and any number of threads.
#pragma once

#include <optional>
#include <string_view>

#include "scenarios/record/run_record.h"

namespace nlbsim::scenarios::oracles {

inline constexpr std::string_view kRepeatabilityId = "I-35";
inline constexpr std::string_view kRepeatabilitySentence =
    "A run that is made again with the same choices writes the same journal.";

// None: the hashes of the two runs agree. Else the records are the first that differ (of the first run), if both
// journals are at hand.
std::optional<Violation> judge_repetition(const RunRecord& first, const RunRecord& second);

}  // namespace nlbsim::scenarios::oracles
