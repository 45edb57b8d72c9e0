// The checkpoint of a TargetGroupBinding: two hashes, in an annotation, of what its last complete reconcile made true.
// While they still match, a reconcile is skipped without a single AWS call. Bytes as the AWS Load Balancer Controller
// writes them, so that either may take over from the other. Pure.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "api/json/json.h"
#include "engine/targets/endpoints.h"

namespace nlbsim::engine {

inline constexpr std::string_view kCheckpointAnnotation = "elbv2.k8s.aws/checkpoint";
inline constexpr std::string_view kCheckpointTimestampAnnotation = "elbv2.k8s.aws/checkpoint-timestamp";  // Unix s

// The binding's spec as Go's encoding/json writes the controller's struct: its order of keys, no empty members.
std::string spec_json(const api::Json& spec);
// base64url(sha256("id:port:ms,...")) + "/" + base64url(sha256(spec_json)), both without padding.
std::string checkpoint(std::span<const Endpoint> endpoints, const api::Json& spec);
// base64url of the SHA-256 of a text, without padding: 43 characters.
std::string sha256_base64url(std::string_view text);

}  // namespace nlbsim::engine
