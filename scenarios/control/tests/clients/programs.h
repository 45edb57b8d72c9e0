// Programs of the machine that tests drive: finding and running them.
#pragma once

#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

namespace nlbsim::scenarios {

struct Ran {
  int exit = -1;
  std::string output;  // both streams
};

inline Ran run_program(const std::string& command) {
  Ran ran;
  // On a line of its own, a closing brace ends what a here-document has begun, too.
  FILE* pipe = popen(("{ " + command + "\n} 2>&1 </dev/null").c_str(), "r");
  if (!pipe) return ran;
  std::array<char, 4096> chunk{};
  for (std::size_t n = 0; (n = std::fread(chunk.data(), 1, chunk.size(), pipe)) > 0;)
    ran.output.append(chunk.data(), n);
  const int status = pclose(pipe);
  ran.exit = WIFEXITED(status) ? WEXITSTATUS(status) : 128;
  return ran;
}

// Every program of that name on PATH and in the folder into which scripts/setup.sh unpacks clients, each once.
inline std::vector<std::string> find_programs(const std::string& name) {
  std::vector<std::string> found;
  std::vector<std::filesystem::path> real;
  const char* path = std::getenv("PATH");
  std::stringstream folders(std::string("build/clients/usr/bin:") + (path ? path : ""));
  for (std::string folder; std::getline(folders, folder, ':');) {
    const std::filesystem::path file = std::filesystem::path(folder) / name;
    std::error_code error;
    // Some want a pager for their help, some know no --version.
    const std::string called = file.string();
    const std::string answers = called + " --version >/dev/null || " + called + " --help >/dev/null";
    if (access(file.c_str(), X_OK) != 0 || run_program(answers).exit != 0) continue;
    const auto canonical = std::filesystem::canonical(file, error);
    if (std::ranges::find(real, canonical) != real.end()) continue;
    real.push_back(canonical);
    found.push_back(std::filesystem::absolute(file).string());
  }
  return found;
}

// A folder of the test's own, gone with it.
class ScratchFolder {
 public:
  ScratchFolder() {
    std::string pattern = (std::filesystem::temp_directory_path() / "nlbsim-XXXXXX").string();
    path_ = mkdtemp(pattern.data());
  }
  ScratchFolder(const ScratchFolder&) = delete;
  ScratchFolder& operator=(const ScratchFolder&) = delete;
  ~ScratchFolder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  const std::string& path() const { return path_; }

 private:
  std::string path_;
};

}  // namespace nlbsim::scenarios
