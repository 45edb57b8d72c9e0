#include "scenarios/control/kubeconfig.h"

#include <fmt/format.h>

#include <fstream>

namespace nlbsim::scenarios {

std::string kubeconfig(std::string_view kube_address) {
  return fmt::format(R"(apiVersion: v1
kind: Config
clusters:
- name: nlbsim
  cluster:
    server: http://{}
    insecure-skip-tls-verify: true
users:
- name: nlbsim
  user: {{}}
contexts:
- name: nlbsim
  context:
    cluster: nlbsim
    user: nlbsim
current-context: nlbsim
)",
                     kube_address);
}

sim::Result<void> write_kubeconfig(const std::string& file, std::string_view kube_address) {
  std::ofstream out(file, std::ios::trunc);
  out << kubeconfig(kube_address);
  out.close();
  if (!out) return sim::fail("CannotWrite", "cannot write " + file + ": is its folder there and writable?");
  return {};
}

}  // namespace nlbsim::scenarios
