// The command line's own words: validators that say what is wrong and what would be right, and every complaint of the
// parsing library put into words of ours. With main.cc the only file that knows CLI11.
#pragma once

#include <CLI/CLI.hpp>
#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <vector>

#include "cli/usage.h"

namespace nlbsim::cli {

// A whole number, both ends included.
CLI::Validator whole_number(std::uint64_t low, std::uint64_t high);
// One of the words, with the nearest spelling in the complaint.
CLI::Validator one_of(std::vector<std::string> words);
// "30s", "5m", "1h30m"; not negative.
CLI::Validator duration();

// An option whose words stand for values.
template <class T>
CLI::Option* add_choice(CLI::App& command, const std::string& name, const std::map<std::string, T>& words, T& into,
                        const std::string& help) {
  std::vector<std::string> known;
  for (const auto& [word, value] : words) known.push_back(word);
  const auto set = [&into, words](const std::string& word) { into = words.at(word); };
  return command.add_option_function<std::string>(name, set, help)->check(one_of(std::move(known)));
}

// How help is shown: options with what their value is, and below them exit codes and examples (examples.h). After all
// commands have been added.
void dress_help(CLI::App& app);
// The command line as data.
CommandUse usage_of(const CLI::App& command);
// What is wrong with a command line that could not be taken, and which help to read.
std::string complaint_about(const CLI::App& app, const CLI::ParseError& error);
// The complaint about a first word that is no command; empty if it is one, or an option.
std::string unknown_command(const CLI::App& app, std::string_view word);

}  // namespace nlbsim::cli
