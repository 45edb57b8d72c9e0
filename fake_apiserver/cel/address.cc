#include "fake_apiserver/cel/address.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <optional>
#include <vector>

#include "fake_apiserver/cel/numbers.h"
#include "fake_apiserver/cel/program.h"
#include "fake_apiserver/cel/text.h"

namespace nlbsim::fake_apiserver::cel {
namespace {

tl::unexpected<sim::Error> refused(std::string message) {
  return sim::fail(std::string(kEvaluationError), std::move(message));
}

// Why the text is no address; empty if it is one.
using Complaint = std::string_view;

Complaint read_v4(std::string_view text, std::uint8_t* out) {
  int fields = 0, value = 0, digits = 0;
  for (std::size_t i = 0; i <= text.size(); ++i) {
    const char c = i < text.size() ? text[i] : '.';
    if (c >= '0' && c <= '9') {
      if (digits == 1 && value == 0) return "IPv4 field has octet with leading zero";
      value = value * 10 + (c - '0');
      ++digits;
      if (value > 255) return "IPv4 field has value >255";
    } else if (c != '.') {
      return "unexpected character";
    } else {
      if (digits == 0) return "IPv4 field must have at least one digit";
      if (fields == 4) return "IPv4 address too long";
      out[fields++] = static_cast<std::uint8_t>(value);
      value = digits = 0;
    }
  }
  return fields < 4 ? "IPv4 address too short" : "";
}

std::optional<std::uint16_t> read_group(std::string_view text) {
  std::uint16_t value = 0;
  if (text.empty() || text.size() > 4) return std::nullopt;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value, 16);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return value;
}

// The groups of one side of a "::", or of the whole.
Complaint read_groups(std::string_view text, std::vector<std::uint8_t>& out) {
  while (!text.empty()) {
    const std::size_t end = std::min(text.find(':'), text.size());
    const std::string_view group = text.substr(0, end);
    if (end == text.size() && group.find('.') != std::string_view::npos) {
      std::array<std::uint8_t, 4> v4{};
      if (const Complaint complaint = read_v4(group, v4.data()); !complaint.empty()) return complaint;
      out.insert(out.end(), v4.begin(), v4.end());
      return "";
    }
    const auto value = read_group(group);
    if (!value) return "unexpected character";
    out.push_back(static_cast<std::uint8_t>(*value >> 8U));
    out.push_back(static_cast<std::uint8_t>(*value & 0xFFU));
    if (end + 1 == text.size()) return "colon must be followed by more characters";
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return "";
}

Complaint read_v6(std::string_view text, std::array<std::uint8_t, 16>& out) {
  const std::size_t gap = text.find("::");
  std::vector<std::uint8_t> left, right;
  const bool has_gap = gap != std::string_view::npos;
  if (Complaint complaint = read_groups(text.substr(0, gap), left); !complaint.empty()) return complaint;
  if (has_gap) {
    if (Complaint complaint = read_groups(text.substr(gap + 2), right); !complaint.empty()) return complaint;
  }
  const std::size_t size = left.size() + right.size();
  if (!has_gap && size < 16) return "address string too short";
  if (size > 16 || (has_gap && size == 16)) return "trailing garbage after address";
  std::ranges::copy(left, out.begin());
  std::ranges::copy_backward(right, out.end());
  return "";
}

Complaint read_address(std::string_view text, Address& out) {
  const std::size_t mark = text.find_first_of(".:");
  if (mark == std::string_view::npos) return "unable to parse IP";
  out.v4 = text[mark] == '.';
  return out.v4 ? read_v4(text, out.bytes.data()) : read_v6(text, out.bytes);
}

bool is_mapped_v4(const Address& address) {
  const auto& b = address.bytes;
  return !address.v4 && std::all_of(b.begin(), b.begin() + 10, [](std::uint8_t byte) { return byte == 0; }) &&
         b[10] == 0xFF && b[11] == 0xFF;
}

std::uint16_t group(const Address& address, std::size_t index) {
  return static_cast<std::uint16_t>(address.bytes[2 * index] << 8U | address.bytes[2 * index + 1]);
}

// The first of the longest runs of at least two zero groups, as RFC 5952 has it: begin and length.
std::pair<std::size_t, std::size_t> longest_gap(const Address& address) {
  std::pair<std::size_t, std::size_t> best{8, 1};
  for (std::size_t i = 0; i < 8; ++i) {
    std::size_t size = 0;
    while (i + size < 8 && group(address, i + size) == 0) ++size;
    if (size > best.second) best = {i, size};
  }
  return best;
}

bool all_zero_but_last(const Address& address, std::uint8_t last) {
  const auto size = static_cast<std::ptrdiff_t>(address.bits() / 8 - 1);
  const auto begin = address.bytes.begin();
  return std::all_of(begin, begin + size, [](std::uint8_t byte) { return byte == 0; }) && begin[size] == last;
}

bool is_multicast(const Address& address) {
  return address.v4 ? (address.bytes[0] & 0xF0U) == 0xE0U : address.bytes[0] == 0xFF;
}

}  // namespace

sim::Result<Address> parse_address(std::string_view text) {
  Address out;
  if (text.find('%') != std::string_view::npos) {
    return refused(fmt::format("IP address {} with zone value is not allowed", in_quotes(text)));
  }
  if (const Complaint complaint = read_address(text, out); !complaint.empty()) {
    return refused(fmt::format("IP Address {} parse error during conversion from string: ParseAddr({}): {}",
                               in_quotes(text), in_quotes(text), complaint));
  }
  if (is_mapped_v4(out)) return refused(fmt::format("IPv4-mapped IPv6 address {} is not allowed", in_quotes(text)));
  return out;
}

sim::Result<Network> parse_network(std::string_view text) {
  const auto bad = [&](std::string_view why) {
    return refused(fmt::format("network address parse error during conversion from string: netip.ParsePrefix({}): {}",
                               in_quotes(text), why));
  };
  const std::size_t slash = text.rfind('/');
  if (slash == std::string_view::npos) return bad("no '/'");
  Network out;
  if (const Complaint complaint = read_address(text.substr(0, slash), out.address); !complaint.empty()) {
    return bad(fmt::format("ParseAddr({}): {}", in_quotes(text.substr(0, slash)), complaint));
  }
  const std::string_view digits = text.substr(slash + 1);
  const auto prefix = parse_unsigned(digits);
  if (!prefix || (digits.size() > 1 && digits.front() == '0')) {
    return bad("bad bits after slash: " + in_quotes(digits));
  }
  if (*prefix > static_cast<std::uint64_t>(out.address.bits())) return bad("prefix length out of range");
  if (is_mapped_v4(out.address))
    return refused(fmt::format("IPv4-mapped IPv6 address {} is not allowed", in_quotes(text)));
  out.prefix = static_cast<int>(*prefix);
  return out;
}

std::string show_address(const Address& address) {
  const auto& b = address.bytes;
  if (address.v4) return fmt::format("{}.{}.{}.{}", b[0], b[1], b[2], b[3]);
  const auto [begin, size] = longest_gap(address);
  std::string out;
  for (std::size_t i = 0; i < 8; ++i) {
    if (i == begin) {
      out += "::";
      i += size - 1;
      continue;
    }
    if (!out.empty() && !out.ends_with(':')) out += ':';
    out += fmt::format("{:x}", group(address, i));
  }
  return out;
}

std::string show_network(const Network& network) {
  return fmt::format("{}/{}", show_address(network.address), network.prefix);
}

Address masked(const Network& network) {
  Address out = network.address;
  for (int bit = network.prefix; bit < out.bits(); ++bit) {
    const auto mask = static_cast<std::uint8_t>(0x80U >> static_cast<unsigned>(bit % 8));
    out.bytes[static_cast<std::size_t>(bit / 8)] &= static_cast<std::uint8_t>(~mask);
  }
  return out;
}

bool contains(const Network& network, const Address& address) {
  return network.address.v4 == address.v4 && masked(network) == masked({address, network.prefix});
}

bool contains(const Network& network, const Network& other) {
  return other.prefix >= network.prefix && contains(network, other.address);
}

bool is_unspecified(const Address& address) { return all_zero_but_last(address, 0); }

bool is_loopback(const Address& address) {
  return address.v4 ? address.bytes[0] == 127 : all_zero_but_last(address, 1);
}

bool is_link_local_multicast(const Address& address) {
  const auto& b = address.bytes;
  return address.v4 ? b[0] == 224 && b[1] == 0 && b[2] == 0 : b[0] == 0xFF && (b[1] & 0x0FU) == 2;
}

bool is_link_local_unicast(const Address& address) {
  const auto& b = address.bytes;
  return address.v4 ? b[0] == 169 && b[1] == 254 : b[0] == 0xFE && (b[1] & 0xC0U) == 0x80U;
}

bool is_global_unicast(const Address& address) {
  const auto& b = address.bytes;
  const bool broadcast = address.v4 && std::all_of(b.begin(), b.begin() + 4, [](std::uint8_t x) { return x == 255; });
  return !broadcast && !is_unspecified(address) && !is_loopback(address) && !is_multicast(address) &&
         !is_link_local_unicast(address);
}

}  // namespace nlbsim::fake_apiserver::cel
