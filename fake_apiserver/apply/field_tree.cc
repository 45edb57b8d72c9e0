#include "fake_apiserver/apply/field_tree.h"

#include <algorithm>

namespace nlbsim::fake_apiserver {

using api::Json;

void FieldTree::insert(std::span<const std::string> path) {
  FieldTree* at = this;
  for (const std::string& element : path) at = &at->children[element];
  at->member = true;
}

const FieldTree* FieldTree::find(std::string_view element) const {
  const auto found = children.find(element);
  return found == children.end() ? nullptr : &found->second;
}

FieldTree unite(const FieldTree& a, const FieldTree& b) {
  FieldTree out = a;
  out.member = a.member || b.member;
  for (const auto& [element, child] : b.children) {
    FieldTree& slot = out.children[element];
    slot = unite(slot, child);
  }
  return out;
}

FieldTree intersect(const FieldTree& a, const FieldTree& b) {
  FieldTree out;
  out.member = a.member && b.member;
  for (const auto& [element, child] : a.children)
    if (const FieldTree* other = b.find(element))
      if (FieldTree both = intersect(child, *other); !both.empty()) out.children.emplace(element, std::move(both));
  return out;
}

FieldTree subtract(const FieldTree& a, const FieldTree& b) {
  FieldTree out;
  out.member = a.member && !b.member;
  for (const auto& [element, child] : a.children) {
    const FieldTree* other = b.find(element);
    if (FieldTree rest = other ? subtract(child, *other) : child; !rest.empty())
      out.children.emplace(element, std::move(rest));
  }
  return out;
}

FieldTree subtract_subtrees(const FieldTree& a, const FieldTree& b) {
  FieldTree out;
  if (b.member) return out;
  out.member = a.member;
  for (const auto& [element, child] : a.children) {
    const FieldTree* other = b.find(element);
    if (FieldTree rest = other ? subtract_subtrees(child, *other) : child; !rest.empty())
      out.children.emplace(element, std::move(rest));
  }
  return out;
}

namespace {

void visit_members(const FieldTree& tree, FieldPathElements& path,
                   const std::function<void(const FieldPathElements&)>& f) {
  if (tree.member && !path.empty()) f(path);
  for (const auto& [element, child] : tree.children) {
    path.push_back(element);
    visit_members(child, path, f);
    path.pop_back();
  }
}

bool is_element(std::string_view text) {
  return text.starts_with("f:") || text.starts_with("k:") || text.starts_with("v:") || text.starts_with("i:");
}

}  // namespace

void for_each_member(const FieldTree& tree, const std::function<void(const FieldPathElements&)>& f) {
  FieldPathElements path;
  visit_members(tree, path, f);
}

Json to_fields_v1(const FieldTree& tree) {
  Json out = Json::object();
  if (tree.member && !tree.children.empty()) out["."] = Json::object();
  for (const auto& [element, child] : tree.children) out[element] = to_fields_v1(child);
  return out;
}

FieldTree from_fields_v1(const Json& fields) {
  FieldTree out;
  if (!fields.is_object()) return out;
  for (const auto& [element, below] : fields.items()) {
    if (element.view() == ".") {
      out.member = true;
      continue;
    }
    if (!is_element(element.view())) continue;
    FieldTree child = from_fields_v1(below);
    if (child.children.empty()) child.member = true;  // nothing below: the path itself is meant
    out.children.emplace(element.str(), std::move(child));
  }
  return out;
}

std::string path_text(const FieldPathElements& path) {
  std::string out;
  for (const std::string& element : path) {
    const std::string_view what = std::string_view(element).substr(2);
    if (element.starts_with("f:")) {
      out.append(".").append(what);
    } else if (element.starts_with("i:")) {
      out.append("[").append(what).append("]");
    } else if (element.starts_with("v:")) {
      out.append("[=").append(what).append("]");
    } else {
      std::string keys;
      if (const auto parsed = api::parse_json(what))
        for (const auto& [key, value] : parsed->items())
          keys.append(keys.empty() ? "" : ",").append(key.view()).append("=").append(api::dump_json(value));
      out.append("[").append(keys).append("]");
    }
  }
  return out;
}

}  // namespace nlbsim::fake_apiserver
