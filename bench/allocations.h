// Counts what a benchmark allocates: exact on a noisy machine, where time is not.
//
//   AllocationCounter allocations;
//   for (auto _ : state) ...;
//   allocations.report(state);   // counters "allocs/op" and "bytes/op"
//
// Linking this file replaces operator new and wraps aligned_alloc for the whole program. Counts are per thread.
#pragma once

#include <benchmark/benchmark.h>

#include <cstdint>

namespace nlbsim::bench {

struct Allocations {
  std::uint64_t count = 0;
  std::uint64_t bytes = 0;
};

// Of this thread, since it began.
Allocations allocations_so_far();

class AllocationCounter {
 public:
  AllocationCounter() : before_(allocations_so_far()) {}
  Allocations since() const;
  // Divided by the benchmark's iterations times `operations`, the operations in one iteration.
  void report(benchmark::State& state, double operations = 1) const;

 private:
  Allocations before_;
};

}  // namespace nlbsim::bench
