// From an HTTP request on a resource to the typed operation it stands for: a pure function of the message.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "api/http/message.h"
#include "api/http/target.h"
#include "api/kube/kube.h"
#include "fake_apiserver/http/negotiation.h"
#include "fake_apiserver/http/path.h"

namespace nlbsim::fake_apiserver {

struct ResourceRequest {
  sim::Actor* caller = nullptr;  // to whom the call belongs
  ResourcePath path;
  KindRef kind;
  Form form = Form::object;
  http::Target target;
  kube::PatchType patch_type = kube::PatchType::merge;  // of a PATCH, by its content type
  std::vector<std::string> warnings;                    // sent as "Warning: 299" headers
};

// Is it a watch, by its query or by the old form of path?
bool is_watch(const ResourceRequest& request);

// What is wrong with the options in the query: of a list or watch, or of a request that changes something. A parameter
// that can't be read is a BadRequest; one that can't be meant is Invalid, of CreateOptions.meta.k8s.io and so on.
std::optional<sim::Error> check_list_options(const ResourceRequest& request);
std::optional<sim::Error> check_options(const ResourceRequest& request, std::string_view method);
// What is wrong with the resourceVersion of a GET of one object, whose answer is never older; `newest` is the store's.
std::optional<sim::Error> check_get(const ResourceRequest& request, std::uint64_t newest);

// `newest` is the store's revision: a watch that wants no initial events starts there.
sim::Result<kube::Watch::Request> watch_request(const ResourceRequest& request, std::uint64_t newest);
sim::Result<kube::List::Request> list_request(const ResourceRequest& request);
kube::Get::Request get_request(const ResourceRequest& request);
// These read the body; unknown and repeated fields add warnings to the request, or are refused when it is strict about
// them.
sim::Result<kube::Create::Request> create_request(ResourceRequest& request, const http::Request& message);
sim::Result<kube::Update::Request> update_request(ResourceRequest& request, const http::Request& message);
// Notes the type of a patch; 415 if the kind takes none of that type.
std::optional<sim::Error> check_patch_type(ResourceRequest& request, std::string_view content_type);
sim::Result<kube::Patch::Request> patch_request(ResourceRequest& request, const http::Request& message);
// A body replaces the options of the query, as the real server has it. Of a collection the key has no name.
sim::Result<kube::Delete::Request> delete_request(const ResourceRequest& request, const http::Request& message);

}  // namespace nlbsim::fake_apiserver
