#include <algorithm>
#include <cctype>

#include "scenarios/oracles/all_invariants.h"

namespace nlbsim::scenarios::oracles {

namespace {

// DNS names say the same in capitals and in small letters.
bool same_name(std::string_view a, std::string_view b) {
  const auto lower = [](unsigned char c) { return std::tolower(c); };
  return std::ranges::equal(a, b, {}, lower, lower);
}

class ProgrammedMeansActive final : public Invariant {
 public:
  std::string_view id() const override { return "I-11"; }
  std::string_view sentence() const override {
    return "At rest a Gateway that says Programmed has an active load balancer, with that address and that ARN.";
  }

  void at_rest(const Ledger& ledger, Findings& findings) override {
    for (std::size_t cluster = 0; cluster < ledger.cast().cluster_count(); ++cluster)
      for (const auto& [key, stored] : ledger.kube(cluster).gateways()) {
        if (!ledger.kube(cluster).class_is_ours(gateway_in(stored))) continue;
        check(ledger.aws().load_balancer_of(ledger.cast().cluster_name(cluster), key.text()), key, stored, findings);
      }
  }

 private:
  void check(const AwsResource* load_balancer, const kube::ObjectKey& key, const StoredObject& stored,
             Findings& findings) const {
    const kube::GatewayStatus& status = gateway_in(stored).status;
    const kube::Condition* programmed = kube::find_condition(status.conditions, "Programmed");
    if (!programmed || programmed->status != "True") return;
    std::string wrong;
    if (!load_balancer) wrong = "it has no load balancer";
    else if (!load_balancer->state.starts_with("active")) wrong = load_balancer->id + " is " + load_balancer->state;
    else if (programmed->message.find(load_balancer->id) == std::string::npos)
      wrong = "the message does not name " + load_balancer->id;
    else if (status.addresses.size() != 1 || !same_name(status.addresses.front().value, load_balancer->dns_name))
      wrong = "its address is not " + load_balancer->dns_name;
    if (wrong.empty()) return;
    std::vector<sim::RecordId> records{stored.record};
    if (load_balancer) records.push_back(load_balancer->created);
    findings.add(*this, "Gateway " + key.text(), "it says Programmed=True, but " + wrong, std::move(records));
  }
};

}  // namespace

std::unique_ptr<Invariant> programmed_means_active() { return std::make_unique<ProgrammedMeansActive>(); }

}  // namespace nlbsim::scenarios::oracles
