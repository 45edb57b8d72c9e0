#include "fake_aws/wire/form_tree.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

namespace nlbsim::fake_aws {
namespace {

constexpr std::size_t kMaxParts = 16;
constexpr std::size_t kMaxParameters = 10'000;

std::optional<std::uint32_t> number(std::string_view text) {
  std::uint32_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return value;
}

}  // namespace

sim::Result<FormTree> FormTree::build(const Parameters& parameters) {
  if (parameters.size() > kMaxParameters)
    return sim::fail("MalformedInput", fmt::format("a request may have at most {} parameters", kMaxParameters));
  FormTree root;
  for (const auto& [name, value] : parameters) {
    if (static_cast<std::size_t>(std::ranges::count(name, '.')) >= kMaxParts)
      return sim::fail("MalformedInput", fmt::format("parameter \"{:.100}\" is nested too deeply", name));
    FormTree* node = &root;
    for (std::string_view rest = name;;) {
      const auto dot = rest.find('.');
      const std::string_view part = rest.substr(0, dot);
      auto next = node->children_.find(part);
      if (next == node->children_.end()) next = node->children_.emplace(std::string(part), FormTree()).first;
      node = &next->second;
      if (dot == rest.npos) break;
      rest.remove_prefix(dot + 1);
    }
    node->value_ = value;
  }
  return root;
}

const FormTree* FormTree::child(std::string_view name) const {
  const auto found = children_.find(name);
  return found == children_.end() ? nullptr : &found->second;
}

std::vector<const FormTree*> FormTree::items() const {
  std::vector<std::pair<std::uint32_t, const FormTree*>> numbered;
  for (const auto& [name, child] : children_)
    if (const auto index = number(name)) numbered.emplace_back(*index, &child);
  std::ranges::sort(numbered, {}, &std::pair<std::uint32_t, const FormTree*>::first);
  std::vector<const FormTree*> out;
  out.reserve(numbered.size());
  for (const auto& [index, child] : numbered) out.push_back(child);
  return out;
}

}  // namespace nlbsim::fake_aws
