// Ids are minted from (kind, name, how often that name was created), never from one global counter: creating something
// else earlier does not change the id, so a shrunk scenario keeps the ids of the original.
//
// A mint is a value; a server's state holds one and is copied with it. Not thread-safe.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace nlbsim::sim {

class IdMint {
 public:
  // A fresh 64-bit id for the next thing of that kind and name.
  std::uint64_t next(std::string_view kind, std::string_view name);

 private:
  // Counts by the fingerprint of kind and name, each in the first free place from where it says: a world copies its
  // mints, so they lie in one block.
  struct Count {
    std::uint64_t name = 0;  // 0: the place is free
    std::uint32_t created = 0;
  };
  std::uint32_t& count_of(std::uint64_t name);
  void grow();
  std::vector<Count> counts_;  // a power of two of them, or none
  std::size_t names_ = 0;
};

// The lowest `digits` (1..32) hexadecimal digits that belong to an id; more than 16 are derived from it.
std::string hex_id(std::uint64_t id, int digits);
// A version 4 UUID made of an id: Kubernetes UIDs and AWS request ids.
std::string uuid(std::uint64_t id);

}  // namespace nlbsim::sim
