// The account: what the AWS CLI has printed, known by its content.
#include <algorithm>
#include <filesystem>
#include <map>
#include <set>

#include "fake_aws/elbv2/arn.h"
#include "fake_aws/wire/holdings_json.h"
#include "scenarios/import/import.h"
#include "scenarios/language/files.h"
#include "scenarios/language/yaml.h"
#include "scenarios/record/object_text.h"

namespace nlbsim::scenarios {

namespace {

namespace fs = std::filesystem;
namespace ec2 = aws::ec2;
using api::Json;
using fake_aws::Holdings;

sim::Result<std::vector<std::string>> answers_in(const std::string& folder) {
  std::error_code error;
  if (!fs::is_directory(folder, error))
    return sim::fail("NotFound", "there is no such folder: name the one with the answers of aws ... describe-*",
                     folder);
  auto files = Files().below(folder);
  if (!files) return files;
  std::erase_if(*files, [](const fs::path& file) {
    return file.extension() != ".json" && file.extension() != ".yaml" && file.extension() != ".yml";
  });
  if (files->empty()) return sim::fail("NotFound", "the folder holds no .json, .yaml or .yml file", folder);
  return files;
}

struct Answer {
  std::string file;
  Json document;
};

// A file holds one answer, or a list of several. The AWS CLI prints nothing where there is nothing to say.
sim::Result<void> read_answers(const std::string& file, std::vector<Answer>& into) {
  const auto text = read_input(file);
  if (!text) return sim::forward(text.error());
  const auto documents = parse_yaml(*text, file);
  if (!documents) return sim::forward(documents.error());
  for (const Node& node : *documents) {
    auto document = to_json(node, file);
    if (!document) return sim::forward(std::move(document.error()));
    if (!document->is_array()) into.push_back({file, *std::move(document)});
    else
      for (const Json& each : *document) into.push_back({file, each});
  }
  return {};
}

// The last part of an ARN: sixteen digits that no other resource has.
std::string_view id_of(std::string_view arn) { return arn.substr(arn.rfind('/') + 1); }

class AccountReader {
 public:
  AccountReader(Imported& into) : into_(into), held_(into.holdings) {}

  sim::Result<void> read(const std::vector<Answer>& answers) {
    std::vector<const Answer*> unnamed;
    for (const Answer& answer : answers) {
      fake_aws::Told told;
      if (auto taken = take(answer, {}, told); !taken) return taken;
      if (!told.wanted.empty()) unnamed.push_back(&answer);
      else if (!told.taken) pass_over(answer, told);
    }
    for (const Answer* answer : unnamed) {
      fake_aws::Told told;
      const std::string subject = subject_of(answer->file);
      if (subject.empty()) into_.passed_over.push_back(nameless(*answer));
      else if (auto taken = take(*answer, subject, told); !taken) return taken;
    }
    return {};
  }

 private:
  sim::Result<void> take(const Answer& answer, const std::string& subject, fake_aws::Told& told) {
    const auto problem = fake_aws::take_answer(answer.document, subject, held_, told);
    if (problem) return sim::fail("InvalidImport", problem->message, answer.file);
    return {};
  }

  void pass_over(const Answer& answer, const fake_aws::Told& told) {
    if (!told.operation.empty()) {
      into_.passed_over.push_back(answer.file + ": the answer of " + std::string(told.operation) + " is not needed");
      return;
    }
    std::string members;
    for (const auto& [key, value] : answer.document.items())
      if (value.is_array() || value.is_object()) members.append(members.empty() ? "" : ", ").append(key.view());
    if (answer.document.is_object() && members.empty() && !answer.document.empty()) members = "no list";
    if (members.empty()) members = "nothing";
    into_.passed_over.push_back(answer.file + ": holds " + members + ": not an answer of AWS that is understood");
  }

  // The load balancer, listener or target group that the file's name tells, by its id or, failing that, its name.
  std::string subject_of(const std::string& file) const {
    const std::string name = fs::path(file).stem().string();
    std::set<std::string> by_name;
    for (const aws::LoadBalancer& one : held_.LoadBalancers) {
      if (name.find(id_of(one.LoadBalancerArn)) != name.npos && ends_with_id(name, one.LoadBalancerArn))
        return one.LoadBalancerArn;
      if (name.ends_with(one.LoadBalancerName)) by_name.insert(one.LoadBalancerArn);
    }
    for (const aws::Listener& one : held_.Listeners)
      if (ends_with_id(name, one.ListenerArn)) return one.ListenerArn;
    for (const aws::TargetGroup& one : held_.TargetGroups) {
      if (ends_with_id(name, one.TargetGroupArn)) return one.TargetGroupArn;
      if (name.ends_with(one.TargetGroupName)) by_name.insert(one.TargetGroupArn);
    }
    return by_name.size() == 1 ? *by_name.begin() : std::string();
  }
  static bool ends_with_id(const std::string& name, const std::string& arn) { return name.ends_with(id_of(arn)); }

  static std::string nameless(const Answer& answer) {
    return answer.file +
           ": does not tell which load balancer, listener or target group it is of: let the file's name end in the "
           "id that its ARN ends in";
  }

