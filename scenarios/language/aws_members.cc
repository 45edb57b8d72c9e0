// Alone in its file because it instantiates the walkers of api/describe.h.
#include "scenarios/language/aws_members.h"

#include <algorithm>
#include <array>

#include "api/aws/ec2_described.h"
#include "api/aws/elbv2_described.h"
#include "api/describe.h"

namespace nlbsim::scenarios {

namespace {

template <class T>
MemberTree::Ref tree_of() {
  if constexpr (std::is_same_v<T, bool>) {
    return MemberTree::of_type(MemberTree::Type::boolean);
  } else if constexpr (std::is_integral_v<T>) {
    return MemberTree::of_type(MemberTree::Type::number);
  } else if constexpr (std::is_same_v<T, std::string> || std::is_same_v<T, sim::Instant>) {
    return MemberTree::of_type(MemberTree::Type::text);
  } else if constexpr (api::detail::is_optional<T>) {
    return tree_of<typename T::value_type>();
  } else if constexpr (api::detail::is_vector<T>) {
    return MemberTree::list_of(tree_of<typename T::value_type>());
  } else if constexpr (api::Described<T>) {
    std::map<std::string, MemberTree::Ref, std::less<>> members;
    const T value{};
    api::for_each_member(value, [&](std::string_view name, const auto& member) {
      members.emplace(name, tree_of<std::remove_cvref_t<decltype(member)>>());
    });
    return MemberTree::object(std::move(members));
  } else {
    return MemberTree::anything();
  }
}

struct Added {
  bool attributes = false;
  bool targets = false;
};

template <class T>
MemberTree::Ref resource(Added added) {
  MemberTree tree = *tree_of<T>();
  tree.members["Tags"] = MemberTree::texts_by_name();
  if (added.attributes) tree.members["Attributes"] = MemberTree::texts_by_name();
  if (added.targets) {
    const auto text = MemberTree::of_type(MemberTree::Type::text);
    tree.members["targets"] = MemberTree::list_of(MemberTree::object(
        {{"Id", text}, {"Port", MemberTree::of_type(MemberTree::Type::number)}, {"State", text}, {"Reason", text}}));
  }
  return std::make_shared<const MemberTree>(std::move(tree));
}

struct ResourceKind {
  std::string_view name;
  MemberTree::Ref (*members)();
};
constexpr std::array kKinds{
    ResourceKind{"LoadBalancer", [] { return resource<aws::LoadBalancer>({.attributes = true}); }},
    ResourceKind{"Listener", [] { return resource<aws::Listener>({.attributes = true}); }},
    ResourceKind{"TargetGroup", [] { return resource<aws::TargetGroup>({.attributes = true, .targets = true}); }},
    ResourceKind{"SecurityGroup", [] { return resource<aws::ec2::SecurityGroup>({}); }},
    ResourceKind{"Subnet", [] { return resource<aws::ec2::Subnet>({}); }},
    ResourceKind{"Instance", [] { return resource<aws::ec2::Instance>({}); }},
};

}  // namespace

std::vector<std::string_view> aws_resource_kinds() {
  std::vector<std::string_view> names;
  for (const ResourceKind& kind : kKinds) names.push_back(kind.name);
  return names;
}

MemberTree::Ref aws_resource_members(std::string_view kind) {
  const auto found = std::ranges::find(kKinds, kind, &ResourceKind::name);
  return found == kKinds.end() ? MemberTree::anything() : found->members();
}

}  // namespace nlbsim::scenarios
