// Waits until a scenario or manifest changes on disk, for `run --watch`.
#pragma once

#include <span>
#include <string>

#include "sim/result.h"

namespace nlbsim::cli {

class FileWatch {
 public:
  // Files, and folders with all below them. From now on no change is missed.
  static sim::Result<FileWatch> of(std::span<const std::string> paths);
  FileWatch(FileWatch&& other) noexcept;
  FileWatch& operator=(FileWatch&&) = delete;
  ~FileWatch();
  // Returns once a .yaml or .yml file has been written, made or taken away; false: it can't be waited for.
  bool wait();

 private:
  explicit FileWatch(int handle) : handle_(handle) {}
  int handle_;
};

}  // namespace nlbsim::cli
