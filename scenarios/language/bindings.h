// Names that a scenario has bound: `as: lb` and `$ref: tg` bind, `${lb.DNSName}` reads. A value; a failed match takes
// back what it has bound by returning to an earlier size.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "api/json/json.h"

namespace nlbsim::scenarios {

class Bindings {
 public:
  const api::Json* find(std::string_view name) const;
  // Replaces what the name was bound to before.
  void bind(std::string name, api::Json value);
  // "lb.AvailabilityZones.0.ZoneName": the name, then members or list indices. Null when any part is not there.
  const api::Json* resolve(std::string_view path) const;

  std::size_t size() const { return bound_.size(); }
  void shrink(std::size_t size) { bound_.resize(size); }

 private:
  std::vector<std::pair<std::string, api::Json>> bound_;  // later entries hide earlier ones
};

// Text with "${path}" in it, taken apart once. "$${" stands for a plain "${".
class Template {
 public:
  struct Part {
    std::string text;
    bool reference = false;
  };
  explicit Template(std::string_view text);
  // The names that it reads: "lb" of "${lb.DNSName}". Empty: plain text.
  std::vector<std::string_view> names() const;
  // The value: of whatever type if the text is one reference and nothing else, text otherwise. On a path that leads
  // nowhere, `missing` names it and the result is null.
  api::Json expand(const Bindings& bindings, std::string& missing) const;

 private:
  std::vector<Part> parts_;
};

// Expands every text in a document; see Template::expand.
api::Json expand_all(const api::Json& document, const Bindings& bindings, std::string& missing);
bool has_references(const api::Json& document);

}  // namespace nlbsim::scenarios
