// Strict reading of nodes: each key is asked for once, and what nobody asked for is an error that names the nearest
// spelling. All problems of a document are collected, so that one run of the program shows them all.
//
//   Fields fields(node, problems, "world");
//   fields.read("nodes", settings.nodes);
//   fields.finish();                       // unknown keys
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "scenarios/language/node.h"
#include "scenarios/record/run_record.h"
#include "scenarios/record/spelling.h"
#include "sim/time.h"

namespace nlbsim::scenarios {

// Told what readers ask for, where the language itself is to be described and nobody's document is read
// (language/schema.h). A node then stands for whatever somebody may write in its place.
class Asked {
 public:
  enum class Type : std::uint8_t { text, number, boolean, duration, texts };
  virtual ~Asked() = default;
  // The node that stands for the key's value.
  virtual const Node* key(const Node& map, std::string_view key) = 0;
  virtual void required(const Node& map, std::string_view key) = 0;
  // Whether the readers are to go on as if the value were there.
  virtual bool value(const Node& node, Type type) = 0;
  virtual void words(const Node& node, std::span<const std::string> known) = 0;
  virtual void one_or_many(const Node& node) = 0;
  // The node is one of that name, described once. False: it has been described before.
  virtual bool define(const Node& node, std::string_view name) = 0;
};

// What is wrong with one file.
class Problems {
 public:
  // Null unless the language is being described.
  Asked* asked() const { return asked_; }
  void set_asked(Asked* asked) { asked_ = asked; }
  explicit Problems(std::string file) : file_(std::move(file)) {}
  const std::string& file() const { return file_; }
  void add(Mark mark, std::string message);
  bool empty() const { return errors_.empty(); }
  SourceLine at(Mark mark) const { return {file_, mark.line}; }
  // The first problem as the error, code "InvalidScenario", origin "file:line"; all of them, in the order of lines, as
  // causes when there are several. Requires a problem.
  sim::Error error() const;

 private:
  struct Found {
    Mark mark;
    std::size_t order = 0;  // of those on one line
    std::string message;
  };
  std::string file_;
  std::vector<Found> errors_;
  Asked* asked_ = nullptr;
};

// Readers of single values. On a wrong type they add a problem and leave `into` alone.
bool read_value(const Node& node, Problems& problems, std::string_view what, std::string& into);
bool read_value(const Node& node, Problems& problems, std::string_view what, std::int64_t& into);
bool read_value(const Node& node, Problems& problems, std::string_view what, int& into);
bool read_value(const Node& node, Problems& problems, std::string_view what, bool& into);
bool read_value(const Node& node, Problems& problems, std::string_view what, sim::Duration& into);
bool read_value(const Node& node, Problems& problems, std::string_view what, std::vector<std::string>& into);

class Fields {
 public:
  // `what` names the map in messages: "world", "step wait". A node that is no map is a problem, and reads as empty.
  Fields(const Node& node, Problems& problems, std::string what);

  bool valid() const { return node_.is_map(); }
  // The value of a key, which counts as known from now on; null when absent or written as null.
  const Node* find(std::string_view key);
  // As find, but absence is a problem.
  const Node* require(std::string_view key);
  // True if the key is there and could be read.
  template <class T>
  bool read(std::string_view key, T& into) {
    const Node* value = find(key);
    return value && read_value(*value, problems_, what_ + "." + std::string(key), into);
  }
  template <class T>
  bool read(std::string_view key, std::optional<T>& into) {
    T value{};
    if (!read(key, value)) return false;
    into = std::move(value);
    return true;
  }
  template <class T>
  void read_required(std::string_view key, T& into) {
    if (require(key)) read(key, into);
  }
  // Complains about every key that was not asked for.
  void finish();

  const Node& node() const { return node_; }
  Problems& problems() const { return problems_; }
  const std::string& what() const { return what_; }

 private:
  const Node& node_;
  Problems& problems_;
  std::string what_;
  std::vector<std::string_view> known_;  // literals of the callers
};

}  // namespace nlbsim::scenarios
