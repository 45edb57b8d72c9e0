// The scale subresource: an object seen as autoscaling/v1 Scale, through the paths that its definition names.
#pragma once

#include "api/kube/object.h"
#include "fake_apiserver/registry/kind.h"
#include "sim/result.h"

namespace nlbsim::fake_apiserver {

// The object as a Scale. The version must have the subresource.
api::Json scale_of(const Kind& kind, std::string_view version, const kube::Object& object);
// The merge patch that makes the object what the Scale says. Error: as a server words it.
sim::Result<api::Json> change_from_scale(const KindVersion& version, const api::Json& scale);

}  // namespace nlbsim::fake_apiserver
