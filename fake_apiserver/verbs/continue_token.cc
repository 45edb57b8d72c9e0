#include "fake_apiserver/verbs/continue_token.h"

#include <fmt/format.h>

#include "api/json/json.h"
#include "fake_apiserver/errors.h"
#include "fake_apiserver/json_text.h"

namespace nlbsim::fake_apiserver {
namespace {

using api::Json;
using api::member;

constexpr std::string_view kAlphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
constexpr std::string_view kVersion = "meta.k8s.io/v1";

// Both without padding, as Go's RawURLEncoding.
std::string encode(std::string_view bytes) {
  std::string out;
  std::uint32_t buffer = 0;
  int bits = 0;
  for (const char c : bytes) {
    buffer = (buffer << 8) | static_cast<unsigned char>(c);
    for (bits += 8; bits >= 6; bits -= 6) out += kAlphabet[(buffer >> (bits - 6)) & 63];
  }
  if (bits > 0) out += kAlphabet[(buffer << (6 - bits)) & 63];
  return out;
}

std::optional<std::string> decode(std::string_view text) {
  std::string out;
  std::uint32_t buffer = 0;
  int bits = 0;
  for (const char c : text) {
    const auto digit = kAlphabet.find(c);
    if (digit == kAlphabet.npos) return std::nullopt;
    buffer = (buffer << 6) | static_cast<std::uint32_t>(digit);
    bits += 6;
    if (bits < 8) continue;
    bits -= 8;
    out += static_cast<char>((buffer >> bits) & 0xff);
  }
  return out;
}

sim::Error bad_token(std::string_view why) {
  return bad_request(fmt::format("invalid continue token: continue key is not valid: {}", why));
}

}  // namespace

std::string continue_token(std::optional<std::uint64_t> revision, const kube::ObjectKey& start) {
  Json token{{"v", kVersion}};
  if (revision) token["rv"] = *revision;
  else token["rv"] = -1;
  token["start"] = start.text() + '\0';
  return encode(api::dump_json(token));
}

sim::Result<ContinueToken> parse_continue_token(std::string_view text) {
  const auto bytes = decode(text);
  if (!bytes) return sim::forward(bad_token("illegal base64 data"));
  if (const std::string error = json_syntax_error(*bytes); !error.empty()) return sim::forward(bad_token(error));
  const auto parsed = api::parse_json(*bytes);
  if (!parsed) return sim::forward(bad_token(parsed.error().message));
  const std::string_view version = api::text(member(*parsed, "v"));
  if (version != kVersion)
    return sim::forward(bad_token(fmt::format("server does not recognize this encoded version {}", version)));
  std::string_view start = api::text(member(*parsed, "start"));
  const Json& revision = member(*parsed, "rv");
  if (start.empty() || start.back() != '\0' || !revision.is_number_integer())
    return sim::forward(bad_token("incorrect encoded start resourceVersion or start key"));
  start.remove_suffix(1);
  ContinueToken token;
  if (revision.get<std::int64_t>() >= 0) token.revision = revision.get<std::uint64_t>();
  const std::size_t slash = start.find('/');
  token.start.namespace_ = slash == start.npos ? "" : start.substr(0, slash);
  token.start.name = slash == start.npos ? start : start.substr(slash + 1);
  return token;
}

}  // namespace nlbsim::fake_apiserver
