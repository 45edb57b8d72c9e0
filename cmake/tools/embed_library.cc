// Writes the library of scenarios as C++: a program of the build, not of the product.
//
//   embed_library OUT.cc FOLDER NAME...
//
// Each NAME in FOLDER, and each file below it where it is a folder, becomes a row of carried_library()
// (cli/carried_library.h): its path in FOLDER and its text as a zlib stream.
#include <zlib.h>

#include <algorithm>
#include <filesystem>
#include <string>
#include <vector>

#include "cmake/tools/tool.h"

namespace {

namespace fs = std::filesystem;

std::string deflated(const std::string& text) {
  uLongf size = compressBound(text.size());
  std::string out(size, '\0');
  const auto* from = reinterpret_cast<const Bytef*>(text.data());
  if (compress2(reinterpret_cast<Bytef*>(out.data()), &size, from, text.size(), Z_BEST_COMPRESSION) != Z_OK)
    throw std::runtime_error("a text cannot be deflated");
  out.resize(size);
  return out;
}

// Three octal digits for each byte: none of them can run into what follows it.
void write_literal(std::ostream& out, const std::string& bytes) {
  out << "std::string_view(\"";
  for (const char byte : bytes) {
    const auto value = static_cast<unsigned char>(byte);
    out << '\\' << static_cast<char>('0' + value / 64) << static_cast<char>('0' + value / 8 % 8)
        << static_cast<char>('0' + value % 8);
  }
  out << "\", " << bytes.size() << ")";
}

std::vector<fs::path> files_below(const fs::path& folder, const std::string& name) {
  if (!fs::is_directory(folder / name)) return {name};
  std::vector<fs::path> files;
  for (const auto& entry : fs::recursive_directory_iterator(folder / name))
    if (entry.is_regular_file()) files.push_back(entry.path().lexically_relative(folder));
  return files;
}

void write(std::ostream& out, const fs::path& folder, std::vector<fs::path> files) {
  std::ranges::sort(files, {}, [](const fs::path& path) { return path.generic_string(); });
  out << "#include \"cli/carried_library.h\"\n\n#include <array>\n\nnamespace nlbsim::cli {\nnamespace {\n\n"
      << "constexpr std::array<scenarios::CarriedFile, " << files.size() << "> kFiles{{\n";
  for (const fs::path& file : files) {
    const std::string text = contents(folder / file);
    out << "    {\"" << file.generic_string() << "\", ";
    write_literal(out, deflated(text));
    out << ", " << text.size() << "},\n";
  }
  out << "}};\n\n}  // namespace\n\nstd::span<const scenarios::CarriedFile> carried_library() { return kFiles; }\n\n"
      << "}  // namespace nlbsim::cli\n";
}

int run(const fs::path& target, const fs::path& folder, const std::vector<std::string>& names) {
  std::vector<fs::path> files;
  for (const std::string& name : names)
    for (fs::path& file : files_below(folder, name)) files.push_back(std::move(file));
  std::ofstream out(target);
  write(out, folder, std::move(files));
  return out.flush() ? 0 : 1;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 4) {
    std::cerr << "usage: embed_library OUT.cc FOLDER NAME...\n";
    return 2;
  }
  return told("embed_library", [&] { return run(argv[1], argv[2], {argv + 3, argv + argc}); });
}
