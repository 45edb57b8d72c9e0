// The operations of a Kubernetes API server, one type per verb, called through api::Service (api/operation.h).
//
// Errors carry the server's reason as code: NotFound, AlreadyExists, Conflict, Invalid, Forbidden, Expired (410),
// BadRequest, MethodNotAllowed, UnsupportedMediaType, TooManyRequests, InternalError, ServiceUnavailable, Timeout; and
// http_status. Source of every rule: the behaviour of kube-apiserver 1.33.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "api/kube/object.h"
#include "api/kube/resource.h"
#include "api/kube/watch.h"
#include "api/operation.h"

namespace nlbsim::kube {

enum class PatchType : std::uint8_t { merge, strategic, json, apply };
// What happens to fields of a body that its kind does not have, and to those that it has twice.
enum class FieldValidation : std::uint8_t { ignore, warn, strict };
// How a list's revision is meant: not older than it, or exactly the state at it.
enum class RevisionMatch : std::uint8_t { unset, not_older_than, exact };

struct Get {
  struct Request {
    Resource resource;
    ObjectKey key;
  };
  struct Response {
    ObjectRef object;
  };
  static const api::OperationInfo& info();
};

struct List {
  struct Request {
    Resource resource;
    std::string namespace_;  // empty: all
    std::string label_selector;
    std::string field_selector;
    std::int64_t limit = 0;  // 0: everything in one page
    std::string continue_token;
    std::optional<std::uint64_t> resource_version;  // none: the newest state; 0: any; N: not older than N
    RevisionMatch match = RevisionMatch::unset;
  };
  struct Response {
    std::vector<ObjectRef> items;  // by namespace, then name
    std::uint64_t resource_version = 0;
    std::string continue_token;
    std::optional<std::int64_t> remaining;
  };
  static const api::OperationInfo& info();
};

struct Watch {
  struct Request {
    Resource resource;
    std::string namespace_;
    std::string label_selector;
    std::string field_selector;
    std::optional<std::uint64_t> resource_version;  // changes after it; none or 0: synthetic ADDED events first
    bool allow_bookmarks = false;
    bool send_initial_events = false;
    std::optional<sim::Duration> timeout;  // the server then ends the stream cleanly
  };
  struct Response {
    static constexpr bool handed_over = true;  // to the caller; the journal's copy of the call lets go of it
    std::shared_ptr<WatchStream> stream;
  };
  static const api::OperationInfo& info();
};

struct Create {
  struct Request {
    Resource resource;
    std::string namespace_;
    api::JsonRef body;
    bool dry_run = false;
    std::string field_manager;
  };
  struct Response {
    ObjectRef object;
    std::vector<std::string> warnings;  // that a client shows to its user
  };
  static const api::OperationInfo& info();
};

struct Update {
  struct Request {
    Resource resource;
    ObjectKey key;
    std::string subresource;  // "" or "status"
    api::JsonRef body;
    bool dry_run = false;
    std::string field_manager;
  };
  struct Response {
    ObjectRef object;
    bool created = false;  // nothing was there
    std::vector<std::string> warnings;
  };
  static const api::OperationInfo& info();
};

struct Patch {
  struct Request {
    Resource resource;
    ObjectKey key;
    std::string subresource;
    PatchType type = PatchType::merge;
    api::JsonRef body;
    bool dry_run = false;
    std::string field_manager;
    bool force = false;  // an apply takes over what other managers own
    FieldValidation field_validation = FieldValidation::ignore;
  };
  struct Response {
    ObjectRef object;
    bool created = false;  // by an apply, nothing was there
    std::vector<std::string> warnings;
  };
  static const api::OperationInfo& info();
};

struct Delete {
  struct Request {
    Resource resource;
    ObjectKey key;
    std::string uid;                                // precondition; empty: none
    std::optional<std::uint64_t> resource_version;  // precondition
    std::string propagation_policy;
    bool dry_run = false;
    std::optional<std::int64_t> grace_seconds;  // none: the kind's own; 0: at once
  };
  struct Response {
    ObjectRef object;      // its last state
    bool removed = false;  // false: finalizers hold it, deletionTimestamp is set
  };
  static const api::OperationInfo& info();
};

// The object a request is about, and its resource; for hooks that filter by object.
Resource resource_of(const api::AnyCall& call);
ObjectKey key_of(const api::AnyCall& call);

}  // namespace nlbsim::kube
