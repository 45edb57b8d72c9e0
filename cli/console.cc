#include "cli/console.h"

#include <unistd.h>

#include <cstdlib>
#include <iostream>

namespace nlbsim::cli {

Console::Console() : terminal_(isatty(STDOUT_FILENO) == 1) {
  const char* no_color = std::getenv("NO_COLOR");
  const char* forced = std::getenv("CLICOLOR_FORCE");  // --color=always
  colours_ = (terminal_ || (forced && *forced)) && !(no_color && *no_color);
}

void Console::print(std::string_view text) {
  end_progress();
  std::cout << text << '\n';
}

void Console::complain(const sim::Error& error) {
  if (error.causes.empty()) return complain(error.describe());
  for (const sim::ErrorCause& cause : error.causes)
    complain(cause.field.empty() ? cause.message : cause.field + ": " + cause.message);
}

void Console::complain(std::string_view message) {
  end_progress();
  std::cout.flush();
  std::cerr << "nlbsim: " << message << '\n';
}

std::string Console::styled(Style style, std::string_view text) const {
  std::string_view code;
  switch (style) {
    case Style::plain: break;
    case Style::good: code = "32"; break;
    case Style::bad: code = "31"; break;
    case Style::dim: code = "2"; break;
    case Style::bold: code = "1"; break;
  }
  if (!colours_ || code.empty()) return std::string(text);
  std::string out = "\x1b[";
  return out.append(code).append("m").append(text).append("\x1b[0m");
}

void Console::progress(std::string_view line) {
  if (!terminal_) return;
  std::cout << "\r\x1b[K" << line << std::flush;
  progress_shown_ = true;
}

void Console::end_progress() {
  if (!std::exchange(progress_shown_, false)) return;
  std::cout << "\r\x1b[K";
}

}  // namespace nlbsim::cli
