// What a client wants to read (Accept) and what it has sent (Content-Type).
#pragma once

#include <optional>
#include <string_view>

#include "api/kube/kube.h"

namespace nlbsim::fake_apiserver {

// How an answer is written. `partial` and `partial_list`: metadata only, of one object and of a list.
enum class Form : std::uint8_t { object, table, partial, partial_list, yaml };

// The first form in the header that this server can write; none: 406. No header means plain objects.
// `except`: one that this answer cannot have.
std::optional<Form> negotiate(std::string_view accept, std::optional<Form> except = std::nullopt);
// The form of /api and /apis that the header asks for first; none: 406. A version of the aggregated form that is not
// served any more, or not yet, is passed over, and clients name the plain form behind it.
enum class DiscoveryForm : std::uint8_t { none, plain, aggregated };
DiscoveryForm negotiate_discovery(std::string_view accept);
// 406, with the media types that there are.
sim::Error not_acceptable();
// A patch's type by its media type; none: 415.
std::optional<kube::PatchType> patch_type(std::string_view content_type);
// JSON, or no content type at all, which clients mean as JSON.
bool is_json(std::string_view content_type);
bool is_yaml(std::string_view content_type);

}  // namespace nlbsim::fake_apiserver
