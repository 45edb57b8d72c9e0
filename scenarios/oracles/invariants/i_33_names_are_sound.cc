#include <algorithm>
#include <map>

#include "api/aws/elbv2.h"
#include "scenarios/oracles/all_invariants.h"

namespace nlbsim::scenarios::oracles {

namespace {

// The API references of CreateLoadBalancer and CreateTargetGroup.
constexpr std::size_t kLongestName = 32;

bool is_legal(const std::string& name) {
  const auto legal = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-';
  };
  return !name.empty() && name.size() <= kLongestName && name.front() != '-' && name.back() != '-' &&
         std::ranges::all_of(name, legal);
}

class NamesAreSound final : public Invariant {
 public:
  std::string_view id() const override { return "I-33"; }
  std::string_view sentence() const override {
    return "Names of load balancers and target groups are legal, and the same request always comes with the same name.";
  }
  std::vector<Topic> topics() const override { return {Topic::call_sent}; }

  void observe(const Happening& happening, const Ledger&, Findings& findings) override {
    const api::AnyCall& call = happening.call.call();
    if (&call.operation() != &aws::CreateLoadBalancer::info() && &call.operation() != &aws::CreateTargetGroup::info())
      return;
    const api::Json request = call.request_json();
    const std::string name(api::text(api::member(request, "Name")));
    const std::string subject = std::string(call.operation().name) + " " + name;
    if (!is_legal(name)) findings.add(*this, subject, "AWS takes no such name", {happening.record.id});
    // A load balancer's name holds the UID of its Gateway, of which the request says nothing.
    if (&call.operation() == &aws::CreateLoadBalancer::info()) return;
    std::string rest;
    for (const auto& [key, value] : request.items())
      if (key != "Name") rest += key + api::dump_json(value);
    const auto [known, fresh] = names_.try_emplace(std::move(rest), name, happening.record.id);
    if (fresh || known->second.first == name) return;
    findings.add(*this, subject, "the same was called " + known->second.first + " before",
                 {known->second.second, happening.record.id});
  }

 private:
  std::map<std::string, std::pair<std::string, sim::RecordId>> names_;  // by the rest of the request
};

}  // namespace

std::unique_ptr<Invariant> names_are_sound() { return std::make_unique<NamesAreSound>(); }

}  // namespace nlbsim::scenarios::oracles
