#include "scenarios/control/kubeconfig.h"

#include <fmt/format.h>

#include <fstream>

#include "fake_apiserver/cel/base64.h"

namespace nlbsim::scenarios {

namespace {

std::string kubeconfig_of(std::string_view server, std::string_view trust, std::string_view user) {
  return fmt::format(R"(apiVersion: v1
kind: Config
clusters:
- name: nlbsim
  cluster:
    server: {}
    {}
users:
- name: nlbsim
  user: {}
contexts:
- name: nlbsim
  context:
    cluster: nlbsim
    user: nlbsim
current-context: nlbsim
)",
                     server, trust, user);
}

}  // namespace

std::string kubeconfig(std::string_view kube_address) {
  return kubeconfig_of(fmt::format("http://{}", kube_address), "insecure-skip-tls-verify: true", "{}");
}

std::string secure_kubeconfig(std::string_view kube_address, std::string_view authority, std::string_view token) {
  return kubeconfig_of(fmt::format("https://{}", kube_address),
                       fmt::format("certificate-authority-data: {}", fake_apiserver::cel::encode_base64(authority)),
                       token.empty() ? std::string("{}") : fmt::format("{{token: \"{}\"}}", token));
}

sim::Result<void> write_text(const std::string& file, std::string_view text) {
  std::ofstream out(file, std::ios::trunc);
  out << text;
  out.close();
  if (!out) return sim::fail("CannotWrite", "cannot write " + file + ": is its folder there and writable?");
  return {};
}

sim::Result<void> write_kubeconfig(const std::string& file, std::string_view kube_address) {
  return write_text(file, kubeconfig(kube_address));
}

}  // namespace nlbsim::scenarios
