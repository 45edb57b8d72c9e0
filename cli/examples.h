// What stands below each command's options in its help and on the man page: what its exit codes mean, and command lines
// that people use.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace nlbsim::cli {

struct Example {
  std::string_view line;
  std::string_view what;
};

struct Epilogue {
  std::string_view command;  // "run", "report merge"
  std::string_view fine;     // exit code 0
  std::string_view failed;   // 1; empty: that never comes
  std::vector<Example> examples;
};

// Null for a command that has others.
const Epilogue* epilogue_of(std::string_view command);
// As lines of text.
std::string exit_codes(const Epilogue& epilogue);
std::string examples(const Epilogue& epilogue);

}  // namespace nlbsim::cli
