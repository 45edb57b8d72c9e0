#include "cli/end_state_tables.h"

#include <algorithm>

#include "scenarios/record/object_text.h"

namespace nlbsim::cli {

namespace {

using api::Json;
using Rows = std::vector<std::vector<std::string>>;

std::string text_at(const Json& object, std::string_view key) {
  const Json& value = api::member(object, key);
  return value.is_string() ? value.get<std::string>() : value.is_null() ? std::string() : api::dump_json(value);
}

// The last part of an ARN that a person tells things apart by: "k8s-example-mytcpgat-0123456789/50dc6c495c0c9188".
std::string short_arn(const std::string& arn) {
  const std::size_t slash = arn.find('/');
  return slash == std::string::npos ? arn : arn.substr(slash + 1);
}

Rows load_balancers(const scenarios::EndState& state) {
  Rows rows{{"LOAD BALANCER", "STATE", "SCHEME", "DNS NAME"}};
  for (const Json& lb : state.load_balancers)
    rows.push_back({text_at(lb, "LoadBalancerName"), text_at(api::member(lb, "State"), "Code"), text_at(lb, "Scheme"),
                    text_at(lb, "DNSName")});
  return rows;
}

Rows listeners(const scenarios::EndState& state) {
  Rows rows{{"LISTENER", "PORT", "FORWARDS TO"}};
  for (const Json& listener : state.listeners) {
    std::string to;
    for (const Json& action : api::member(listener, "DefaultActions"))
      to += (to.empty() ? "" : ", ") + short_arn(text_at(action, "TargetGroupArn"));
    rows.push_back({short_arn(text_at(listener, "ListenerArn")),
                    text_at(listener, "Protocol") + ":" + text_at(listener, "Port"), to});
  }
  return rows;
}

Rows target_groups(const scenarios::EndState& state) {
  Rows rows{{"TARGET GROUP", "PROTOCOL", "TYPE", "TARGETS"}};
  for (const Json& group : state.target_groups)
    rows.push_back({text_at(group, "TargetGroupName"), text_at(group, "Protocol") + ":" + text_at(group, "Port"),
                    text_at(group, "TargetType"), scenarios::health_text(api::member(group, "Targets"))});
  return rows;
}

Rows reached(const scenarios::Verdict& verdict) {
  Rows rows{{"GATEWAY", "LISTENER", "PORT", "ROUTES", "TARGET GROUP", "TARGETS", "REACHES"}};
  const auto shown = [](const std::string& text) { return text.empty() ? std::string("-") : text; };
  for (const scenarios::Reached& row : verdict.listeners)
    rows.push_back({row.gateway, row.listener, row.port, shown(row.routes), shown(row.target_group), shown(row.targets),
                    shown(scenarios::reach_text(row))});
  return rows;
}

Rows condition_rows(const scenarios::EndState& state) {
  Rows rows{{"OBJECT", "PART", "CONDITION", "STATUS", "REASON", "MESSAGE"}};
  for (const scenarios::ConditionLine& line : scenarios::conditions(state))
    rows.push_back({line.kind + " " + line.object, line.part, line.type, line.status, line.reason, line.message});
  return rows;
}

}  // namespace

std::string table(const std::vector<std::vector<std::string>>& rows) {
  std::vector<std::size_t> widths;
  for (const auto& row : rows) {
    widths.resize(std::max(widths.size(), row.size()), 0);
    for (std::size_t i = 0; i < row.size(); ++i) widths[i] = std::max(widths[i], row[i].size());
  }
  std::string out;
  for (const auto& row : rows) {
    std::string line;
    for (std::size_t i = 0; i < row.size(); ++i) {
      line += row[i];
      line.append(widths[i] - row[i].size() + 2, ' ');
    }
    line.erase(line.find_last_not_of(' ') + 1);
    out += line + "\n";
  }
  return out;
}

std::string end_state_tables(const scenarios::EndState& state, const scenarios::Verdict& verdict) {
  std::string out;
  for (const Rows& rows :
       {reached(verdict), load_balancers(state), listeners(state), target_groups(state), condition_rows(state)}) {
    if (!out.empty()) out += "\n";
    out += table(rows);
    if (rows.size() == 1) out += "none\n";
  }
  return out;
}

}  // namespace nlbsim::cli
