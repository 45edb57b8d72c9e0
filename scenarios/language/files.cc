#include "scenarios/language/files.h"

#include <zlib.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <optional>

namespace nlbsim::scenarios {

namespace {

namespace fs = std::filesystem;

// The part behind kCarried, without a slash at its end; none: a path of the disk.
std::optional<std::string_view> carried_path(std::string_view path) {
  if (!path.starts_with(kCarried)) return std::nullopt;
  path.remove_prefix(kCarried.size());
  if (path.ends_with('/')) path.remove_suffix(1);
  return path;
}

bool is_below(std::string_view path, std::string_view folder) {
  return folder.empty() || (path.size() > folder.size() && path.starts_with(folder) && path[folder.size()] == '/');
}

// Those of a sorted table that are the path or lie below it.
std::vector<CarriedFile> found_at(std::span<const CarriedFile> table, std::string_view path) {
  std::vector<CarriedFile> found;
  for (auto at = std::ranges::lower_bound(table, path, {}, &CarriedFile::path);
       at != table.end() && at->path.starts_with(path); ++at)
    if (at->path == path || is_below(at->path, path)) found.push_back(*at);
  return found;
}

std::string inflated(const CarriedFile& file) {
  std::string text(file.size, '\0');
  uLongf size = file.size;
  const auto* from = reinterpret_cast<const Bytef*>(file.deflated.data());
  const int result = uncompress(reinterpret_cast<Bytef*>(text.data()), &size, from, file.deflated.size());
  text.resize(result == Z_OK ? size : 0);
  return text;
}

sim::Result<std::vector<std::string>> below_on_disk(const std::string& path) {
  std::error_code error;
  if (!fs::exists(path, error)) return sim::fail("NotFound", "there is no such file or folder", path);
  if (!fs::is_directory(path, error)) return std::vector<std::string>{path};
  std::vector<std::string> files;
  for (fs::recursive_directory_iterator at(path, error), end; !error && at != end; at.increment(error))
    if (at->is_regular_file(error)) files.push_back(at->path().string());
  if (error) return sim::fail("InvalidInput", "the folder can't be read: " + error.message(), path);
  std::ranges::sort(files);
  return files;
}

}  // namespace

sim::Result<std::string> read_input(const std::string& path) {
  const auto too_large = [&] {
    return sim::fail("TooLarge", "larger than 8 MiB: split it into several files", path + ":1");
  };
  if (path != "-") {
    std::error_code error;
    const auto status = fs::status(path, error);
    if (!fs::exists(status)) return sim::fail("NotFound", "there is no such file", path);
    if (fs::is_directory(status)) return sim::fail("InvalidInput", "this is a folder: name a file in it", path);
    const auto size = fs::file_size(path, error);
    if (!error && size > kMaxInputBytes) return too_large();
  }
  std::ifstream file;
  if (path != "-") {
    file.open(path, std::ios::binary);
    if (!file) return sim::fail("InvalidInput", "the file can't be opened for reading: check its permissions", path);
  }
  std::istream& in = path == "-" ? std::cin : file;
  std::string text;
  std::array<char, 65536> block{};
  while (in.read(block.data(), block.size()) || in.gcount() > 0) {
    text.append(block.data(), static_cast<std::size_t>(in.gcount()));
    if (text.size() > kMaxInputBytes) return too_large();
  }
  return text;
}

bool Files::exists(const std::string& path) const {
  if (const auto carried = carried_path(path)) return !found_at(carried_, *carried).empty();
  std::error_code error;
  return fs::exists(path, error);
}

sim::Result<std::vector<std::string>> Files::below(const std::string& path) const {
  const auto carried = carried_path(path);
  if (!carried) return below_on_disk(path);
  std::vector<std::string> files;
  for (const CarriedFile& file : found_at(carried_, *carried)) files.push_back(std::string(kCarried).append(file.path));
  if (files.empty()) return sim::fail("NotFound", "this program carries no such file or folder", path);
  return files;
}

sim::Result<std::string> Files::read(const std::string& path) const {
  const auto carried = carried_path(path);
  if (!carried) return read_input(path);
  const auto found = found_at(carried_, *carried);
  if (found.empty()) return sim::fail("NotFound", "this program carries no such file", path);
  if (found.front().path != *carried) return sim::fail("InvalidInput", "this is a folder: name a file in it", path);
  return inflated(found.front());
}

}  // namespace nlbsim::scenarios
