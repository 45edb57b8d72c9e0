// A Gateway listener as texts name it: the listener and the Gateway that it belongs to.
#pragma once

#include <string>

#include "api/kube/views.h"

namespace nlbsim::engine {

struct ListenerPlace {
  const kube::Listener& listener;
  const std::string& gateway;  // "namespace/name"
};

}  // namespace nlbsim::engine
