// What the comparison of end states leaves out, all of it, with the reasons.
#pragma once

#include <array>
#include <string_view>

namespace nlbsim::scenarios::oracles {

struct Exclusion {
  std::string_view what;
  std::string_view because;
};

// Kinds of objects that are not compared.
inline constexpr std::array kExcludedKinds{
    Exclusion{"Event", "tells of what happened on the way, which faults change"},
    Exclusion{"Lease", "says who led when"},
    Exclusion{"Node", "no controller of ours writes one; they are what the world was made with"},
    Exclusion{"CustomResourceDefinition", "no controller of ours writes one; its schema is pages long"},
};

// Members of metadata.
inline constexpr std::array kExcludedMetadata{
    Exclusion{"uid", "minted anew whenever an object is made again"},
    Exclusion{"resourceVersion", "counts the writes on the way"},
    Exclusion{"generation", "counts the writes on the way; observedGeneration is compared with it"},
    Exclusion{"creationTimestamp", "a time"},
    Exclusion{"deletionTimestamp", "a time; that there is one is compared"},
    Exclusion{"deletionGracePeriodSeconds", "goes with deletionTimestamp"},
};

inline constexpr std::array kExcludedAnnotations{
    Exclusion{"elbv2.k8s.aws/last-processed-config", "a resourceVersion"},
    Exclusion{"elbv2.k8s.aws/last-processed-config-timestamp", "a time"},
    Exclusion{"elbv2.k8s.aws/checkpoint", "a hash over ids"},
    Exclusion{"elbv2.k8s.aws/checkpoint-timestamp", "a time"},
};

// Members wherever they stand in an object or a resource.
inline constexpr std::array kExcludedMembers{
    Exclusion{"lastTransitionTime", "a time"},
    Exclusion{"CreatedTime", "a time"},
    Exclusion{"CanonicalHostedZoneId", "belongs to the region"},
};

// Members of resources that only their creation decides: a run that made the resource earlier or later differs rightly.
struct CreationMember {
  std::string_view kind, member, because;
};
inline constexpr std::array kDecidedByCreation{
    CreationMember{"target group", "Port", "the backend's port at that time; targets are registered with their own"},
};

// The name of a target group holds its Service's node port at that time, and its TargetGroupBinding has the same name:
// both are told by the Gateway and the route that the group is for (canonical_state.cc).

// Listeners that a broken rule keeps as they were: the last valid state and none are both right. With them go the
// target groups, TargetGroupBindings and marked security group rules that serve them, and the rules that open their
// ports in the load balancer's own security group (differential.cc).

}  // namespace nlbsim::scenarios::oracles
