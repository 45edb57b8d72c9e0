// The command line as data, and what is written from it besides --help: completions for shells and the man page. One
// source, so that none of them knows an option that the program does not take.
#pragma once

#include <string>
#include <vector>

namespace nlbsim::cli {

struct OptionUse {
  std::vector<std::string> names;  // "-o", "--out"; of an argument its name alone
  bool argument = false;
  bool takes_value = false;
  std::string values;              // "table|yaml|json", "DURATION"
  std::vector<std::string> words;  // the values, where they are few and known
  std::string text;
};

struct CommandUse {
  std::string name;
  std::string text;
  std::vector<OptionUse> options;
  std::vector<CommandUse> commands;
};

std::string bash_completion(const CommandUse& program);
std::string zsh_completion(const CommandUse& program);
std::string fish_completion(const CommandUse& program);
// In roff, section 1.
std::string man_page(const CommandUse& program, const std::string& version);

}  // namespace nlbsim::cli
