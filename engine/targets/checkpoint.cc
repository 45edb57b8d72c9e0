#include "engine/targets/checkpoint.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <tuple>
#include <utility>
#include <vector>

#include "engine/model/sha256.h"

namespace nlbsim::engine {
namespace {

// The keys of every object inside a spec, in the order in which the Go structs declare them. One list serves all levels
// because no two levels disagree about a pair of keys.
constexpr std::array<std::string_view, 27> kKeyOrder{"targetGroupARN",
                                                     "targetGroupName",
                                                     "multiClusterTargetGroup",
                                                     "targetType",
                                                     "targetGroupProtocol",
                                                     "serviceRef",
                                                     "name",
                                                     "networking",
                                                     "ingress",
                                                     "from",
                                                     "ipBlock",
                                                     "cidr",
                                                     "securityGroup",
                                                     "groupID",
                                                     "ports",
                                                     "protocol",
                                                     "port",
                                                     "nodeSelector",
                                                     "matchLabels",
                                                     "matchExpressions",
                                                     "key",
                                                     "operator",
                                                     "values",
                                                     "ipAddressType",
                                                     "vpcID",
                                                     "iamRoleArnToAssume",
                                                     "assumeRoleExternalId"};

bool left_out(const api::Json& value) {
  return value.is_null() || (value.is_boolean() && !value.get<bool>()) || (value.is_string() && value.text().empty());
}

void encode(std::string& out, const api::Json& value);

void encode_member(std::string& out, std::string_view key, const api::Json& value) {
  if (out.back() != '{') out += ',';
  out += '"';
  out += key;
  out += "\":";
  if (key == "matchLabels") out += api::dump_json(value);  // a map: keys sorted
  else encode(out, value);
}

// What came later than the list stands last.
void encode_object(std::string& out, const api::Json& value) {
  using Entry = std::pair<std::ptrdiff_t, const api::Json::object_t::value_type*>;
  std::vector<Entry> ordered;
  ordered.reserve(value.size());
  for (const auto& entry : value.get_ref<const api::Json::object_t&>())
    if (!left_out(entry.second))
      ordered.emplace_back(std::ranges::find(kKeyOrder, entry.first) - kKeyOrder.begin(), &entry);
  std::ranges::sort(ordered, [](const Entry& a, const Entry& b) {
    return std::tie(a.first, a.second->first) < std::tie(b.first, b.second->first);
  });
  out += '{';
  for (const auto& [rank, entry] : ordered) encode_member(out, entry->first, entry->second);
  out += '}';
}

void encode(std::string& out, const api::Json& value) {
  if (value.is_object()) return encode_object(out, value);
  if (!value.is_array()) {
    out += api::dump_json(value);
    return;
  }
  out += '[';
  for (const api::Json& entry : value) {
    if (out.back() != '[') out += ',';
    encode(out, entry);
  }
  out += ']';
}

std::string base64url(std::span<const unsigned char> bytes) {
  constexpr std::string_view kAlphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
  std::string out;
  out.reserve((bytes.size() * 4 + 2) / 3);
  std::uint32_t buffer = 0;
  int bits = 0;
  for (const unsigned char byte : bytes) {
    buffer = (buffer << 8) | byte;
    for (bits += 8; bits >= 6;) {
      bits -= 6;
      out += kAlphabet[(buffer >> bits) & 63U];
    }
  }
  if (bits > 0) out += kAlphabet[(buffer << (6 - bits)) & 63U];
  return out;
}

}  // namespace

std::string sha256_base64url(std::string_view text) { return base64url(sha256(text)); }

std::string spec_json(const api::Json& spec) {
  std::string out;
  out.reserve(512);
  encode(out, spec);
  return out;
}

std::string checkpoint(std::span<const Endpoint> endpoints, const api::Json& spec) {
  std::string ids;
  ids.reserve(endpoints.size() * 40);
  for (const Endpoint& endpoint : endpoints) {
    if (!ids.empty()) ids += ',';
    ids += endpoint.text();
  }
  return sha256_base64url(ids) + "/" + sha256_base64url(spec_json(spec));
}

}  // namespace nlbsim::engine
