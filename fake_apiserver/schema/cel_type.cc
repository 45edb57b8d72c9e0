// How CEL rules see the values of a schema.
#include <algorithm>
#include <array>

#include "fake_apiserver/schema/rule.h"
#include "fake_apiserver/schema/schema.h"

namespace nlbsim::fake_apiserver {
namespace {

// A request is at most that long; so are the lists and maps in it, by the least that an item takes.
constexpr std::uint64_t kMaxRequest = 3 * 1024 * 1024;

cel::Field field(const cel::TypeRef& type) { return {type, false}; }

// What rules see of the metadata of a whole object.
cel::TypeRef metadata_type(const std::string& name) {
  std::map<std::string, cel::Field> fields;
  fields.emplace("name", field(cel::Type::string()));
  fields.emplace("generateName", field(cel::Type::string()));
  return cel::Type::object(name + ".metadata", std::move(fields));
}

cel::TypeRef string_type(const Format* format, std::optional<std::uint64_t> limit) {
  if (format && format->name == "duration") return cel::Type::duration();
  if (format && format->name == "date") return cel::Type::date();
  if (format && (format->name == "date-time" || format->name == "datetime")) return cel::Type::timestamp();
  const cel::TypeRef& type = format && format->name == "byte" ? cel::Type::bytes() : cel::Type::string();
  return limit ? type->bounded(*limit) : type;
}

}  // namespace

std::uint64_t Schema::least_size() const {
  switch (type_) {
    case Type::object: {
      std::uint64_t size = 2;
      for (const std::string& name : required_)
        if (const Schema* known = property(name); known && !known->has_default())
          size += name.size() + 4 + known->least_size();
      return size;
    }
    case Type::boolean: return 4;
    case Type::array:
    case Type::string: return 2;
    default: return 1;
  }
}

std::uint64_t Schema::most_children() const {
  if (type_ == Type::array)
    return std::min(max_items_.value_or(kMaxRequest), kMaxRequest / ((items_ ? items_->least_size() : 1) + 1));
  return std::min(max_properties_.value_or(kMaxRequest),
                  kMaxRequest / ((additional_ ? additional_->least_size() : 1) + 4));
}

cel::TypeRef Schema::make_cel_type() const {
  switch (type_) {
    case Type::int_or_string: return cel::Type::dyn();
    case Type::integer: return cel::Type::integer();
    case Type::number: return cel::Type::number();
    case Type::boolean: return cel::Type::boolean();
    case Type::string: return string_type(format_, max_length_);
    case Type::array: {
      const cel::TypeRef item = items_ ? items_->cel_type() : nullptr;
      if (!item) return nullptr;
      const cel::TypeRef list =
          list_type_ == ListType::atomic
              ? cel::Type::list(item)
              : cel::Type::list(item, list_type_ == ListType::set ? cel::ListSemantics::set : cel::ListSemantics::map,
                                list_keys_);
      return list->bounded(most_children());
    }
    case Type::object: break;
    case Type::any: return nullptr;
  }
  if (additional_) {
    const cel::TypeRef value = additional_->cel_type();
    return value ? cel::Type::map(value)->bounded(most_children()) : nullptr;
  }
  std::map<std::string, cel::Field> fields;
  for (const auto& [name, part] : properties_) {
    const cel::TypeRef type = part->cel_type();
    if (!type) continue;
    const bool required = std::ranges::find(required_, name) != required_.end() || part->has_default();
    fields.emplace(name, cel::Field{part->nullable_ ? type->or_null() : type, required});
  }
  if (root_ || embedded_) {
    fields.insert_or_assign("apiVersion", cel::Field{cel::Type::string(), true});
    fields.insert_or_assign("kind", cel::Field{cel::Type::string(), true});
    fields.insert_or_assign("metadata", cel::Field{metadata_type(name_), true});
  }
  return cel::Type::object(name_, std::move(fields));
}

const cel::TypeRef& Schema::cel_type() const {
  std::call_once(cel_once_, [this] { cel_type_ = make_cel_type(); });
  return cel_type_;
}

}  // namespace nlbsim::fake_apiserver
