// How a watch begins: judged by the core from the request alone, carried out by the server.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "api/kube/kube.h"
#include "fake_apiserver/selector/selection.h"
#include "fake_apiserver/store/store.h"

namespace nlbsim::fake_apiserver {

struct WatchStart {
  KindIndex kind = 0;
  std::string_view version;  // objects are shown at this version; a view of the registry
  Selection selection;
  std::vector<kube::ObjectRef> initial;  // shown as ADDED, in key order, at the storage version
  std::vector<Change> history;           // then these changes of the kind, not yet filtered by the selection
  std::uint64_t revision = 0;            // later changes follow live
  bool initial_end = false;              // after `initial`, a bookmark marks the end of the initial events
  bool bookmarks = false;
  std::optional<sim::Error> expired;  // the stream is this one error event and then ends
};

}  // namespace nlbsim::fake_apiserver
