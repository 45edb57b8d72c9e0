#include "scenarios/control/control_plane.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>

#include "api/json/json.h"
#include "api/records.h"
#include "scenarios/control/injection.h"
#include "scenarios/record/spelling.h"
#include "scenarios/world/data_plane.h"

namespace nlbsim::scenarios {

namespace {

using api::Json;

// One answer's records, so that a journal read in a loop never stops the servers for long.
constexpr std::uint64_t kMaxRecords = 1'000;
constexpr sim::Duration kLongestJump = std::chrono::hours{24 * 365};

http::Response json(int status, const Json& body) {
  http::Response response;
  response.status = status;
  response.body = std::make_shared<const std::string>(api::dump_json(body) + "\n");
  return response;
}

http::Response refuse(int status, std::string message) { return json(status, {{"error", std::move(message)}}); }

http::Response not_allowed(std::string_view path, std::string_view methods) {
  http::Response response = refuse(405, fmt::format("{} takes {}", path, methods));
  response.headers.emplace_back("Allow", methods);
  return response;
}

// The value of a parameter that is a whole number; none if it is not one.
std::optional<std::uint64_t> whole_number(const http::Target& target, std::string_view name, std::uint64_t absent) {
  const std::string_view text = target.parameter(name);
  if (!target.has_parameter(name)) return absent;
  std::uint64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return value;
}

}  // namespace

http::Response ControlPlane::answer(const http::Request& request) {
  const auto target = http::parse_target(request.target);
  if (!target) return refuse(400, target.error().message);
  const std::string_view path = target->path;
  const bool get = request.method == "GET";
  if (path == "/_nlbsim/state") return get ? state() : not_allowed(path, "GET");
  if (path == "/_nlbsim/journal") return get ? journal(*target) : not_allowed(path, "GET");
  if (path == "/_nlbsim/probe") return get ? probed(*target) : not_allowed(path, "GET");
  if (path == "/_nlbsim/faults") return faults(request);
  if (path == "/_nlbsim/clock") {
    if (get) return clock();
    return request.method == "PUT" ? set_clock(request) : not_allowed(path, "GET, PUT");
  }
  if (path == "/_nlbsim/verdict") return get ? verdict() : not_allowed(path, "GET");
  if (path == "/_nlbsim/reports") return request.method == "POST" ? reports() : not_allowed(path, "POST");
  return refuse(
      404, fmt::format("there is no {}; there are /_nlbsim/state, journal, probe, clock, faults, verdict and reports",
                       path));
}

http::Response ControlPlane::verdict() {
  if (!review_) return refuse(409, "nothing is judged: start serve with --out or --client");
  Json violations = Json::array();
  for (const Violation& violation : review_->violations())
    violations.push_back({{"invariant", violation.invariant},
                          {"sentence", violation.sentence},
                          {"subject", violation.subject},
                          {"message", violation.message},
                          {"records", violation.records}});
  return json(200, {{"judged", world_.journal().last()},
                    {"unjudged", review_->missed()},
                    {"clients", world_.clients()},
                    {"violations", std::move(violations)}});
}

http::Response ControlPlane::reports() {
  if (!review_) return refuse(409, "nothing is judged: start serve with --out");
  if (const auto written = write_reports_(); !written) return refuse(409, written.error().message);
  return json(201, {{"written", true}});
}

http::Response ControlPlane::state() const {
  Json aws = Json::object();
  for (const std::string_view kind : {"LoadBalancer", "Listener", "TargetGroup", "SecurityGroup", "Subnet", "Instance"})
    aws[kind] = world_.account().snapshot(kind);
  Json counts = Json::object();
  const ClusterSlot& cluster = world_.clusters().front();
  const fake_apiserver::Registry& registry = cluster.core.registry();
  for (std::size_t i = 0; i < registry.size(); ++i)
    if (const std::size_t count = cluster.core.store().objects(i).size(); count > 0)
      counts[registry[i].resource.qualified_plural()] = count;
  const Json kube{{"resourceVersion", cluster.core.store().revision()},
                  {"watches", cluster.server->watches()},
                  {"objects", std::move(counts)}};
  return json(200, {{"aws", std::move(aws)}, {"kubernetes", kube}});
}

http::Response ControlPlane::journal(const http::Target& target) const {
  const auto after = whole_number(target, "after", 0);
  const auto limit = whole_number(target, "limit", kMaxRecords);
  if (!after) return refuse(400, "after must be the id of a record, such as the \"last\" of an earlier answer");
  if (!limit || *limit == 0 || *limit > kMaxRecords)
    return refuse(400, fmt::format("limit must be from 1 to {}", kMaxRecords));
  const std::span<const sim::Record> held = world_.journal().records();
  const auto first = std::ranges::upper_bound(held, *after, {}, &sim::Record::id);
  const auto count = std::min<std::size_t>(*limit, static_cast<std::size_t>(held.end() - first));
  Json records = Json::array();
  for (const sim::Record& record : std::span(first, count)) {
    Json entry = api::to_json(record, world_.actors());
    entry["at"] = sim::to_rfc3339_micro(record.at);
    records.push_back(std::move(entry));
  }
  const std::uint64_t last =
      count == 0 ? std::max<std::uint64_t>(*after, 0) : first[static_cast<std::ptrdiff_t>(count) - 1].id;
  return json(200, {{"first", held.empty() ? 0 : held.front().id}, {"last", last}, {"records", std::move(records)}});
}

http::Response ControlPlane::probed(const http::Target& target) const {
  static constexpr std::array<std::string_view, 6> kParameters{"address", "port", "protocol",
                                                               "sni",     "from", "established"};
  static constexpr std::array<std::string_view, 3> kProtocols{"TCP", "UDP", "TLS"};
  constexpr std::uint64_t kLastPort = 65'535;
  for (const auto& [name, value] : target.query)
    if (std::ranges::find(kParameters, name) == kParameters.end())
      return refuse(400, fmt::format("a probe has no \"{}\"{}", name, suggest(name, kParameters)));
  const auto port = whole_number(target, "port", 0);
  if (target.parameter("address").empty() || !port || *port == 0 || *port > kLastPort)
    return refuse(400, "a probe takes an address and a port: /_nlbsim/probe?address=NAME&port=8080");
  fake_aws::Probe wanted{std::string(target.parameter("address")), static_cast<std::int32_t>(*port)};
  if (target.has_parameter("protocol")) wanted.protocol = target.parameter("protocol");
  if (std::ranges::find(kProtocols, wanted.protocol) == kProtocols.end())
    return refuse(400, fmt::format("protocol must be TCP, UDP or TLS, not \"{}\"", wanted.protocol));
  wanted.sni = target.parameter("sni");
  wanted.from = target.parameter("from");
  wanted.established = target.parameter("established") == "true";
  return json(200, to_json(probe(world_, wanted)));
}

http::Response ControlPlane::clock() const {
  return json(200, {{"now", sim::to_rfc3339_micro(world_.scheduler().now())},
                    {"speed", driver_.speed()},
                    {"paused", driver_.paused()}});
}

http::Response ControlPlane::set_clock(const http::Request& request) {
  const auto body = api::parse_json(request.body);
  if (!body || !body->is_object())
    return refuse(400, R"(the body must be an object such as {"speed": 100}, {"paused": true} or {"now": "..."})");
  for (const auto& [name, value] : body->get_ref<const Json::object_t&>())
    if (name != "speed" && name != "paused" && name != "now")
      return refuse(400, fmt::format("the clock has no \"{}\"; it has speed, paused and now", name));
  const Json& speed = api::member(*body, "speed");
  const Json& paused = api::member(*body, "paused");
  const Json& now = api::member(*body, "now");
  const bool fast = speed.is_number_unsigned() && speed.get<std::uint64_t>() >= 1 &&
                    speed.get<std::uint64_t>() <= sim::WallDriver::kMaxSpeed;
  if (!speed.is_null() && !fast)
    return refuse(400, fmt::format("speed must be a whole number from 1 to {}", sim::WallDriver::kMaxSpeed));
  if (!paused.is_null() && !paused.is_boolean()) return refuse(400, "paused must be true or false");
  sim::Duration jump{0};
  if (!now.is_null()) {
    const auto wanted = sim::parse_rfc3339(api::text(now));
    const sim::Instant present = world_.scheduler().now();
    if (!wanted || *wanted < present || *wanted - present > kLongestJump)
      return refuse(400, fmt::format("now must be a time such as {}, not in the past and at most a year ahead",
                                     sim::to_rfc3339(present)));
    jump = *wanted - present;
  }
  if (!speed.is_null()) driver_.set_speed(speed.get<std::uint32_t>());
  if (paused.is_boolean()) paused.get<bool>() ? driver_.pause() : driver_.resume();
  if (jump > sim::Duration::zero()) driver_.jump(jump);
  driver_.catch_up();  // so that the answer tells the clock as it is from here on
  return clock();
}

http::Response ControlPlane::faults(const http::Request& request) {
  if (request.method == "GET") return json(200, {{"faults", describe(faults_)}});
  if (request.method == "DELETE") {
    const std::size_t count = faults_.faults().size();
    faults_.clear();
    return json(200, {{"healed", count}});
  }
  if (request.method != "POST") return not_allowed("/_nlbsim/faults", "GET, POST, DELETE");
  if (const auto added = inject(request.body, "fault", world_, faults_); !added) {
    Json causes = Json::array();
    for (const sim::ErrorCause& cause : added.error().causes) causes.push_back(cause.message);
    Json body{{"error", added.error().describe()}};
    if (!causes.empty()) body["causes"] = std::move(causes);
    return json(400, body);
  }
  return json(201, {{"faults", describe(faults_)}});
}

}  // namespace nlbsim::scenarios
