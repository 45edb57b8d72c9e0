#include "fake_apiserver/http/list_text.h"

#include "fake_apiserver/http/table.h"
#include "fake_apiserver/json_text.h"

namespace nlbsim::fake_apiserver {

using api::Json;

namespace {

Json metadata_of(const kube::List::Response& list) {
  Json metadata{{"resourceVersion", std::to_string(list.resource_version)}};
  if (!list.continue_token.empty()) metadata["continue"] = list.continue_token;
  if (list.remaining) metadata["remainingItemCount"] = *list.remaining;
  return metadata;
}

}  // namespace

std::string list_text(const Kind& kind, const kube::Resource& resource, const kube::List::Response& list) {
  Json metadata = metadata_of(list);
  // The server of custom kinds writes the token even where there is none.
  if (kind.custom) metadata["continue"] = list.continue_token;
  std::size_t size = 200;
  for (const kube::ObjectRef& item : list.items) size += item->encoded()->size() + 1;
  std::string out;
  out.reserve(size);
  out.append(R"({"apiVersion":")").append(resource.api_version()).append(R"(","items":[)");
  for (const kube::ObjectRef& item : list.items) {
    if (&item != &list.items.front()) out.push_back(',');
    if (kind.custom) out.append(*item->encoded());
    else append_bare_item(*item->encoded(), out);
  }
  out.append(R"(],"kind":")").append(resource.kind).append(R"(List","metadata":)").append(api::dump_json(metadata));
  return out.append("}");
}

Json partial_list(const kube::List::Response& list) {
  Json items = Json::array();
  for (const kube::ObjectRef& item : list.items) items.push_back(partial_metadata(*item));
  return {{"kind", "PartialObjectMetadataList"},
          {"apiVersion", "meta.k8s.io/v1"},
          {"metadata", metadata_of(list)},
          {"items", std::move(items)}};
}

}  // namespace nlbsim::fake_apiserver
