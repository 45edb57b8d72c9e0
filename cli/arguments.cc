#include "cli/arguments.h"

#include <algorithm>
#include <charconv>
#include <ranges>

#include "cli/examples.h"
#include "scenarios/record/spelling.h"
#include "sim/time.h"

namespace nlbsim::cli {

namespace {

std::vector<std::string> command_names(const CLI::App& app) {
  std::vector<std::string> names;
  for (const CLI::App* command : app.get_subcommands({})) names.push_back(command->get_name());
  return names;
}

std::string suggest(std::string_view word, const std::vector<std::string>& names) {
  const std::vector<std::string_view> known(names.begin(), names.end());
  return scenarios::suggest(word, known);
}

template <class Kind>
bool is_a(const CLI::ParseError& error) {
  return dynamic_cast<const Kind*>(&error) != nullptr;
}

// The command that was named, however deep.
const CLI::App& named_command(const CLI::App& app) {
  const CLI::App* deepest = &app;
  for (auto named = deepest->get_subcommands(); !named.empty(); named = deepest->get_subcommands())
    deepest = named.front();
  return *deepest;
}

std::string path_of(const CLI::App& command) {
  const CLI::App* parent = command.get_parent();
  return parent ? path_of(*parent) + " " + command.get_name() : command.get_name();
}

std::vector<std::string> option_names(const CLI::App& command) {
  std::vector<std::string> names;
  for (const CLI::Option* option : command.get_options()) {
    for (const std::string& name : option->get_lnames()) names.push_back("--" + name);
    for (const std::string& name : option->get_snames()) names.push_back("-" + name);
  }
  return names;
}

std::string what_is_left_over(const CLI::App& app, const CLI::App& command) {
  std::vector<std::string> rest = app.remaining(true);
  if (rest.empty()) return "the command line says more than is known here";
  const auto option = std::ranges::find_if(rest, [](const std::string& word) { return word.starts_with('-'); });
  if (option == rest.end()) return "nothing takes the argument \"" + rest.front() + "\"";
  const std::string name = option->substr(0, option->find('='));
  return "there is no option " + name + suggest(name, option_names(command));
}

// "A excludes B" as the library says it.
std::string cannot_stand_together(const std::string& said) {
  constexpr std::string_view kBetween = " excludes ";
  const std::size_t at = said.find(kBetween);
  if (at == said.npos) return "two of the options can't be given together";
  return said.substr(0, at) + " and " + said.substr(at + kBetween.size()) + " can't be given together";
}

// "-f: 1 required TEXT missing", and the like: whatever is said begins with the option's name.
std::string wrong_number_of_values(const std::string& said) {
  const std::size_t colon = said.find(':');
  if (colon == said.npos) return "an option has too many values, or too few";
  const bool missing = said.ends_with("missing") || said.find("At least") != said.npos;
  return said.substr(0, colon) +
         (missing ? " needs a value that is not there" : " was given more values than it takes");
}

std::string what_is_missing(const CLI::App& app, const CLI::App& command, const std::string& said) {
  if (const auto commands = command_names(command); !commands.empty()) {
    const std::vector<std::string> rest = app.remaining(true);
    const bool other = !rest.empty() && !rest.front().starts_with('-');
    return other ? "unknown command \"" + rest.front() + "\"" + suggest(rest.front(), commands)
                 : "name a command" + suggest("", commands);
  }
  constexpr std::string_view kEnd = " is required";
  return said.ends_with(kEnd) ? said.substr(0, said.size() - kEnd.size()) + " is missing" : "something is missing";
}

}  // namespace

CLI::Validator whole_number(std::uint64_t low, std::uint64_t high) {
  const std::string range = std::to_string(low) + " to " + std::to_string(high);
  const auto check = [low, high, range](const std::string& text) {
    std::uint64_t value = 0;
    const char* const end = text.data() + text.size();
    const auto [stop, error] = std::from_chars(text.data(), end, value);
    const bool good = error == std::errc() && stop == end && value >= low && value <= high;
    return good ? std::string() : text + " is not a whole number from " + range;
  };
  return {check, range};
}

CLI::Validator one_of(std::vector<std::string> words) {
  std::string names;
  for (const std::string& word : words) names += (names.empty() ? "" : "|") + word;
  const auto check = [words = std::move(words)](const std::string& text) {
    if (std::ranges::find(words, text) != words.end()) return std::string();
    return "\"" + text + "\" is none of them" + suggest(text, words);
  };
  return {check, names};
}

CLI::Validator duration() {
  const auto check = [](const std::string& text) {
    const auto parsed = sim::parse_duration(text);
    return parsed ? std::string() : text + " is not a duration such as 30s, 5m or 1h30m";
  };
  return {check, "DURATION"};
}

namespace {

// What a value is, where it is no word of a list: by the option's name.
std::string value_name(const CLI::Option& option) {
  static const std::map<std::string, std::string> kNames{{"-f", "PATH"},
                                                         {"--world", "FILE"},
                                                         {"--out", "DIR"},
                                                         {"--kube", "PATH"},
                                                         {"--aws", "DIR"},
                                                         {"--cluster", "NAME"},
                                                         {"--load", "PATH"},
                                                         {"--faults", "FILE"},
                                                         {"--profile", "PROFILE"},
                                                         {"--write-kubeconfig", "FILE"},
                                                         {"--filter", "TERM"},
                                                         {"--write-controller", "DIR"},
                                                         {"--tier", "TIER"},
                                                         {"--seeds", "A..B"},
                                                         {"--fail-if", "LIMIT"},
                                                         {"--compare", "FILE"},
                                                         {"--kube-listen", "ADDRESS"},
                                                         {"--aws-listen", "ADDRESS"},
                                                         {"--tls-listen", "ADDRESS"}};
  const std::string type = option.get_type_name();
  if (const auto validator = type.rfind(':'); validator != type.npos) return type.substr(validator + 1);
  const auto known = kNames.find(option.get_name());
  return known == kNames.end() ? type : known->second;
}

class HelpFormatter final : public CLI::Formatter {
 public:
  std::string make_option_opts(const CLI::Option* option) const override {
    if (option->get_items_expected_max() == 0 || option->get_positional()) return {};
    std::string out = " " + value_name(*option);
    if (option->get_items_expected_max() > 1 && option->get_name() != "--compare") out += " ...";
    if (!option->get_default_str().empty()) out += " (default " + option->get_default_str() + ")";
    if (option->get_required()) out += " (needed)";
    return out;
  }
};

void dress(CLI::App& command, const std::string& path, const std::shared_ptr<HelpFormatter>& formatter) {
  command.formatter(formatter);
  if (CLI::Option* help = command.get_help_ptr()) help->description("this text");
  if (const Epilogue* epilogue = epilogue_of(path))
    command.footer("Exit codes:\n" + exit_codes(*epilogue) + "\nExamples:\n" + examples(*epilogue));
  for (CLI::App* inner : command.get_subcommands({}))
    dress(*inner, path.empty() ? inner->get_name() : path + " " + inner->get_name(), formatter);
}

}  // namespace

void dress_help(CLI::App& app) { dress(app, {}, std::make_shared<HelpFormatter>()); }

CommandUse usage_of(const CLI::App& command) {
  CommandUse use;
  use.name = command.get_name();
  use.text = command.get_description();
  for (const CLI::Option* option : command.get_options()) {
    OptionUse each;
    each.argument = option->get_positional();
    for (const std::string& name : option->get_snames()) each.names.push_back("-" + name);
    for (const std::string& name : option->get_lnames()) each.names.push_back("--" + name);
    if (each.argument) each.names = {option->get_name(true)};
    each.takes_value = option->get_items_expected_max() > 0;
    each.values = option->get_type_name();  // "TEXT:table|yaml|json" where a validator names the values
    each.values.erase(0, each.values.rfind(':') + 1);
    each.text = option->get_description();
    if (each.values.find('|') != std::string::npos)
      for (std::size_t at = 0; at <= each.values.size();) {
        const std::size_t end = std::min(each.values.find('|', at), each.values.size());
        each.words.push_back(each.values.substr(at, end - at));
        at = end + 1;
      }
    use.options.push_back(std::move(each));
  }
  for (const CLI::App* inner : command.get_subcommands({})) use.commands.push_back(usage_of(*inner));
  return use;
}

std::string complaint_about(const CLI::App& app, const CLI::ParseError& error) {
  const CLI::App& command = named_command(app);
  const std::string said = error.what();
  std::string what = "the command line can't be understood";
  if (is_a<CLI::ValidationError>(error)) what = said;
  else if (is_a<CLI::ExtrasError>(error)) what = what_is_left_over(app, command);
  else if (is_a<CLI::ExcludesError>(error)) what = cannot_stand_together(said);
  else if (is_a<CLI::ArgumentMismatch>(error)) what = wrong_number_of_values(said);
  else if (is_a<CLI::RequiredError>(error)) what = what_is_missing(app, command, said);
  else if (is_a<CLI::ConversionError>(error)) what = "a switch takes no value; leave out what follows its =";
  return what + "; see " + path_of(command) + " --help";
}

std::string unknown_command(const CLI::App& app, std::string_view word) {
  const std::vector<std::string> names = command_names(app);
  if (word.starts_with('-') || std::ranges::find(names, word) != names.end()) return {};
  return "unknown command \"" + std::string(word) + "\"" + suggest(word, names);
}

}  // namespace nlbsim::cli
