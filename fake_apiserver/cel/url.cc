#include "fake_apiserver/cel/url.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

#include "fake_apiserver/cel/letters.h"
#include "fake_apiserver/cel/program.h"
#include "fake_apiserver/cel/text.h"

namespace nlbsim::fake_apiserver::cel {
namespace {

bool is_alpha(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
unsigned hex_value(char c) {
  return is_digit(c) ? static_cast<unsigned>(c - '0') : (static_cast<unsigned>(c) | 32U) - 'a' + 10;
}

bool stands_in_path(char c) {
  return is_alpha(c) || is_digit(c) || std::string_view("-_.~!$&'()*+,;=:@/[]%").find(c) != std::string_view::npos;
}

// The first escape that is none, e.g. "%zz".
std::optional<std::string_view> bad_escape(std::string_view text) {
  for (std::size_t at = text.find('%'); at != std::string_view::npos; at = text.find('%', at + 1)) {
    if (at + 2 >= text.size() || !is_hex(text[at + 1]) || !is_hex(text[at + 2])) return text.substr(at, 3);
  }
  return std::nullopt;
}

std::string unescaped(std::string_view text, bool plus_is_space) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '%' && i + 2 < text.size()) {
      out += static_cast<char>(hex_value(text[i + 1]) * 16 + hex_value(text[i + 2]));
      i += 2;
    } else {
      out += plus_is_space && text[i] == '+' ? ' ' : text[i];
    }
  }
  return out;
}

std::string escaped_path(std::string_view path) {
  std::string out;
  for (const char c : path) {
    if (stands_in_path(c)) out += c;
    else out += fmt::format("%{:02X}", static_cast<unsigned char>(c));
  }
  return out;
}

class UrlParser {
 public:
  explicit UrlParser(std::string_view source) : source_(source) { url_.source = source; }

  sim::Result<Url> run() {
    if (source_.empty()) return refused("empty url");
    const auto control = [](char c) { return static_cast<unsigned char>(c) < 0x20U || c == 0x7F; };
    if (std::ranges::any_of(source_, control)) return refused("net/url: invalid control character in URL");
    std::string_view rest = source_;
    if (!take_scheme(rest)) return refused("missing protocol scheme");
    const std::size_t question = rest.find('?');
    if (question != std::string_view::npos) read_query(rest.substr(question + 1));
    rest = rest.substr(0, question);
    if (!rest.starts_with('/')) {
      if (url_.scheme.empty()) return refused("invalid URI for request");
      return url_;  // mailto:someone
    }
    if (!url_.scheme.empty() && rest.starts_with("//")) {
      const std::string_view authority = rest.substr(2, std::min(rest.find('/', 2), rest.size()) - 2);
      rest.remove_prefix(2 + authority.size());
      if (const std::string why = read_authority(authority); !why.empty()) return refused(why);
    }
    if (const auto bad = bad_escape(rest)) return refused(bad_escape_text(*bad));
    url_.escaped_path = escaped_path(rest);
    return url_;
  }

 private:
  tl::unexpected<sim::Error> refused(std::string_view why) const {
    return sim::fail(std::string(kEvaluationError), fmt::format("parse {}: {}", in_quotes(source_), why));
  }
  static std::string bad_escape_text(std::string_view escape) {
    return fmt::format("invalid URL escape {}", in_quotes(escape));
  }

  // False if there is a colon with nothing before it.
  bool take_scheme(std::string_view& rest) {
    for (std::size_t i = 0; i < rest.size(); ++i) {
      const char c = rest[i];
      if (c == ':') {
        if (i == 0) return false;
        url_.scheme = rest.substr(0, i);
        std::ranges::transform(url_.scheme, url_.scheme.begin(),
                               [](char x) { return x >= 'A' && x <= 'Z' ? static_cast<char>(x - 'A' + 'a') : x; });
        rest.remove_prefix(i + 1);
        return true;
      }
      const bool inner = is_digit(c) || c == '+' || c == '-' || c == '.';
      if (!is_alpha(c) && (i == 0 || !inner)) return true;
    }
    return true;
  }

  // Why the text between // and the path is wrong, or empty.
  std::string read_authority(std::string_view authority) {
    const std::size_t at = authority.rfind('@');
    if (at != std::string_view::npos) {
      if (const auto bad = bad_escape(authority.substr(0, at))) return bad_escape_text(*bad);
      authority.remove_prefix(at + 1);
    }
    std::string_view name = authority;
    std::string_view port;
    if (authority.starts_with('[')) {
      const std::size_t closing = authority.rfind(']');
      if (closing == std::string_view::npos) return "missing ']' in host";
      name = authority.substr(1, closing - 1);
      port = authority.substr(closing + 1);
    } else if (const std::size_t colon = authority.find(':'); colon != std::string_view::npos) {
      name = authority.substr(0, colon);
      port = authority.substr(authority.rfind(':'));
      if (colon != authority.rfind(':'))
        return fmt::format("invalid port {} after host", in_quotes(authority.substr(colon)));
    }
    if (!port.empty() && (port.front() != ':' || !std::ranges::all_of(port.substr(1), is_digit))) {
      return fmt::format("invalid port {} after host", in_quotes(port));
    }
    if (const auto bad = bad_escape(authority)) return bad_escape_text(*bad);
    const auto invalid = [](char c) { return std::string_view(" \"<>\\^`{|}").find(c) != std::string_view::npos; };
    if (const auto* found = std::ranges::find_if(name, invalid); found != name.end()) {
      return fmt::format("invalid character {} in host name", in_quotes(std::string_view(found, 1)));
    }
    url_.host = unescaped(authority, false);
    url_.hostname = unescaped(name, false);
    url_.port = port.substr(std::min<std::size_t>(1, port.size()));
    return "";
  }

  // A pair that can't be read is passed over, as Go's Query() does.
  void read_query(std::string_view query) {
    while (!query.empty()) {
      const std::size_t end = std::min(query.find('&'), query.size());
      const std::string_view pair = query.substr(0, end);
      query.remove_prefix(std::min(end + 1, query.size()));
      if (pair.empty() || pair.find(';') != std::string_view::npos || bad_escape(pair)) continue;
      const std::size_t equals = std::min(pair.find('='), pair.size());
      const std::string_view value = pair.substr(std::min(equals + 1, pair.size()));
      std::string key = unescaped(pair.substr(0, equals), true);
      std::string content = unescaped(value, true);
      if (is_utf8(key) && is_utf8(content)) url_.query[std::move(key)].push_back(std::move(content));
    }
  }

  std::string_view source_;
  Url url_;
};

}  // namespace

sim::Result<Url> parse_url(std::string_view text) { return UrlParser(text).run(); }

}  // namespace nlbsim::fake_apiserver::cel
