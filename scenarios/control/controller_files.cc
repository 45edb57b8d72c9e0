#include "scenarios/control/controller_files.h"

#include <fmt/format.h>

#include <filesystem>

#include "api/http/free_ports.h"
#include "api/json/json.h"
#include "scenarios/control/kubeconfig.h"

namespace nlbsim::scenarios {
namespace {

// The VPC in which the first cluster's nodes are.
std::string vpc_of(World& world) {
  for (const Json& instance : world.account().snapshot("Instance"))
    if (const std::string_view vpc = api::text(api::member(instance, "VpcId")); !vpc.empty()) return std::string(vpc);
  return {};
}

// In single quotes for a shell: no value here has one itself.
std::string in_single_quotes(std::string_view text) { return fmt::format("'{}'", text); }

std::string script(const ControllerPlace& place, const std::vector<std::string>& flags) {
  std::string out =
      "#!/bin/sh\n# Starts the controller against the served world: " + place.folder + "/run-... PROGRAM [FLAG...]\n";
  out += "program=${1:?which program}\nshift\n";
  out += fmt::format("set -a\n. {}\nset +a\n", in_single_quotes(place.folder + "/environment"));
  out += "exec \"$program\"";
  for (const std::string& flag : flags) out += " \\\n  " + in_single_quotes(flag);
  return out + " \\\n  \"$@\"\n";
}

std::string lines(const std::vector<std::string>& all) {
  std::string out;
  for (const std::string& line : all) out += line + "\n";
  return out;
}

}  // namespace

std::vector<std::string> controller_flags(const ControllerPlace& place, bool v2) {
  std::string endpoints;
  for (const std::string_view service : {"EC2", "Elastic Load Balancing v2", "ACM", "Shield", "WAFV2", "WAF Regional",
                                         "Resource Groups Tagging API", "STS"})
    endpoints += fmt::format("{}{}=http://{}", endpoints.empty() ? "" : ",", service, place.aws_address);
  std::vector<std::string> flags{"--cluster-name=" + place.cluster,
                                 "--aws-region=" + place.region,
                                 "--aws-vpc-id=" + place.vpc_id,
                                 "--aws-api-endpoints=" + endpoints,
                                 "--kubeconfig=" + place.folder + "/kubeconfig",
                                 "--leader-election-namespace=kube-system",
                                 "--webhook-cert-dir=" + place.folder + "/webhook",
                                 fmt::format("--webhook-bind-port={}", place.webhook_port),
                                 fmt::format("--metrics-bind-addr=127.0.0.1:{}", place.metrics_port),
                                 fmt::format("--health-probe-bind-addr=127.0.0.1:{}", place.health_port)};
  if (v2) flags.emplace_back("--feature-gates=NLBGatewayAPI=true");  // v3.5.0 has it on
  return flags;
}

Result<void> write_controller(const std::string& folder, ServedWorld& served, const ClientSpec& client) {
  std::error_code error;
  const std::filesystem::path home = std::filesystem::absolute(folder, error);
  if (!error) std::filesystem::create_directories(home / "webhook", error);
  if (error) return sim::fail("CannotWrite", fmt::format("cannot make the folder {}: {}", folder, error.message()));
  World& world = served.world();
  const std::vector<std::uint16_t> ports = http::free_ports(3);
  const ControllerPlace place{home.string(),
                              world.clusters().front().name,
                              world.account().settings().region,
                              vpc_of(world),
                              served.aws_address(),
                              ports[0],
                              ports[1],
                              ports[2]};
  const auto certificate = served.issue_certificate();
  if (!certificate) return sim::forward(certificate.error());
  const std::string config = served.tls_address().empty()
                                 ? kubeconfig(served.kube_address())
                                 : secure_kubeconfig(served.tls_address(), served.authority(), client.token);
  const std::vector<std::string> environment{
      "AWS_ACCESS_KEY_ID=" + client.token, "AWS_SECRET_ACCESS_KEY=" + client.token, "AWS_REGION=" + place.region,
      "AWS_EC2_METADATA_DISABLED=true", "AWS_ENDPOINT_URL=http://" + place.aws_address};
  const auto v2 = controller_flags(place, true);
  const auto v3 = controller_flags(place, false);
  const std::vector<std::pair<std::string, std::string>> files{{"kubeconfig", config},
                                                               {"environment", lines(environment)},
                                                               {"webhook/tls.crt", certificate->certificate},
                                                               {"webhook/tls.key", certificate->key},
                                                               {"v2.14.1.flags", lines(v2)},
                                                               {"v3.5.0.flags", lines(v3)},
                                                               {"run-v2.14.1", script(place, v2)},
                                                               {"run-v3.5.0", script(place, v3)}};
  for (const auto& [name, text] : files)
    if (auto written = write_text((home / name).string(), text); !written) return written;
  for (const std::string_view name : {"run-v2.14.1", "run-v3.5.0"})
    std::filesystem::permissions(home / name, std::filesystem::perms::owner_exec, std::filesystem::perm_options::add,
                                 error);
  for (const std::string_view name : {"kubeconfig", "environment", "webhook/tls.key"})
    std::filesystem::permissions(home / name, std::filesystem::perms::owner_read | std::filesystem::perms::owner_write,
                                 error);
  return {};
}

}  // namespace nlbsim::scenarios
