#include "scenarios/control/clients.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "scenarios/world/world_settings.h"

namespace nlbsim::scenarios {
namespace {

bool is_word(std::string_view text) {
  const auto plain = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_' ||
           c == '.';
  };
  return !text.empty() && std::ranges::all_of(text, plain);
}

}  // namespace

sim::Result<ClientSpec> parse_client(std::string_view text) {
  const auto equals = text.find('=');
  ClientSpec client{std::string(text.substr(0, equals)),
                    std::string(equals == text.npos ? std::string_view() : text.substr(equals + 1))};
  if (!is_word(client.name) || !is_word(client.token))
    return sim::fail(
        "InvalidClient",
        fmt::format("\"{}\" is no client: it must be NAME=TOKEN, both of letters, digits, '-', '_' and '.'", text));
  constexpr std::array kTaken{kUserActor, kAwsActor, kKubeletActor, kApiServerActor};
  if (std::ranges::find(kTaken, client.name) != kTaken.end() || client.name.starts_with("controller-"))
    return sim::fail("InvalidClient",
                     fmt::format("\"{}\" is somebody else in this world: give the client another name", client.name));
  return client;
}

sim::Result<UserSpec> parse_user(std::string_view text) {
  const auto refuse = [&] {
    return sim::fail("InvalidUser",
                     fmt::format("\"{}\" is no user: it must be NAME=TOKEN or NAME=TOKEN:GROUP,GROUP", text));
  };
  const auto equals = text.find('=');
  if (equals == text.npos || equals == 0) return refuse();
  const auto colon = text.find(':', equals);
  UserSpec user{std::string(text.substr(0, equals)),
                std::string(text.substr(equals + 1, colon == text.npos ? colon : colon - equals - 1)),
                {}};
  if (!is_word(user.token)) return refuse();
  std::string_view rest = colon == text.npos ? std::string_view() : text.substr(colon + 1);
  if (colon != text.npos && rest.empty()) return refuse();
  while (!rest.empty()) {
    const auto comma = rest.find(',');
    user.groups.emplace_back(rest.substr(0, comma));
    if (user.groups.back().empty()) return refuse();
    rest = comma == rest.npos ? std::string_view() : rest.substr(comma + 1);
  }
  return user;
}

}  // namespace nlbsim::scenarios
