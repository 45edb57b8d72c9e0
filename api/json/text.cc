// The border: the only file that knows the JSON library. It reads text into our values without one of its own in
// between, and lends its printing of what is hard to print: fractions, and text that is not UTF-8.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <nlohmann/json.hpp>
#include <span>
#include <vector>

#include "api/json/builder.h"
#include "api/json/json.h"

namespace nlbsim::api {
namespace {

using Library = nlohmann::json;

constexpr std::size_t kMaxDepth = 64;

// Called by the library's parser. Values wait in one stack until the object or list around them ends.
class Reader {
 public:
  bool null() { return value(Json()); }
  bool boolean(bool content) { return value(content); }
  bool number_integer(std::int64_t content) { return value(content); }
  bool number_unsigned(std::uint64_t content) { return value(content); }
  bool number_float(double content, const std::string&) { return value(content); }
  bool string(std::string& content) { return value(content); }
  bool binary(Library::binary_t&) { return false; }
  bool start_object(std::size_t) { return start(); }
  bool start_array(std::size_t) { return start(); }
  bool key(std::string& name) {
    key_ = Key(name);
    return true;
  }
  bool end_object() {
    return end([](std::span<Member> parts) { return JsonBuilder::object(parts); });
  }
  bool end_array() {
    return end([](std::span<Member> parts) { return JsonBuilder::array(parts); });
  }
  bool parse_error(std::size_t, const std::string& last, const Library::exception& why) {
    error_ = complaint(why.what(), last);
    return false;
  }

  Json take() { return std::move(parts_.front().second); }
  const std::string& error() const { return error_; }

 private:
  struct Open {
    Key name;  // under which it stands in what is around it
    std::size_t first;
  };

  bool value(Json content) {
    parts_.push_back({std::move(key_), std::move(content)});
    return true;
  }
  bool start() {
    if (open_.size() == kMaxDepth) {
      error_ = fmt::format("nested more than {} levels deep", kMaxDepth);
      return false;
    }
    open_.push_back({std::move(key_), parts_.size()});
    return true;
  }
  template <class Made>
  bool end(Made made) {
    Open open = std::move(open_.back());
    open_.pop_back();
    Json content = made(std::span(parts_).subspan(open.first));
    parts_.resize(open.first);
    key_ = std::move(open.name);
    return value(std::move(content));
  }

  // The place that the library names, and what was read last: its grammar's words help nobody.
  static std::string complaint(std::string_view said, std::string_view last) {
    constexpr std::size_t kShown = 40;
    const std::size_t from = said.find("line ");
    const std::size_t to = said.find(':', from == said.npos ? 0 : from);
    const std::string_view place = from == said.npos || to == said.npos ? "its end" : said.substr(from, to - from);
    std::string out = fmt::format("it is not well formed at {}", place);
    if (last.empty() || last == "<U+0000>") return out + ", where the text ends";
    return out + fmt::format(", near {}", last.substr(last.size() - std::min(last.size(), kShown)));
  }

  Key key_;
  std::vector<Member> parts_;
  std::vector<Open> open_;
  std::string error_;
};

// Printed as it is, between quotes.
bool is_plain(std::string_view text) {
  return std::ranges::none_of(
      text, [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == '"' || c == '\\' || (c & 0x80) != 0; });
}

void write_text(std::string& out, std::string_view text) {
  if (is_plain(text)) {
    out.append(1, '"').append(text).append(1, '"');
  } else {
    out += Library(text).dump(-1, ' ', false, Library::error_handler_t::replace);
  }
}

template <class T>
void write_whole(std::string& out, T number) {
  std::array<char, 24> digits{};
  out.append(digits.data(), std::to_chars(digits.data(), digits.data() + digits.size(), number).ptr);
}

// With an indent below 0 all in one line.
struct Writer {
  std::string& out;
  int indent;

  void line(int depth) {
    if (indent < 0) return;
    out += '\n';
    out.append(static_cast<std::size_t>(indent * depth), ' ');
  }

  void write_object(const Json& value, int depth) {
    if (value.empty()) {
      out += "{}";
      return;
    }
    out += '{';
    bool first = true;
    for (const auto& [name, entry] : value.items()) {
      if (!std::exchange(first, false)) out += ',';
      line(depth + 1);
      write_text(out, name);
      out += indent < 0 ? ":" : ": ";
      write(entry, depth + 1);
    }
    line(depth);
    out += '}';
  }

  void write_list(const Json& value, int depth) {
    if (value.empty()) {
      out += "[]";
      return;
    }
    out += '[';
    bool first = true;
    for (const Json& entry : value) {
      if (!std::exchange(first, false)) out += ',';
      line(depth + 1);
      write(entry, depth + 1);
    }
    line(depth);
    out += ']';
  }

  void write(const Json& value, int depth) {
    switch (value.type()) {
      case Json::Type::object: return write_object(value, depth);
      case Json::Type::array: return write_list(value, depth);
      case Json::Type::string: return write_text(out, value.text());
      case Json::Type::boolean: out += value.get<bool>() ? "true" : "false"; return;
      case Json::Type::number_integer: return write_whole(out, value.get<std::int64_t>());
      case Json::Type::number_unsigned: return write_whole(out, value.get<std::uint64_t>());
      case Json::Type::number_float: out += Library(value.get<double>()).dump(); return;
      case Json::Type::null: out += "null"; return;
    }
  }
};

Library to_library(const Json& value) { return Library::parse(value.dump()); }

}  // namespace

sim::Result<Json> parse_json(std::string_view text) {
  Reader reader;
  if (!Library::sax_parse(text, &reader)) return sim::fail("InvalidJson", reader.error());
  return reader.take();
}

Json Json::parse(std::string_view text) {
  auto value = parse_json(text);
  if (!value) throw exception(value.error().message);
  return *std::move(value);
}

std::string Json::dump(int indent) const {
  std::string out;
  Writer{out, indent}.write(*this, 0);
  return out;
}

std::string dump_json(const Json& value) { return value.dump(); }

std::string dump_json_pretty(const Json& value) { return value.dump(2); }

std::optional<Json> json_patched(const Json& document, const Json& operations) {
  std::string text;
  try {
    text = to_library(document).patch(to_library(operations)).dump();
  } catch (const Library::exception&) {
    return std::nullopt;
  }
  auto patched = parse_json(text);
  if (!patched) return std::nullopt;  // it has grown too deep
  return *std::move(patched);
}

}  // namespace nlbsim::api
