#include "fake_apiserver/json_text.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

namespace nlbsim::fake_apiserver {
namespace {

constexpr std::size_t kMaxDepth = 10'000;

bool is_space(char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; }
bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_hex(char c) { return is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F'); }

// A byte between quotes as Go's strconv.Quote writes the character of that number.
std::string quoted(char c) {
  const auto byte = static_cast<unsigned char>(c);
  if (c == '\'') return R"('\'')";
  if (c == '"') return "'\"'";
  if (c == '\\') return R"('\\')";
  if (c == '\n') return R"('\n')";
  if (c == '\t') return R"('\t')";
  if (c == '\r') return R"('\r')";
  if (byte < 0x20 || byte == 0x7f) return fmt::format("'\\x{:02x}'", byte);
  if (byte < 0x7f) return fmt::format("'{}'", c);
  if (byte < 0xa1 || byte == 0xad) return fmt::format("'\\u{:04x}'", byte);
  return fmt::format("'{}{}'", static_cast<char>(0xc0 | (byte >> 6)), static_cast<char>(0x80 | (byte & 0x3f)));
}

// Walks a text once, without recursion: nesting costs no stack.
class Scanner {
 public:
  explicit Scanner(std::string_view text) : text_(text) {}

  std::string run() {
    Next next = Next::value;
    while (error_.empty() && next != Next::nothing) {
      skip_space();
      if (ended()) break;
      if (next == Next::value) next = value();
      else if (next == Next::key) next = key();
      else next = after_value();
    }
    skip_space();
    if (error_.empty() && at_ < text_.size()) fail("after top-level value");
    return error_;
  }

 private:
  void skip_space() {
    while (at_ < text_.size() && is_space(text_[at_])) ++at_;
  }
  bool ended() {
    if (at_ < text_.size()) return false;
    if (error_.empty()) error_ = "unexpected end of JSON input";
    return true;
  }
  void fail(std::string_view where) {
    if (error_.empty() && !ended()) error_ = fmt::format("invalid character {} {}", quoted(text_[at_]), where);
  }

  enum class Next : std::uint8_t { value, key, after, nothing };
  Next behind_value() const { return open_.empty() ? Next::nothing : Next::after; }

  // Behind the bracket comes its partner or the first entry.
  Next open(char bracket) {
    open_.push_back(bracket);
    ++at_;
    if (open_.size() > kMaxDepth) error_ = "exceeded max depth";
    skip_space();
    const bool object = bracket == '{';
    if (at_ < text_.size() && text_[at_] == (object ? '}' : ']')) return Next::after;
    return object ? Next::key : Next::value;
  }

  Next value() {
    const char c = text_[at_];
    if (c == '{' || c == '[') return open(c);
    if (c == '"') string();
    else if (c == '-' || is_digit(c)) number();
    else if (c == 't') literal("true");
    else if (c == 'f') literal("false");
    else if (c == 'n') literal("null");
    else fail("looking for beginning of value");
    return behind_value();
  }

  Next key() {
    if (text_[at_] != '"') {
      fail("looking for beginning of object key string");
      return Next::nothing;
    }
    string();
    skip_space();
    if (!error_.empty() || ended()) return Next::nothing;
    if (text_[at_] != ':') fail("after object key");
    ++at_;
    return Next::value;
  }

  Next after_value() {
    const bool object = open_.back() == '{';
    const char c = text_[at_];
    if (c == (object ? '}' : ']')) {
      open_.pop_back();
      ++at_;
      return behind_value();
    }
    if (c != ',') fail(object ? "after object key:value pair" : "after array element");
    ++at_;
    return object ? Next::key : Next::value;
  }

  void literal(std::string_view word) {
    for (std::size_t i = 0; i < word.size(); ++i, ++at_) {
      if (ended()) return;
      if (text_[at_] != word[i]) return fail(fmt::format("in literal {} (expecting '{}')", word, word[i]));
    }
  }

  void string() {
    for (++at_; !ended(); ++at_) {
      const char c = text_[at_];
      if (c == '"') {
        ++at_;
        return;
      }
      if (static_cast<unsigned char>(c) < 0x20) return fail("in string literal");
      if (c != '\\') continue;
      ++at_;
      if (ended()) return;
      if (text_[at_] == 'u') {
        for (int i = 0; i < 4; ++i) {
          ++at_;
          if (ended()) return;
          if (!is_hex(text_[at_])) return fail("in \\u hexadecimal character escape");
        }
      } else if (std::string_view("bfnrt\\/\"").find(text_[at_]) == std::string_view::npos) {
        return fail("in string escape code");
      }
    }
  }

  void digits(std::string_view where) {
    if (ended()) return;
    if (!is_digit(text_[at_])) return fail(where);
    while (at_ < text_.size() && is_digit(text_[at_])) ++at_;
  }

  void number() {
    if (text_[at_] == '-') ++at_;
    if (ended()) return;
    if (text_[at_] == '0') ++at_;
    else digits("in numeric literal");
    if (error_.empty() && at_ < text_.size() && text_[at_] == '.') {
      ++at_;
      digits("after decimal point in numeric literal");
    }
    if (error_.empty() && at_ < text_.size() && (text_[at_] == 'e' || text_[at_] == 'E')) {
      ++at_;
      if (at_ < text_.size() && (text_[at_] == '+' || text_[at_] == '-')) ++at_;
      digits("in exponent of numeric literal");
    }
  }

  std::string_view text_;
  std::size_t at_ = 0;
  std::string open_;  // the brackets around this place
  std::string error_;
};

// One open bracket of a text: the members it has named so far, or how many items it has had.
struct Level {
  bool object = false;
  std::size_t item = 0;
  std::string path;
  std::string field;
  std::set<std::string, std::less<>> seen;

  std::string child() const {
    if (!object) return fmt::format("{}[{}]", path, item);
    return path.empty() ? field : fmt::format("{}.{}", path, field);
  }
};

// The string that begins at `at`, still escaped; moves behind it.
std::string_view take_string(std::string_view text, std::size_t& at) {
  const std::size_t begin = ++at;
  for (; at < text.size() && text[at] != '"'; ++at)
    if (text[at] == '\\') ++at;
  const std::string_view out = text.substr(begin, at - begin);
  ++at;
  return out;
}

}  // namespace

std::string json_syntax_error(std::string_view text) { return Scanner(text).run(); }

std::vector<std::string> duplicate_fields(std::string_view text) {
  constexpr std::size_t kMost = 100;  // the decoder of the real server looks for no more
  std::vector<std::string> found;
  std::vector<Level> levels;
  bool key_next = false;
  for (std::size_t at = 0; at < text.size() && found.size() < kMost;) {
    const char c = text[at];
    if (c == '{' || c == '[') {
      Level level;
      level.object = c == '{';
      if (!levels.empty()) level.path = levels.back().child();
      levels.push_back(std::move(level));
      key_next = c == '{';
      ++at;
    } else if (c == '}' || c == ']') {
      if (!levels.empty()) levels.pop_back();
      ++at;
    } else if (c == ',') {
      if (!levels.empty()) {
        ++levels.back().item;
        key_next = levels.back().object;
      }
      ++at;
    } else if (c == '"') {
      const std::string_view word = take_string(text, at);
      if (!key_next || levels.empty()) continue;
      key_next = false;
      Level& level = levels.back();
      level.field = word;
      if (level.seen.emplace(word).second) continue;
      if (std::string path = level.child(); std::ranges::find(found, path) == found.end())
        found.push_back(std::move(path));
    } else {
      ++at;
    }
  }
  return found;
}

void append_bare_item(std::string_view text, std::string& out) {
  int depth = 0;
  std::size_t kept = 0;  // up to here the text has been taken over or left out
  for (std::size_t at = 0; at < text.size();) {
    const char c = text[at];
    if (c == '"') {
      const std::size_t begin = at;
      const std::string_view word = take_string(text, at);
      if (depth != 1 || at >= text.size() || text[at] != ':' || (word != "apiVersion" && word != "kind")) continue;
      ++at;
      take_string(text, at);  // both are texts
      out.append(text.substr(kept, begin - kept));
      const bool more = at < text.size() && text[at] == ',';
      if (more) ++at;
      else if (!out.empty() && out.back() == ',') out.pop_back();
      kept = at;
      continue;
    }
    if (c == '{' || c == '[') ++depth;
    if (c == '}' || c == ']') --depth;
    ++at;
  }
  out.append(text.substr(kept));
}

std::string summarized(std::string_view text) {
  constexpr std::size_t kShown = 30;
  if (text.empty()) return "<empty>";
  const std::string_view more = text.size() > kShown ? " ..." : "";
  const std::string_view shown = text.substr(0, kShown);
  if (shown.front() == '{') return fmt::format("{}{}", shown, more);
  std::string out;
  for (const char c : shown) out += fmt::format("{:02x}", static_cast<unsigned char>(c));
  return out.append(more);
}

}  // namespace nlbsim::fake_apiserver
