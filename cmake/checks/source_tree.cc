#include "cmake/checks/source_tree.h"

#include <algorithm>
#include <fstream>
#include <iterator>

namespace nlbsim::checks {
namespace {

bool is_word(char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_'; }

// The end of the literal or comment that starts at `at`, or `at` itself where none starts.
std::size_t end_of_literal(std::string_view text, std::size_t at) {
  const auto end_after = [&](std::string_view closing, std::size_t from) {
    const std::size_t found = text.find(closing, from);
    return found == text.npos ? text.size() : found + closing.size();
  };
  const std::string_view rest = text.substr(at);
  if (rest.starts_with("//")) return std::min(text.find('\n', at), text.size());
  if (rest.starts_with("/*")) return end_after("*/", at + 2);
  if (rest.starts_with("R\"") && (at == 0 || !is_word(text[at - 1]))) {
    const std::size_t open = text.find('(', at);
    if (open == text.npos) return text.size();
    return end_after(")" + std::string(text.substr(at + 2, open - at - 2)) + "\"", open);
  }
  const char quote = text[at];
  const bool digit_separator = quote == '\'' && at > 0 && is_word(text[at - 1]);
  if ((quote != '"' && quote != '\'') || digit_separator) return at;
  std::size_t end = at + 1;
  while (end < text.size() && text[end] != quote && text[end] != '\n') end += text[end] == '\\' ? 2 : 1;
  return std::min(end + 1, text.size());
}

// The operand of #include is not a literal for our purposes: its path must stay readable.
bool in_include_line(std::string_view text, std::size_t at) {
  std::size_t start = text.rfind('\n', at) + 1;  // npos + 1 is 0
  while (text[start] == ' ') ++start;
  return text[at] == '"' && text.substr(start).starts_with("#include");
}

}  // namespace

std::string blank_literals(std::string_view text) {
  std::string code(text);
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = end_of_literal(text, at);
    if (end == at) {
      ++at;
      continue;
    }
    if (!in_include_line(text, at))
      std::replace_if(
          code.begin() + static_cast<std::ptrdiff_t>(at), code.begin() + static_cast<std::ptrdiff_t>(end),
          [](char c) { return c != '\n'; }, ' ');
    at = end;
  }
  return code;
}

SourceFile source_file(std::string path, std::string text) {
  std::string code = blank_literals(text);
  return {std::move(path), std::move(text), std::move(code)};
}

std::vector<SourceFile> read_tree(const std::filesystem::path& root) {
  namespace fs = std::filesystem;
  std::vector<SourceFile> files;
  for (auto it = fs::recursive_directory_iterator(root); it != fs::recursive_directory_iterator(); ++it) {
    const std::string name = it->path().filename().string();
    if (it->is_directory() && (name.starts_with('.') || (it.depth() == 0 && name == "build"))) {
      it.disable_recursion_pending();
      continue;
    }
    if (!it->is_regular_file() || (it->path().extension() != ".h" && it->path().extension() != ".cc")) continue;
    std::ifstream in(it->path(), std::ios::binary);
    std::string text(std::istreambuf_iterator<char>(in), {});
    files.push_back(source_file(fs::relative(it->path(), root).generic_string(), std::move(text)));
  }
  std::ranges::sort(files, {}, &SourceFile::path);
  return files;
}

int line_of(std::string_view text, std::size_t offset) {
  return 1 + static_cast<int>(std::ranges::count(text.substr(0, offset), '\n'));
}

std::string describe(const std::vector<Finding>& findings) {
  std::string out;
  for (const Finding& finding : findings)
    out += finding.path + ":" + std::to_string(finding.line) + ": " + finding.message + "\n";
  return out;
}

}  // namespace nlbsim::checks