  Imported& into_;
  Holdings& held_;
};

// ---- what is not of a network load balancer ----

void say_left_out(std::string_view what, const std::vector<std::string>& names, Imported& into) {
  if (!names.empty()) into.passed_over.push_back(std::string(what) + ": " + first_names(names));
}

// Takes out what `gone` holds of, and says so once.
template <class Item, class Gone, class Name>
void leave_out(std::vector<Item>& items, std::string_view what, Gone gone, Name name, Imported& into) {
  std::vector<std::string> names;
  for (const Item& item : items)
    if (gone(item)) names.push_back(name(item));
  std::erase_if(items, gone);
  say_left_out(what, names, into);
}

void leave_out_other_balancers(Imported& into) {
  Holdings& held = into.holdings;
  leave_out(
      held.LoadBalancers, "load balancers of another type than network",
      [](const aws::LoadBalancer& one) { return one.Type != "network"; },
      [](const aws::LoadBalancer& one) { return one.LoadBalancerName; }, into);
  std::set<std::string_view> balancers;
  for (const aws::LoadBalancer& one : held.LoadBalancers) balancers.insert(one.LoadBalancerArn);
  std::erase_if(held.Listeners, [&](const aws::Listener& one) { return !balancers.contains(one.LoadBalancerArn); });
  static const std::set<std::string_view> kProtocols{"TCP", "UDP", "TLS", "TCP_UDP", "QUIC", "TCP_QUIC"};
  leave_out(
      held.TargetGroups, "target groups that no network load balancer can have",
      [](const aws::TargetGroup& one) { return !kProtocols.contains(one.Protocol) || one.VpcId.empty(); },
      [](const aws::TargetGroup& one) { return one.TargetGroupName; }, into);
}

// What was told of a resource that has been left out, or that no list has.
void leave_out_details(Holdings& held) {
  std::set<std::string_view> known, listeners;
  for (const aws::LoadBalancer& one : held.LoadBalancers) known.insert(one.LoadBalancerArn);
  for (const aws::TargetGroup& one : held.TargetGroups) known.insert(one.TargetGroupArn);
  for (const aws::Listener& one : held.Listeners) listeners.insert(one.ListenerArn);
  std::erase_if(held.Rules, [&](const aws::Rule& rule) {
    return !rule.IsDefault || !listeners.contains(fake_aws::listener_of_rule(rule.RuleArn));
  });
  known.insert(listeners.begin(), listeners.end());
  for (const aws::Rule& one : held.Rules) known.insert(one.RuleArn);
  std::erase_if(held.Attributes, [&](const auto& one) { return !known.contains(one.ResourceArn); });
  std::erase_if(held.Targets, [&](const auto& one) { return !known.contains(one.TargetGroupArn); });
  std::erase_if(held.ListenerCertificates, [&](const auto& one) { return !known.contains(one.ListenerArn); });
  std::erase_if(held.TagDescriptions, [&](const auto& one) { return !known.contains(one.ResourceArn); });
}

// ---- what is of another VPC than those that are told ----

void leave_out_other_vpcs(Imported& into) {
  Holdings& held = into.holdings;
  std::set<std::string_view> vpcs;
  for (const ec2::Vpc& one : held.Vpcs) vpcs.insert(one.VpcId);
  const auto elsewhere = [&vpcs](const auto& one) { return !vpcs.contains(one.VpcId); };
  leave_out(
      held.Subnets, "subnets of a VPC that nothing tells of", elsewhere,
      [](const ec2::Subnet& one) { return one.SubnetId; }, into);
  leave_out(
      held.RouteTables, "route tables of a VPC that nothing tells of", elsewhere,
      [](const ec2::RouteTable& one) { return one.RouteTableId; }, into);
  leave_out(
      held.SecurityGroups, "security groups of a VPC that nothing tells of", elsewhere,
      [](const ec2::SecurityGroup& one) { return one.GroupId; }, into);
  leave_out(
      held.LoadBalancers, "load balancers of a VPC that nothing tells of", elsewhere,
      [](const aws::LoadBalancer& one) { return one.LoadBalancerName; }, into);
  leave_out(
      held.TargetGroups, "target groups of a VPC that nothing tells of", elsewhere,
      [](const aws::TargetGroup& one) { return one.TargetGroupName; }, into);
  leave_out(
      held.Subnets, "subnets without an IPv4 block", [](const ec2::Subnet& one) { return one.CidrBlock.empty(); },
      [](const ec2::Subnet& one) { return one.SubnetId; }, into);
  std::set<std::string_view> subnets;
  for (const ec2::Subnet& one : held.Subnets) subnets.insert(one.SubnetId);
  const auto nowhere = [&](const ec2::Instance& one) { return elsewhere(one) || !subnets.contains(one.SubnetId); };
  std::vector<std::string> instances;
  for (ec2::Reservation& reservation : held.Reservations) {
    // One that has been terminated is in no VPC any more.
    std::erase_if(reservation.Instances, [](const ec2::Instance& one) { return one.State.Name == "terminated"; });
    for (const ec2::Instance& one : reservation.Instances)
      if (nowhere(one)) instances.push_back(one.InstanceId);
    std::erase_if(reservation.Instances, nowhere);
  }
  std::erase_if(held.Reservations, [](const ec2::Reservation& one) { return one.Instances.empty(); });
  say_left_out("instances in a subnet that nothing tells of", instances, into);
}

}  // namespace

sim::Result<void> import_account(const std::string& folder, Imported& into) {
  const auto files = answers_in(folder);
  if (!files) return sim::forward(files.error());
  std::vector<Answer> answers;
  for (const std::string& file : *files)
    if (auto read = read_answers(file, answers); !read) return read;
  into.tells_account = true;
  if (auto read = AccountReader(into).read(answers); !read) return read;
  if (into.holdings.Vpcs.empty())
    return sim::fail("InvalidImport", "no file tells of a VPC: aws ec2 describe-vpcs does", folder);
  leave_out_other_vpcs(into);
  leave_out_other_balancers(into);
  leave_out_details(into.holdings);
  return {};
}

}  // namespace nlbsim::scenarios
