#include "bench/allocations.h"

#include <cstdlib>
#include <new>

namespace {

thread_local nlbsim::bench::Allocations counted;

void* count(void* memory, std::size_t bytes) {
  if (!memory) throw std::bad_alloc();
  ++counted.count;
  counted.bytes += bytes;
  return memory;
}

}  // namespace

// The names are the linker's: --wrap=aligned_alloc sends the calls of our own code here.
extern "C" {
void* __real_aligned_alloc(std::size_t alignment, std::size_t size);  // NOLINT(bugprone-reserved-identifier)
void* __wrap_aligned_alloc(std::size_t alignment, std::size_t size);  // NOLINT(bugprone-reserved-identifier)
void* __wrap_aligned_alloc(std::size_t alignment, std::size_t size) {
  return count(__real_aligned_alloc(alignment, size), size);
}
}

void* operator new(std::size_t size) { return count(std::malloc(size), size); }
void* operator new(std::size_t size, std::align_val_t alignment) {
  const auto align = static_cast<std::size_t>(alignment);
  return count(__real_aligned_alloc(align, (size + align - 1) / align * align), size);
}
void operator delete(void* memory) noexcept { std::free(memory); }
void operator delete(void* memory, std::size_t) noexcept { std::free(memory); }
void operator delete(void* memory, std::align_val_t) noexcept { std::free(memory); }
void operator delete(void* memory, std::size_t, std::align_val_t) noexcept { std::free(memory); }

namespace nlbsim::bench {

Allocations allocations_so_far() { return counted; }

Allocations AllocationCounter::since() const { return {counted.count - before_.count, counted.bytes - before_.bytes}; }

void AllocationCounter::report(benchmark::State& state, double operations) const {
  const Allocations made = since();
  const double all = static_cast<double>(state.iterations()) * operations;
  state.counters["allocs/op"] = static_cast<double>(made.count) / all;
  state.counters["bytes/op"] = static_cast<double>(made.bytes) / all;
}

}  // namespace nlbsim::bench
