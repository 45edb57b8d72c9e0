// Values that the command line spells as text, and what is said of one that is none: an empty text where all is well.
#pragma once

#include <optional>
#include <string>

#include "cli/commands.h"

namespace nlbsim::cli {

// "3..70", or "3" for that one alone; null if it is neither, or runs backwards.
std::optional<scenarios::Seeding> seeding_of(const std::string& text);
std::string check_seeds(const std::string& text);

// How often something happens: "10/s", "30/m", or "10" for 10/s. Null if it is no rate; a rate of 0 is no period.
std::optional<sim::Duration> period_of(const std::string& rate);

// "NAME=TOKEN", and "NAME=TOKEN:GROUP,...".
std::string check_client(const std::string& text);
std::string check_user(const std::string& text);

}  // namespace nlbsim::cli
