// YAML text, for whoever makes values of it (api/yaml/builder.h): the only door to the parser, which is not let loose
// on any text. yaml-cpp 0.7 takes 0x04 for the end of the input wherever it stands, and finds one empty document after
// the other before a "," that opens a line.
#pragma once

#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/mark.h>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace nlbsim::yaml {

inline constexpr int kMaxDepth = 64;
inline constexpr std::size_t kMaxValues = 200'000;  // of a text, its aliases expanded

// Counted from 1, as editors do.
struct Mark {
  int line = 0;
  int column = 0;
};

enum class Fault : std::uint8_t {
  encoding,   // not UTF-8 from there on; `detail` says which byte
  character,  // one that no YAML text may hold unless it is written as an escape; `detail` is that character
  no_value,   // no value begins as the text there does
  syntax,     // `detail` is the parser's message
  refused,    // by the builder, in whose words `detail` is
};

struct Unreadable {
  Fault fault;
  std::string detail;
  int line;
};

// Gives the events of all documents to the handler, which may throw an Unreadable to be read no further. Nothing if
// the whole text has been read.
std::optional<Unreadable> read(std::string_view text, YAML::EventHandler& handler);

}  // namespace nlbsim::yaml
