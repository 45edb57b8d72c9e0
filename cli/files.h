// Files that commands read and write whole.
#pragma once

#include <optional>
#include <string>

#include "sim/result.h"

namespace nlbsim::cli {

// Null: it can't be read.
std::optional<std::string> read_text(const std::string& path);

// Error code "InvalidOutput".
sim::Result<void> make_folder(const std::string& folder);
sim::Result<void> write_text(const std::string& path, const std::string& text);

}  // namespace nlbsim::cli
