#include "fake_apiserver/registry/kind.h"

#include <algorithm>
#include <utility>

namespace nlbsim::fake_apiserver {

const KindVersion* Kind::find(std::string_view version) const {
  const auto known = std::ranges::find(versions, version, &KindVersion::name);
  return known == versions.end() ? nullptr : &*known;
}

const KindVersion& Kind::version(std::string_view name) const {
  if (const KindVersion* known = find(name)) return *known;
  const KindVersion* storage = find(resource.version);
  return storage ? *storage : versions.front();
}

kube::Resource Kind::at(std::string_view version) const {
  kube::Resource out = resource;
  if (const KindVersion* known = find(version)) out.version = known->name;
  return out;
}

bool Kind::defaults_status() const {
  const KindVersion& storage = version(resource.version);
  const Schema* status = storage.schema ? storage.schema->get().property("status") : nullptr;
  return status && status->has_default();
}

Column column(std::string name, std::string type, std::string_view path, int priority) {
  Column out{std::move(name), std::move(type), JsonPath::parse(path).value_or(JsonPath()), priority, "", ""};
  return out;
}

bool Kind::has_verb(std::string_view verb) const { return std::ranges::find(verbs, verb) != verbs.end(); }

}  // namespace nlbsim::fake_apiserver
