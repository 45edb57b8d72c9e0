#include "cli/usage.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "cli/examples.h"

namespace nlbsim::cli {

namespace {

std::string names_of(const std::vector<CommandUse>& commands) {
  std::string out;
  for (const CommandUse& command : commands) out += (out.empty() ? "" : " ") + command.name;
  return out;
}

std::string options_of(const CommandUse& command) {
  std::string out;
  for (const OptionUse& option : command.options)
    if (!option.argument) out += (out.empty() ? "" : " ") + fmt::format("{}", fmt::join(option.names, " "));
  return out;
}

// What may stand where no option does: known words, or the commands of a command.
std::string arguments_of(const CommandUse& command) {
  std::string out = names_of(command.commands);
  for (const OptionUse& option : command.options)
    if (option.argument) out += (out.empty() ? "" : " ") + fmt::format("{}", fmt::join(option.words, " "));
  return out;
}

// The values of options that have known ones: a line of a case each.
std::string value_cases(const CommandUse& command) {
  std::string out;
  for (const OptionUse& option : command.options)
    if (!option.argument && !option.words.empty())
      for (const std::string& name : option.names)
        out += fmt::format("    '{} {}') words='{}' ;;\n", command.name, name, fmt::join(option.words, " "));
  return out;
}

// Text of a man page: a "-" that is no minus sign and a "." that begins a line mean something to roff.
std::string roff(const std::string& text) {
  std::string out;
  for (const char c : text) {
    if (c == '-' || c == '\\') out += '\\';
    if ((c == '.' || c == '\'') && (out.empty() || out.back() == '\n')) out += "\\&";
    out += c;
  }
  return out;
}

std::string fish_text(const std::string& text) {
  std::string out;
  for (const char c : text) out += c == '\'' ? "\\'" : std::string(1, c);
  return out;
}

void describe(const CommandUse& command, const std::string& path, std::string& out) {
  if (command.commands.empty()) {
    std::string line = path;
    for (const OptionUse& option : command.options)
      if (option.argument) line += " " + option.names.front();
    out += ".SS " + roff(line) + "\n" + roff(command.text) + "\n";
    for (const OptionUse& option : command.options) {
      if (option.argument && option.text.empty()) continue;
      out += ".TP\n.B " + roff(fmt::format("{}", fmt::join(option.names, ", "))) +
             (option.takes_value && !option.argument ? " " + roff(option.values) : "") + "\n" + roff(option.text) +
             "\n";
    }
    if (const Epilogue* epilogue = epilogue_of(std::string_view(path).substr(std::string_view("nlbsim ").size())))
      out += ".PP\nExit codes:\n.nf\n" + roff(exit_codes(*epilogue)) + ".fi\n.PP\nExamples:\n.nf\n" +
             roff(examples(*epilogue)) + ".fi\n";
    return;
  }
  for (const CommandUse& inner : command.commands) describe(inner, path + " " + inner.name, out);
}

}  // namespace

std::string bash_completion(const CommandUse& program) {
  std::string values;
  std::string words;
  for (const CommandUse& command : program.commands) {
    values += value_cases(command);
    for (const CommandUse& inner : command.commands) values += value_cases(inner);
    std::string options = options_of(command);
    for (const CommandUse& inner : command.commands) options += " " + options_of(inner);
    words += fmt::format("    {}) options='{}' words='{}' ;;\n", command.name, options, arguments_of(command));
  }
  return fmt::format(R"(# Completion of nlbsim, written by `nlbsim completion`.
_nlbsim() {{
  local word=${{COMP_WORDS[COMP_CWORD]}} before=${{COMP_WORDS[COMP_CWORD-1]}} command=${{COMP_WORDS[1]}} options= words=
  COMPREPLY=()
  if ((COMP_CWORD == 1)); then
    COMPREPLY=($(compgen -W '{} --help --version' -- "$word"))
    return
  fi
  case "$command $before" in
{}  esac
  if [[ -n $words ]]; then
    COMPREPLY=($(compgen -W "$words" -- "$word"))
    return
  fi
  case $command in
{}  esac
  if [[ $word == -* ]]; then
    COMPREPLY=($(compgen -W "$options --help" -- "$word"))
  elif [[ -n $words ]]; then
    COMPREPLY=($(compgen -W "$words" -- "$word"))
  else
    COMPREPLY=($(compgen -f -- "$word"))
  fi
}}
complete -o filenames -F _nlbsim nlbsim
)",
                     names_of(program.commands), values, words);
}

std::string zsh_completion(const CommandUse& program) {
  return "#compdef nlbsim\nautoload -U +X bashcompinit && bashcompinit\n" + bash_completion(program);
}

std::string fish_completion(const CommandUse& program) {
  std::string out = "# Completion of nlbsim, written by `nlbsim completion`.\n";
  for (const CommandUse& command : program.commands) {
    out += fmt::format("complete -c nlbsim -n __fish_use_subcommand -a {} -d '{}'\n", command.name,
                       fish_text(command.text));
    for (const OptionUse& option : command.options) {
      out += fmt::format("complete -c nlbsim -n '__fish_seen_subcommand_from {}'", command.name);
      for (const std::string& name : option.names) {
        if (option.argument) continue;
        out += name.starts_with("--") ? " -l " + name.substr(2) : " -s " + name.substr(1);
      }
      if (option.takes_value && !option.argument) out += " -r";
      if (!option.words.empty()) out += fmt::format(" -a '{}'", fmt::join(option.words, " "));
      out += fmt::format(" -d '{}'\n", fish_text(option.text));
    }
  }
  return out;
}

std::string man_page(const CommandUse& program, const std::string& version) {
  std::string out = ".TH NLBSIM 1 \"\" \"" + roff(version) + "\"\n.SH NAME\nnlbsim \\- " + roff(program.text) +
                    "\n.SH SYNOPSIS\n.B nlbsim\n.I COMMAND\n[OPTIONS]\n.SH COMMANDS\n";
  describe(program, "nlbsim", out);
  return out +
         ".SH EXIT STATUS\n.TP\n.B 0\nall held, or nothing was found wanting\n.TP\n.B 1\nsomething failed\n.TP\n.B "
         "2\nbad input or usage\n.TP\n.B 3\ntwo runs of one plan differed\n"
         ".SH ENVIRONMENT\n.TP\n.B NLBSIM_LIBRARY\na folder to take the place of the scenarios that the program "
         "carries\n.TP\n.B NO_COLOR\nno colours\n";
}

}  // namespace nlbsim::cli
