#include "scenarios/runner/interest.h"

#include <algorithm>

#include "api/records.h"
#include "scenarios/language/aws_members.h"

namespace nlbsim::scenarios {

namespace {

constexpr std::uint32_t kOther = 1U << 31U;

template <class List, class Same>
std::uint32_t bit_of(const List& known, Same same) {
  const auto found = std::ranges::find_if(known, same);
  return found == known.end() ? kOther : 1U << static_cast<unsigned>(found - known.begin());
}

std::uint32_t object_bit(std::string_view kind) {
  return bit_of(kube::kKnownResources, [&](const kube::Resource& known) { return known.kind == kind; });
}

std::uint32_t resource_bit(std::string_view kind) {
  static const std::vector<std::string_view> kKinds = aws_resource_kinds();
  if (kind == "Target") kind = "TargetGroup";  // targets are shown inside their group
  return bit_of(kKinds, [&](std::string_view known) { return known == kind; });
}

std::uint32_t record_bit(sim::RecordKind kind) { return 1U << static_cast<unsigned>(kind); }

struct Collect {
  Interest& into;

  void operator()(const KubeSubject& subject) const { into.objects |= object_bit(subject.ref.kind); }
  void operator()(const AwsSubject& subject) const {
    if (!subject.kind.empty()) into.resources |= resource_bit(subject.kind);
    if (!subject.unchanged_since.empty()) into.resources |= ~0U;
  }
  void operator()(const CallsSubject&) const {
    into.records |= record_bit(sim::RecordKind::call_sent) | record_bit(sim::RecordKind::call_returned);
  }
  void operator()(const EventsSubject&) const { into.objects |= object_bit("Event"); }
  void operator()(const QueueSubject&) const {
    into.records |= record_bit(sim::RecordKind::reconcile_started) | record_bit(sim::RecordKind::reconcile_finished) |
                    record_bit(sim::RecordKind::watch_event) | record_bit(sim::RecordKind::actor_changed);
  }
  void operator()(const MetricsSubject&) const { into.records |= ~0U; }
  void operator()(const JournalSubject& subject) const {
    into.records |= subject.kind ? record_bit(*subject.kind) : ~0U;
  }
  void operator()(const ProbeSubject&) const {
    into.resources |= ~0U;
    for (const std::string_view kind : {"Service", "EndpointSlice", "Node"}) into.objects |= object_bit(kind);
  }
  void operator()(const FaultsSubject&) const { into.records |= record_bit(sim::RecordKind::fault); }
};

}  // namespace

Interest touched(const sim::Record& record) {
  Interest touched;
  touched.records = record_bit(record.kind);
  if (record.kind == sim::RecordKind::object_changed)
    touched.objects = object_bit(api::payload<api::ObjectChanged>(record).resource.kind);
  if (record.kind == sim::RecordKind::resource_changed)
    touched.resources = resource_bit(api::payload<api::ResourceChanged>(record).resource);
  return touched;
}

Interest touched(std::span<const sim::Record> records) {
  Interest all;
  for (const sim::Record& record : records) all.add(touched(record));
  return all;
}

Interest interest_of(const Expectation& expectation) {
  Interest interest;
  for (const Subject& subject : expectation.subjects) std::visit(Collect{interest}, subject);
  return interest;
}

}  // namespace nlbsim::scenarios
