#include "cli/watch_files.h"

#include <sys/inotify.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <set>
#include <utility>

namespace nlbsim::cli {

namespace {

namespace fs = std::filesystem;

constexpr std::uint32_t kChanges = IN_CLOSE_WRITE | IN_MOVED_TO | IN_MOVED_FROM | IN_DELETE;

std::set<std::string> folders_of(std::span<const std::string> paths) {
  std::set<std::string> folders;
  for (const std::string& path : paths) {
    std::error_code error;
    if (!fs::is_directory(path, error)) {
      const fs::path parent = fs::path(path).parent_path();
      folders.insert(parent.empty() ? "." : parent.string());
      continue;
    }
    folders.insert(path);
    for (fs::recursive_directory_iterator at(path, error), end; !error && at != end; at.increment(error))
      if (at->is_directory(error)) folders.insert(at->path().string());
  }
  return folders;
}

bool is_ours(std::string_view name) { return name.ends_with(".yaml") || name.ends_with(".yml"); }

}  // namespace

sim::Result<FileWatch> FileWatch::of(std::span<const std::string> paths) {
  FileWatch watch(inotify_init1(IN_CLOEXEC));
  if (watch.handle_ < 0)
    return sim::fail("CannotWatch", "files can't be watched here: " + std::string(strerror(errno)));
  for (const std::string& folder : folders_of(paths))
    if (inotify_add_watch(watch.handle_, folder.c_str(), kChanges) < 0)
      return sim::fail("CannotWatch", "the folder can't be watched: " + std::string(strerror(errno)), folder);
  return watch;
}

FileWatch::FileWatch(FileWatch&& other) noexcept : handle_(std::exchange(other.handle_, -1)) {}

FileWatch::~FileWatch() {
  if (handle_ >= 0) close(handle_);
}

bool FileWatch::wait() {
  alignas(inotify_event) std::array<char, 65536> block{};
  for (;;) {
    const ssize_t size = read(handle_, block.data(), block.size());
    if (size < 0 && errno == EINTR) continue;
    if (size <= 0) return false;
    bool changed = false;
    for (std::size_t at = 0; at < static_cast<std::size_t>(size);) {
      inotify_event event{};
      std::memcpy(&event, block.data() + at, sizeof event);
      changed = changed || is_ours(block.data() + at + sizeof event);
      at += sizeof event + event.len;
    }
    if (changed) return true;
  }
}

}  // namespace nlbsim::cli
