// How objects of a kind live: what a kind adds to the rules that hold for all, one method for each point of a write
// where kinds differ. The base class is an ordinary built-in kind without rules of its own; a kind with rules has a
// file with its class, and a row of the registry that names it.
//
// Strategies have no state: one instance serves every cluster and thread.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "fake_apiserver/cluster.h"

namespace nlbsim::fake_apiserver {

// A write on its way to the store.
struct Candidate {
  const Target& target;
  const kube::Json& old;  // null on create
  bool status = false;    // through the status subresource
  bool creating() const { return old.is_null(); }
};

class Strategy {
 public:
  virtual ~Strategy() = default;

  // A value of another type than its field has, in the words of the decoder; or empty.
  virtual std::string type_error(const Target& target, const kube::Json& document) const;
  // The document as it comes out of the decoder: without fields that the kind does not have, and with empty values only
  // where they are written.
  virtual void prune(const Target& target, kube::Json& document) const;
  // Drops what a client cannot set on a new object.
  virtual void prepare_for_create(const Target& target, kube::Json& document) const;
  // A new object has got its name and UID: what is called after them.
  virtual void identified(kube::Json& document) const;
  // Fills in what the client has left out. What it asks for and cannot get goes to `findings`.
  virtual void apply_defaults(Cluster& cluster, const Candidate& candidate, kube::Json& document,
                              Findings& findings) const;
  // Appends everything that is wrong besides the metadata.
  virtual void validate(const Candidate& candidate, const kube::Json& document, Findings& findings) const;

  // Whether an object of the kind may be made at all now.
  virtual sim::Result<void> check_create(const Cluster& cluster, const Target& target) const;

  // The document is about to be stored in place of `old` (null: it is new).
  virtual void storing(Write& write, const kube::Json& document, const kube::Json& old) const;
  // It has gone from the store.
  virtual void removed(Write& write, const kube::Object& last) const;

  // Why this object may not be deleted at all; or empty.
  virtual std::string_view undeletable(std::string_view name) const;
  // Whether an object without finalizers stays until something else has been done for it.
  virtual bool outlives_delete() const { return false; }
  // The document has got its deletionTimestamp: what else shows that it is on its way out.
  virtual void mark_deleted(const Target& target, kube::Json& document, const kube::Object& object) const;
  // How long the object is left to end by itself once its deletion is asked for; 0: it goes at once.
  virtual std::int64_t grace_seconds(const kube::Object& object, std::optional<std::int64_t> asked) const;
  // The marked object has been stored.
  virtual void deletion_began(Write& write, const kube::Object& stored) const;
};

// The one instance of a kind's class.
template <class Kind>
const Strategy& only() {
  static const Kind strategy;
  return strategy;
}

// A built-in kind without rules of its own.
const Strategy& plain_strategy();

}  // namespace nlbsim::fake_apiserver
