// Lists as they go out: objects as their stored bytes, or their metadata alone.
#pragma once

#include <string>

#include "api/kube/kube.h"
#include "fake_apiserver/registry/kind.h"

namespace nlbsim::fake_apiserver {

// The items' stored bytes joined: nothing is parsed or printed again.
std::string list_text(const Kind& kind, const kube::Resource& resource, const kube::List::Response& list);
// A PartialObjectMetadataList.
api::Json partial_list(const kube::List::Response& list);

}  // namespace nlbsim::fake_apiserver
