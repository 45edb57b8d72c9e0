// Where scenarios and what they name are read from: the disk, and the files that a program carries in itself, whose
// paths begin with "nlbsim:/". A value, cheap to copy and safe to share; what it shows must outlive it, as the
// constants of a program do.
//
//   const Files files(carried_library());
//   auto text = files.read("nlbsim:/library/happy-path/hp-gateway-no-routes.yaml");
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "sim/result.h"

namespace nlbsim::scenarios {

inline constexpr std::string_view kCarried = "nlbsim:/";
inline constexpr std::size_t kMaxInputBytes = 8U << 20U;

// A file's content, or why it can't be read: codes "NotFound", "TooLarge", "InvalidInput". "-" is standard input.
sim::Result<std::string> read_input(const std::string& path);

struct CarriedFile {
  std::string_view path;      // without kCarried
  std::string_view deflated;  // a zlib stream
  std::size_t size = 0;       // of the text in it, bytes
};

class Files {
 public:
  Files() = default;  // of the disk alone
  // The table is sorted by path.
  explicit Files(std::span<const CarriedFile> carried) : carried_(carried) {}

  // A file or a folder.
  bool exists(const std::string& path) const;
  // The file itself, or all files below a folder, their whole paths sorted. Error codes "NotFound", "InvalidInput".
  sim::Result<std::vector<std::string>> below(const std::string& path) const;
  // As read_input().
  sim::Result<std::string> read(const std::string& path) const;

 private:
  std::span<const CarriedFile> carried_;
};

}  // namespace nlbsim::scenarios
