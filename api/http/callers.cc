#include "api/http/callers.h"

#include <algorithm>

#include "sim/scheduler.h"

namespace nlbsim::http {
namespace {

// Whether a product of that name stands in the user agent: a word, or what stands before its "/".
bool names_product(std::string_view user_agent, std::string_view name) {
  while (!user_agent.empty()) {
    const auto space = user_agent.find(' ');
    const std::string_view word = user_agent.substr(0, space);
    if (word.substr(0, word.find('/')) == name) return true;
    user_agent.remove_prefix(space == user_agent.npos ? user_agent.size() : space + 1);
  }
  return false;
}

}  // namespace

std::string_view bearer_token(const Request& request) {
  constexpr std::string_view kScheme = "bearer ";
  std::string_view value = request.header("authorization");
  const auto same = [](char given, char wanted) {
    return (given >= 'A' && given <= 'Z' ? static_cast<char>(given - 'A' + 'a') : given) == wanted;
  };
  if (value.size() < kScheme.size() || !std::ranges::equal(value.substr(0, kScheme.size()), kScheme, same)) return {};
  value.remove_prefix(std::min(value.find_first_not_of(' ', kScheme.size()), value.size()));
  return value;
}

void Callers::add(sim::Actor& actor, std::string token, std::function<void()> called) {
  clients_.push_back({&actor, std::move(token), std::move(called)});
}

sim::Actor& Callers::of(const Request& request, std::string_view access_key) const {
  if (clients_.empty()) return *everybody_;
  const std::string_view token = bearer_token(request);
  const auto first = [&](auto fits) -> const Client* {
    const auto found = std::ranges::find_if(clients_, fits);
    return found == clients_.end() ? nullptr : &*found;
  };
  // What proves who it is goes before what anybody may say.
  const Client* client = first([&](const Client& each) { return each.token == token || each.token == access_key; });
  if (!client && token.empty()) {
    const std::string_view agent = request.header("user-agent");
    client = first([&](const Client& each) {
      return names_product(agent, each.token) || names_product(agent, each.actor->name());
    });
  }
  if (!client) return *everybody_;
  if (client->called) client->called();
  return *client->actor;
}

}  // namespace nlbsim::http
