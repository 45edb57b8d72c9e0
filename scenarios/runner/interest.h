// Which journal records could change whether an expectation holds. A wait looks again only after one of those, so that
// evaluating "after each event" costs a mask test for the events that do not matter.
#pragma once

#include <cstdint>
#include <span>

#include "scenarios/language/expectation.h"
#include "sim/journal.h"

namespace nlbsim::scenarios {

struct Interest {
  std::uint32_t records = 0;    // a bit per sim::RecordKind
  std::uint32_t objects = 0;    // a bit per entry of kube::kKnownResources; the highest for all others
  std::uint32_t resources = 0;  // a bit per kind of AWS resource; the highest for all others

  bool overlaps(const Interest& other) const {
    return (records & other.records) != 0 || (objects & other.objects) != 0 || (resources & other.resources) != 0;
  }
  void add(const Interest& other) {
    records |= other.records;
    objects |= other.objects;
    resources |= other.resources;
  }
};

// What a record touches.
Interest touched(const sim::Record& record);
Interest touched(std::span<const sim::Record> records);
// What an expectation depends on.
Interest interest_of(const Expectation& expectation);

}  // namespace nlbsim::scenarios
