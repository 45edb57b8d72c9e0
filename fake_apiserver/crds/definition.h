// A CustomResourceDefinition (apiextensions.k8s.io/v1) as a kind: the one way in which custom kinds enter a registry.
#pragma once

#include <memory>
#include <string_view>
#include <vector>

#include "api/json/json.h"
#include "fake_apiserver/registry/kind.h"
#include "fake_apiserver/schema/lazy_schema.h"

namespace nlbsim::fake_apiserver {

// Whether that member is there and true: "served", "storage", "deprecated".
bool flag(const api::Json& object, std::string_view key);

// The kind that the definition describes, with the schemas of its versions in their order. The definition has passed
// check_definition(); versions that are not served are left out, but for the storage version.
KindRef kind_of(const api::Json& definition, const std::vector<std::shared_ptr<const LazySchema>>& schemas);
// The same with the schemas in the definition.
KindRef kind_of(const api::Json& definition);

// "GA before beta before alpha, and the higher number first": v2, v1, v1beta1, v1alpha3, then any other name.
bool preferred_version(std::string_view a, std::string_view b);

}  // namespace nlbsim::fake_apiserver
