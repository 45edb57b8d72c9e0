// What the programs of the build share: they read files whole, and end with 1 and a line that says why.
#pragma once

#include <exception>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <sstream>
#include <stdexcept>
#include <string>

inline std::string contents(const std::filesystem::path& path) {
  std::ifstream in(path, std::ios::binary);
  if (!in) throw std::runtime_error(path.string() + " cannot be read");
  std::ostringstream out;
  out << in.rdbuf();
  return out.str();
}

// The exit code of `run`, or 1 after it has thrown.
template <class Run>
int told(const char* name, Run run) {
  try {
    return run();
  } catch (const std::exception& error) {
    std::cerr << name << ": " << error.what() << '\n';
    return 1;
  }
}
