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
  ResourcePath path;
  KindRef kind;
  Form form = Form::object;
  http::Target target;
  std::vector<std::string> warnings;  // sent as "Warning: 299" headers
};

// Is it a watch, by its query or by the old form of path?
bool is_watch(const ResourceRequest& request);

// The options of a request that changes something as the API has them: CreateOptions.meta.k8s.io and so on.
const kube::Resource& options_of(std::string_view method);
// Those that an error says are invalid; null if it is about something else.
const kube::Resource* options_named_by(const sim::Error& error);
// What is wrong with its dryRun and fieldValidation.
std::optional<sim::Error> check_options(const ResourceRequest& request, std::string_view method);
// What is wrong with the resourceVersion of a GET of one object, whose answer is never older; `newest` is the store's.
std::optional<sim::Error> check_get(const ResourceRequest& request, std::uint64_t newest);

sim::Result<kube::Watch::Request> watch_request(const ResourceRequest& request);
sim::Result<kube::List::Request> list_request(const ResourceRequest& request);
kube::Get::Request get_request(const ResourceRequest& request);
// These read the body; unknown fields add warnings to the request, or are refused when it is strict about them.
sim::Result<kube::Create::Request> create_request(ResourceRequest& request, const http::Request& message);
sim::Result<kube::Update::Request> update_request(ResourceRequest& request, const http::Request& message);
sim::Result<kube::Patch::Request> patch_request(ResourceRequest& request, const http::Request& message);
// A body replaces the options of the query, as the real server has it.
sim::Result<kube::Delete::Request> delete_request(const ResourceRequest& request, const http::Request& message);

}  // namespace nlbsim::fake_apiserver
