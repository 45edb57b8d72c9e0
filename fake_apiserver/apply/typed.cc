#include "fake_apiserver/apply/typed.h"

#include <fmt/format.h>

#include <algorithm>
#include <numeric>
#include <optional>
#include <set>

namespace nlbsim::fake_apiserver {
namespace {

using api::member;
using Form = Shape::Form;

std::string field_element(std::string_view name) { return "f:" + std::string(name); }

// The element of a list's item: its keys, or its value.
std::optional<std::string> item_element(const Json& item, const Shape& list, Form form) {
  if (form == Form::set) return "v:" + api::dump_json(item);
  Json keys = Json::object();
  for (const ListKey& key : list.keys()) {
    const Json& value = member(item, key.name);
    if (value.is_null() && key.default_value.is_null()) return std::nullopt;
    keys[key.name] = value.is_null() ? key.default_value : value;
  }
  return "k:" + api::dump_json(keys);
}

bool empty_or_null(const Json& value) { return value.is_null() || (value.is_structured() && value.empty()); }

// The parts of a value that is taken apart, by their elements; absent parts are not among them.
struct Part {
  std::string element;
  const Json* value;
  Shape shape;
  bool entry;  // of a map or a list: a member by itself
};

// Found by element: one after the other where they are few, as nearly everywhere, else by an order made once.
class Parts {
 public:
  void push_back(Part part) { parts_.push_back(std::move(part)); }
  std::size_t size() const { return parts_.size(); }
  const Part& operator[](std::size_t i) const { return parts_[i]; }
  auto begin() const { return parts_.begin(); }
  auto end() const { return parts_.end(); }

  // The first of that element.
  const Part* find(std::string_view element) const {
    constexpr std::size_t kFew = 16;
    if (parts_.size() <= kFew) {
      const auto found = std::ranges::find(parts_, element, &Part::element);
      return found == parts_.end() ? nullptr : &*found;
    }
    const auto element_at = [this](std::size_t i) -> const std::string& { return parts_[i].element; };
    if (order_.size() != parts_.size()) {
      order_.resize(parts_.size());
      std::iota(order_.begin(), order_.end(), std::size_t{0});
      std::ranges::sort(order_, {},
                        [this](std::size_t i) { return std::pair(std::string_view(parts_[i].element), i); });
    }
    const auto found = std::ranges::lower_bound(order_, element, {}, element_at);
    return found == order_.end() || element_at(*found) != element ? nullptr : &parts_[*found];
  }

