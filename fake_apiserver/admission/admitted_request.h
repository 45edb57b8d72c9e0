// A write as admission sees it: after defaulting, before validation. Its documents have to outlive it.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "api/json/json.h"
#include "api/kube/resource.h"

namespace nlbsim::fake_apiserver::admission {

using api::Json;

struct AdmittedRequest {
  std::string_view operation;  // CREATE, UPDATE, DELETE, CONNECT
  kube::Resource resource;
  std::string_view subresource;  // "status"; empty: the object itself
  kube::ObjectKey key;
  const Json* object = nullptr;            // null: DELETE
  const Json* old_object = nullptr;        // null: CREATE
  const Json* namespace_object = nullptr;  // of a namespaced resource
  const Json* options = nullptr;           // null: none
  std::string_view uid;                    // of this review
  std::string_view user;
  std::vector<std::string> groups;
  bool dry_run = false;
};

}  // namespace nlbsim::fake_apiserver::admission
