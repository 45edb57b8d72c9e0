// Reads the C++ files of the tree for the checks that look at text: which file may include what, which names may appear
// where, what stands inside a co_await expression.
//
// `code` is the file with every comment, string and character literal blanked by spaces of the same length, so that
// lines and columns are those of the file and nothing inside a literal is taken for code.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace nlbsim::checks {

struct SourceFile {
  std::string path;  // from the root of the tree, with '/'
  std::string text;
  std::string code;
};

struct Finding {
  std::string path;
  int line = 0;  // from 1
  std::string message;
  bool operator==(const Finding&) const = default;
};

std::string blank_literals(std::string_view text);
SourceFile source_file(std::string path, std::string text);
// Every .h and .cc below the project's folders, sorted by path; build trees and hidden folders are left out.
std::vector<SourceFile> read_tree(const std::filesystem::path& root);
int line_of(std::string_view text, std::size_t offset);
// "path:line: message", one a line.
std::string describe(const std::vector<Finding>& findings);

}  // namespace nlbsim::checks
