#include "fake_apiserver/crds/bundled.h"

#include <algorithm>
#include <array>
#include <cassert>
#include <string>
#include <utility>

#include "fake_apiserver/crds/definition.h"

namespace nlbsim::fake_apiserver {
namespace {

using api::Json;

// A version that a server serves besides those of a definition, with the schema of one of them.
struct AlsoServed {
  std::string_view plural;
  std::string_view version;
  std::string_view like;
};

// What makes manifests of any age apply as written.
constexpr std::array<AlsoServed, 5> kCompatible{{{"gatewayclasses", "v1alpha2", "v1beta1"},
                                                 {"gateways", "v1alpha2", "v1beta1"},
                                                 {"tcproutes", "v1", "v1alpha2"},
                                                 {"udproutes", "v1", "v1alpha2"},
                                                 {"tlsroutes", "v1", "v1alpha2"}}};

struct Choice {
  std::string_view gateway_api;
  std::string_view controller;
  std::string_view also;  // one kind of another Gateway API bundle
  std::span<const AlsoServed> versions;
};

Choice choice_of(ServedVersions served) {
  switch (served) {
    case ServedVersions::seed_compat: return {"gateway-api-v1.3", "lbc-v3.5", "listenersets", kCompatible};
    case ServedVersions::gateway_api_v1_3: return {"gateway-api-v1.3", "lbc-v2.14", "", {}};
    case ServedVersions::gateway_api_v1_6: return {"gateway-api-v1.6", "lbc-v3.5", "", {}};
  }
  return {};
}

// A definition as one server has it.
struct Chosen {
  const BundledDefinition* source = nullptr;
  Json head;
  std::vector<std::string_view> schemas;
};

Chosen choose(const BundledDefinition& source, std::span<const AlsoServed> also) {
  auto head = api::parse_json(source.head);
  assert(head);
  Chosen out{&source, *std::move(head), {source.schemas.begin(), source.schemas.end()}};
  for (const AlsoServed& extra : also) {
    if (extra.plural != source.plural) continue;
    Json versions = api::at(out.head, "spec", "versions");
    for (std::size_t i = 0; i < source.schemas.size(); ++i) {
      if (api::text(api::member(versions.at(i), "name")) != extra.like) continue;
      Json added = versions.at(i);
      added["name"] = extra.version;
      added["storage"] = false;
      versions.push_back(std::move(added));
      out.schemas.push_back(source.schemas[i]);
      break;
    }
    out.head["spec"]["versions"] = std::move(versions);
  }
  return out;
}

std::vector<Chosen> chosen(ServedVersions served) {
  const Choice choice = choice_of(served);
  std::vector<Chosen> out;
  for (const BundledDefinition& definition : bundled_definitions())
    if (definition.bundle == choice.gateway_api || definition.bundle == choice.controller ||
        (definition.plural == choice.also && !choice.also.empty()))
      out.push_back(choose(definition, choice.versions));
  return out;
}

}  // namespace

std::vector<KindRef> bundled_kinds(ServedVersions served) {
  std::vector<KindRef> out;
  for (Chosen& entry : chosen(served)) {
    std::vector<std::shared_ptr<const LazySchema>> schemas;
    for (std::size_t i = 0; i < entry.schemas.size(); ++i) {
      // Versions of one text share what is made of it.
      const auto same =
          std::find(entry.schemas.begin(), entry.schemas.begin() + static_cast<std::ptrdiff_t>(i), entry.schemas[i]);
      const auto at = static_cast<std::size_t>(same - entry.schemas.begin());
      schemas.push_back(at < i ? schemas[at] : LazySchema::of_text(entry.schemas[i]));
    }
    out.push_back(kind_of(entry.head, schemas));
  }
  return out;
}

std::vector<Json> bundled_documents(ServedVersions served) {
  std::vector<Json> out;
  for (Chosen& entry : chosen(served)) {
    Json versions = api::at(entry.head, "spec", "versions");
    for (std::size_t i = 0; i < entry.schemas.size(); ++i) {
      auto schema = api::parse_json(entry.schemas[i]);
      assert(schema);
      versions[i]["schema"] = Json{{"openAPIV3Schema", *std::move(schema)}};
    }
    entry.head["spec"]["versions"] = std::move(versions);
    out.push_back(std::move(entry.head));
  }
  return out;
}

}  // namespace nlbsim::fake_apiserver
