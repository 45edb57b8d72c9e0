#include "reports/plain_page.h"

#include <fmt/format.h>

namespace nlbsim::reports {

std::string in_html(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c == '&') out += "&amp;";
    else if (c == '<') out += "&lt;";
    else if (c == '>') out += "&gt;";
    else if (c == '"') out += "&quot;";
    else out += c;
  }
  return out;
}

std::string plain_page(std::string_view title, std::string_view style, std::string_view body) {
  constexpr std::string_view kCommonStyle = R"(
:root { color-scheme: light dark; --ink: #1b1f24; --faint: #8a929b; --paper: #fff; --first: #0b63c5; --second: #b3470b; }
@media (prefers-color-scheme: dark) {
  :root { --ink: #e6e8eb; --faint: #7d858e; --paper: #15181c; --first: #6cb0ff; --second: #ff9c5a; }
}
body { font: 15px/1.5 system-ui, sans-serif; color: var(--ink); background: var(--paper); margin: 1.5rem auto;
       max-width: 820px; padding: 0 1rem; }
pre { overflow-x: auto; }
)";
  return fmt::format(
      "<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" "
      "content=\"width=device-width\">\n<title>nlbsim "
      "{0}</title>\n<style>{1}{2}</style></head><body>\n{3}</body></html>\n",
      in_html(title), kCommonStyle, style, body);
}

}  // namespace nlbsim::reports
