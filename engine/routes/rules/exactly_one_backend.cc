#include "engine/routes/rules/exactly_one_backend.h"

namespace nlbsim::engine::rules {

BackendCount count_backends(const kube::RouteSpec& route) {
  BackendCount count;
  for (const kube::RouteRule& rule : route.rules) {
    for (const kube::BackendRef& backend : rule.backendRefs) {
      ++count.written;
      count.only = &backend;
    }
  }
  if (count.written != 1) count.only = nullptr;
  return count;
}

}  // namespace nlbsim::engine::rules
