// Looks things up in an end state: objects by kind and key, their conditions, the Warnings about them.
//
// Holds a reference to the state, which must outlive it.
#pragma once

#include <string>
#include <string_view>

#include "scenarios/record/end_state.h"

namespace nlbsim::scenarios {

// The condition of a type, or null.
const Json& condition_of(const Json& holder, std::string_view type);
bool is_true(const Json& condition);
// "Accepted is False, UnsupportedValue: ..."
std::string condition_text(const Json& condition);
// The condition that says what is wrong: of Accepted, ResolvedRefs and Programmed the first that is not True, else
// Conflicted or PartiallyInvalid where it is. Null: nothing is wrong, or nothing has been said.
const Json& complaint_of(const Json& holder);

bool is_gateway(const Json& object);
bool is_warning(const Json& event);
// "Gateway example-ns/g" of an Event.
std::string regarded_by(const Json& event);
// The namespace of a reference that may leave it to its holder's.
std::string namespace_of(const Json& reference, const Json& holder);

class StateReader {
 public:
  // `controller` is the controllerName whose Gateways and route entries count.
  StateReader(const EndState& state, std::string_view controller) : state_(state), controller_(controller) {}
  const EndState& state() const { return state_; }
  std::string_view controller() const { return controller_; }
  // Null if there is none.
  const Json* find(std::string_view kind, const std::string& key) const;
  // " (Warning FailedBuildModel: ...)" of the last Event about the subject, or nothing.
  std::string last_warning(const std::string& subject) const;
  // What our controller says of a route for one of its parentRefs, or null.
  const Json& entry_of(const Json& route, const Json& parent_ref) const;

 private:
  const EndState& state_;
  std::string_view controller_;
};

}  // namespace nlbsim::scenarios
