#include "scenarios/language/bindings.h"

#include <charconv>

namespace nlbsim::scenarios {

using api::Json;

const Json* Bindings::find(std::string_view name) const {
  for (std::size_t i = bound_.size(); i-- > 0;)
    if (bound_[i].first == name) return &bound_[i].second;
  return nullptr;
}

void Bindings::bind(std::string name, Json value) { bound_.emplace_back(std::move(name), std::move(value)); }

namespace {

// The first part of a dotted path, taken off its front.
std::string_view next_part(std::string_view& path) {
  const std::string_view part = path.substr(0, path.find('.'));
  path.remove_prefix(std::min(part.size() + 1, path.size()));
  return part;
}

}  // namespace

const Json* Bindings::resolve(std::string_view path) const {
  const Json* value = find(next_part(path));
  while (value && !path.empty()) {
    const std::string_view part = next_part(path);
    if (value->is_array()) {
      std::size_t index = 0;
      const auto [end, error] = std::from_chars(part.data(), part.data() + part.size(), index);
      const bool there = error == std::errc() && end == part.data() + part.size() && index < value->size();
      value = there ? &(*value)[index] : nullptr;
    } else {
      const Json& member = api::member(*value, part);
      value = member.is_null() ? nullptr : &member;
    }
  }
  return value;
}

Template::Template(std::string_view text) {
  std::string plain;
  while (!text.empty()) {
    const std::size_t end = text.starts_with("${") ? text.find('}') : text.npos;
    if (text.starts_with("$${")) {
      plain += "${";
      text.remove_prefix(3);
    } else if (end != text.npos) {
      if (!plain.empty()) parts_.push_back({std::exchange(plain, {}), false});
      parts_.push_back({std::string(text.substr(2, end - 2)), true});
      text.remove_prefix(end + 1);
    } else {
      plain += text.front();
      text.remove_prefix(1);
    }
  }
  if (!plain.empty() || parts_.empty()) parts_.push_back({std::move(plain), false});
}

std::vector<std::string_view> Template::names() const {
  std::vector<std::string_view> out;
  for (const Part& part : parts_)
    if (part.reference) out.push_back(std::string_view(part.text).substr(0, part.text.find('.')));
  return out;
}

Json Template::expand(const Bindings& bindings, std::string& missing) const {
  std::string text;
  for (const Part& part : parts_) {
    if (!part.reference) {
      text += part.text;
      continue;
    }
    const Json* value = bindings.resolve(part.text);
    if (!value) {
      missing = part.text;
      return nullptr;
    }
    if (parts_.size() == 1) return *value;
    if (value->is_string()) text += value->text();
    else text += api::dump_json(*value);
  }
  return text;
}

Json expand_all(const Json& document, const Bindings& bindings, std::string& missing) {
  if (document.is_string()) return Template(document.get<std::string>()).expand(bindings, missing);
  Json out = document;
  out.update_each([&](Json& entry) { entry = expand_all(entry, bindings, missing); });
  return out;
}

bool has_references(const Json& document) {
  if (document.is_string()) return document.text().find("${") != std::string_view::npos;
  if (!document.is_structured()) return false;
  for (const Json& entry : document)
    if (has_references(entry)) return true;
  return false;
}

}  // namespace nlbsim::scenarios
