#include "fake_apiserver/http/warnings.h"

#include <algorithm>
#include <set>
#include <string_view>

namespace nlbsim::fake_apiserver {
namespace {

constexpr std::size_t kMaxCharacters = 4096;
constexpr std::size_t kMaxCutCharacters = 256;

bool is_control(char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; }
// Bytes that do not begin a character of UTF-8.
bool continues(char c) { return (static_cast<unsigned char>(c) & 0xc0) == 0x80; }

std::size_t characters(std::string_view text) {
  return text.size() - static_cast<std::size_t>(std::ranges::count_if(text, continues));
}

std::string_view cut(std::string_view text, std::size_t most) {
  std::size_t seen = 0;
  for (std::size_t at = 0; at < text.size(); ++at)
    if (!continues(text[at]) && ++seen > most) return text.substr(0, at);
  return text;
}

std::string header_of(std::string_view warning) {
  std::string out = "299 - \"";
  for (const char c : warning) out.append(c == '"' || c == '\\' ? "\\" : "").push_back(c);
  return out + '"';
}

}  // namespace

void add_warnings(http::Response& response, const std::vector<std::string>& warnings) {
  std::set<std::string_view> seen;
  std::vector<std::string_view> texts;
  std::size_t total = 0;
  for (const std::string& warning : warnings) {
    if (warning.empty() || std::ranges::any_of(warning, is_control) || !seen.insert(warning).second) continue;
    texts.push_back(warning);
    total += characters(warning);
  }
  const bool cuts = total > kMaxCharacters;
  std::size_t written = 0;
  for (const std::string_view text : texts) {
    if (cuts && written >= kMaxCharacters) return;
    const std::string_view shown = cuts ? cut(text, kMaxCutCharacters) : text;
    written += characters(shown);
    response.headers.emplace_back("Warning", header_of(shown));
  }
}

}  // namespace nlbsim::fake_apiserver
