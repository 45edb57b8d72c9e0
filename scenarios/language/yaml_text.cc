#include "scenarios/language/yaml_text.h"

#include <algorithm>

#include "scenarios/language/node.h"

namespace nlbsim::scenarios {

namespace {

// Text that stands for itself without quotes: it starts harmlessly, holds nothing that YAML reads, and would not be
// taken for a number or a word with a meaning.
bool is_plain(std::string_view text) {
  const auto harmless = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           std::string_view("-_./ ()").find(c) != std::string_view::npos;
  };
  const auto letter = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); };
  if (text.empty() || !letter(text.front()) || text.back() == ' ' || !std::ranges::all_of(text, harmless)) return false;
  if (text == "null" || text == "Null" || text == "NULL" || text == "y" || text == "n" || text == "Y" || text == "N")
    return false;
  Node node;
  node.kind = Node::Kind::scalar;
  node.scalar = text;
  const auto read = to_json(node, "");
  return read && read->is_string();
}

std::string scalar(const Json& value) {
  if (value.is_string() && is_plain(value.text())) return value.get<std::string>();
  return api::dump_json(value);
}

std::string key_text(std::string_view key) { return is_plain(key) ? std::string(key) : api::dump_json(Json(key)); }

void write(const Json& value, std::size_t indent, std::string& out);

// After "key:" or "-": a scalar on the same line, a collection below.
void write_after(const Json& value, std::size_t indent, std::string& out) {
  if (value.is_structured() && !value.empty()) {
    out += '\n';
    write(value, indent, out);
  } else {
    out.append(" ").append(scalar(value)).append("\n");
  }
}

void write(const Json& value, std::size_t indent, std::string& out) {
  const std::string margin(indent, ' ');
  if (value.is_object() && !value.empty()) {
    for (const auto& [key, entry] : value.items()) {
      out.append(margin).append(key_text(key)).append(":");
      write_after(entry, entry.is_array() ? indent : indent + 2, out);
    }
  } else if (value.is_array() && !value.empty()) {
    for (const Json& entry : value) {
      if (!entry.is_structured() || entry.empty()) {
        out.append(margin).append("- ").append(scalar(entry)).append("\n");
        continue;
      }
      const std::size_t start = out.size();
      write(entry, indent + 2, out);
      out[start + indent] = '-';  // in place of the margin's first blank
    }
  } else {
    out.append(margin).append(scalar(value)).append("\n");
  }
}

// ---- compact ----

std::string flow(const Json& value) {
  if (!value.is_structured()) return scalar(value);
  std::string out;
  if (value.is_array()) {
    for (const Json& entry : value) out.append(out.empty() ? "" : ", ").append(flow(entry));
    return "[" + out + "]";
  }
  for (const auto& [key, entry] : value.items())
    out.append(out.empty() ? "" : ", ").append(key_text(key)).append(": ").append(flow(entry));
  return "{" + out + "}";
}

struct CompactWriter {
  std::size_t width;
  std::string out;

  // After "key:" or "-", at that column: on the same line if it fits there, else below.
  void write_after(const Json& value, std::size_t indent, std::size_t column) {
    const std::string line = flow(value);
    if (!value.is_structured() || value.empty() || column + 1 + line.size() <= width) {
      out.append(" ").append(line).append("\n");
      return;
    }
    out += '\n';
    write(value, indent);
  }

  void write(const Json& value, std::size_t indent) {
    const std::string margin(indent, ' ');
    if (value.is_object()) {
      for (const auto& [key, entry] : value.items()) {
        const std::string name = key_text(key);
        out.append(margin).append(name).append(":");
        write_after(entry, entry.is_array() ? indent : indent + 2, indent + name.size() + 1);
      }
      return;
    }
    for (const Json& entry : value) {
      const std::string line = flow(entry);
      if (!entry.is_structured() || entry.empty() || indent + 2 + line.size() <= width) {
        out.append(margin).append("- ").append(line).append("\n");
        continue;
      }
      const std::size_t start = out.size();
      write(entry, indent + 2);
      out[start + indent] = '-';  // in place of the margin's first blank
    }
  }
};

}  // namespace

std::string to_compact_yaml(const Json& value, std::size_t width) {
  CompactWriter writer{width, {}};
  if (!value.is_structured() || value.empty()) return flow(value) + "\n";
  writer.write(value, 0);
  return std::move(writer.out);
}

std::string to_yaml(const Json& value) {
  std::string out;
  write(value, 0, out);
  return out;
}

}  // namespace nlbsim::scenarios