 private:
  std::vector<Part> parts_;
  mutable std::vector<std::size_t> order_;
};

Parts parts_of(const Json& value, const Shape& shape, Form form) {
  Parts out;
  if (form == Form::fields || form == Form::map) {
    if (value.is_object())
      for (const auto& [name, entry] : value.items())
        out.push_back({field_element(name), &entry, shape.field(name), form == Form::map});
    return out;
  }
  if (!value.is_array()) return out;
  const Shape item = shape.item();
  for (const Json& entry : value)
    if (auto element = item_element(entry, shape, form)) out.push_back({*std::move(element), &entry, item, true});
  return out;
}

void collect(const Json& value, const Shape& shape, FieldTree& into) {
  const Form form = shape.form(value);
  if (form == Form::whole || !value.is_structured()) {
    into.member = true;
    return;
  }
  for (const Part& part : parts_of(value, shape, form)) {
    FieldTree& below = into.children[part.element];
    collect(*part.value, part.shape, below);
    if (part.entry || part.value->is_null() || (part.value->is_object() && part.value->empty())) below.member = true;
    if (below.empty()) into.children.erase(part.element);
  }
}

// `before` and `after` may be null pointers, not both: the value is not there.
void compare(const Json* before, const Json* after, const Shape& shape, FieldTree& added, FieldTree& modified,
             FieldTree& removed) {
  const Json& any = after ? *after : *before;
  const Form form = shape.form(any.is_null() && before ? *before : any);
  const bool leaf = form == Form::whole || ((!before || empty_or_null(*before)) && (!after || empty_or_null(*after))) ||
                    !any.is_structured();
  if (!before) added.member = true;
  else if (!after) removed.member = true;
  else if (leaf && *before != *after) modified.member = true;
  if (leaf) return;
  const Parts old_parts = before ? parts_of(*before, shape, form) : Parts();
  const Parts new_parts = after ? parts_of(*after, shape, form) : Parts();
  const auto descend = [&](const std::string& element, const Part* old_part, const Part* new_part) {
    FieldTree sub_added, sub_modified, sub_removed;
    compare(old_part ? old_part->value : nullptr, new_part ? new_part->value : nullptr,
            (new_part ? new_part : old_part)->shape, sub_added, sub_modified, sub_removed);
    if (!sub_added.empty()) added.children[element] = std::move(sub_added);
    if (!sub_modified.empty()) modified.children[element] = std::move(sub_modified);
    if (!sub_removed.empty()) removed.children[element] = std::move(sub_removed);
  };
  for (const Part& part : old_parts) descend(part.element, &part, new_parts.find(part.element));
  for (const Part& part : new_parts)
    if (!old_parts.find(part.element)) descend(part.element, nullptr, &part);
}

Json merge_value(const Json* live, const Json* applied, const Shape& shape);

Json merge_list(const Json& live, const Json& applied, const Shape& shape, Form form) {
  const Parts left = parts_of(live, shape, form);
  const Parts right = parts_of(applied, shape, form);
  const Shape item = shape.item();
  // The items of both, in the order of `applied`: what stands between two of them in `live` stays there.
  std::vector<std::string_view> shared;
  for (const Part& part : right)
    if (left.find(part.element)) shared.push_back(part.element);
  std::size_t next_shared = 0;
  std::set<std::string_view> done;
  Json out = Json::array();
  const auto take = [&](const Part& part) {
    const Part* old = left.find(part.element);
    out.push_back(merge_value(old ? old->value : nullptr, part.value, item));
    done.insert(part.element);
    if (next_shared < shared.size() && shared[next_shared] == part.element) ++next_shared;
  };
  for (std::size_t l = 0, r = 0; l < left.size() || r < right.size();) {
    if (l < left.size() && r < right.size()) {
      if (left[l].element == right[r].element) {
        take(right[r]);
        ++l;
        ++r;
        continue;
      }
      if (right.find(left[l].element) && next_shared < shared.size() && shared[next_shared] != left[l].element) {
        ++l;  // shared, but not the one that comes next
        continue;
      }
    }
    if (l < left.size()) {
      if (!right.find(left[l].element)) {
        out.push_back(*left[l].value);
        ++l;
        continue;
      }
      if (done.contains(left[l].element)) ++l;
    }
    if (r < right.size()) take(right[r++]);
  }
  return out;
}

Json merge_value(const Json* live, const Json* applied, const Shape& shape) {
  if (!applied) return *live;
  if (!live) return *applied;
  const Form form = shape.form(*applied);
  if (form == Form::whole || !applied->is_structured() || !live->is_structured()) return *applied;
  if (form == Form::set || form == Form::keyed) return merge_list(*live, *applied, shape, form);
  Json out = *live;
  for (const auto& [name, value] : applied->items()) {
    const Json& old = member(*live, name);
    out[name] = merge_value(live->contains(name) ? &old : nullptr, &value, shape.field(name));
  }
  return out;
}

void shape_errors_in(const Json& value, const Shape& shape, FieldPathElements& path, std::vector<std::string>& errors) {
  const auto fail = [&](std::string_view why) { errors.push_back(fmt::format("{}: {}", path_text(path), why)); };
  if (value.is_null()) return;
  const std::string_view expected = shape.expected();
  if ((expected == "list" && !value.is_array()) || (expected == "map" && !value.is_object()))
    return fail(fmt::format("expected {}, got &{{{}}}", expected,
                            value.is_string() ? std::string(api::text(value)) : api::dump_json(value)));
  const Form form = shape.form(value);
  if (!value.is_structured()) return;
  if (value.is_object()) {
    if (form == Form::whole) return;
    for (const auto& [name, entry] : value.items()) {
      path.push_back(field_element(name));
      if (shape.declares(name)) shape_errors_in(entry, shape.field(name), path, errors);
      else fail("field not declared in schema");
      path.pop_back();
    }
    return;
  }
  if (form != Form::keyed && form != Form::set) return;
  std::set<std::string> seen;
  for (std::size_t i = 0; i < value.size(); ++i) {
    auto element = item_element(value[i], shape, form);
    if (!element) {
      for (const ListKey& key : shape.keys())
        if (member(value[i], key.name).is_null() && key.default_value.is_null()) {
          fail(
              fmt::format("element {}: associative list with keys has an element that omits key field \"{}\" (and "
                          "doesn't have default value)",
                          i, key.name));
          break;
        }
      continue;
    }
    if (seen.contains(*element)) {
      fail(fmt::format("duplicate entries for key {}", path_text({*element})));
      continue;
    }
    path.push_back(*element);
    shape_errors_in(value[i], shape.item(), path, errors);
    path.pop_back();
    seen.insert(*std::move(element));
  }
}

}  // namespace

std::vector<std::string> shape_errors(const Json& document, const Shape& shape) {
  std::vector<std::string> errors;
  FieldPathElements path;
  shape_errors_in(document, shape, path, errors);
  return errors;
}

FieldTree field_set(const Json& document, const Shape& shape) {
  FieldTree out;
  collect(document, shape, out);
  out.member = false;
  return out;
}

Difference difference(const Json& before, const Json& after, const Shape& shape) {
  Difference out;
  compare(&before, &after, shape, out.added, out.modified, out.removed);
  return out;
}

Json merged_typed(const Json& live, const Json& applied, const Shape& shape) {
  return merge_value(&live, &applied, shape);
}

Json without(const Json& document, const FieldTree& gone, const Shape& shape) {
  const Form form = shape.form(document);
  if (form == Form::whole || !document.is_structured() || gone.children.empty()) return document;
  if (document.is_object()) {
    Json out = Json::object();
    for (const auto& [name, value] : document.items()) {
      const FieldTree* below = gone.find(field_element(name));
      if (below && below->member) continue;
      out[name] = below ? without(value, *below, shape.field(name)) : value;
    }
    return out;
  }
  Json out = Json::array();
  for (const Json& item : document) {
    const auto element = item_element(item, shape, form);
    const FieldTree* below = element ? gone.find(*element) : nullptr;
    if (below && below->member) continue;
    out.push_back(below ? without(item, *below, shape.item()) : item);
  }
  return out;
}

FieldTree with_parents(const FieldTree& tree) {
  FieldTree out;
  out.member = tree.member;
  for (const auto& [element, child] : tree.children) {
    FieldTree below = with_parents(child);
    if (element.starts_with("f:")) below.member = true;
    out.children.emplace(element, std::move(below));
  }
  return out;
}

}  // namespace nlbsim::fake_apiserver
