// Errors are values: every fallible function returns Result<T>, which holds a T or an Error.
//
// An Error carries a code from the vocabulary of whoever refused ("NotFound", "TargetGroupNotFound"), a message that
// says what is wrong and what would be right, and where it came from. A call whose reply was lost is a third outcome,
// neither success nor failure: `effect_unknown` is set, and the caller has to look before it repeats the call.
// Immutable after construction; safe to read from any thread.
#pragma once

#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <utility>
#include <vector>

namespace nlbsim::sim {

// One reason inside an error that has several, e.g. each invalid field of a refused object.
struct ErrorCause {
  std::string reason;
  std::string message;
  std::string field;
  bool operator==(const ErrorCause&) const = default;
};

struct Error {
  std::string code;             // machine-readable, in the spelling of the system that refused
  std::string message;          // for people
  std::string origin;           // "file:line" of an input, or the operation that failed; may be empty
  int http_status = 0;          // what the wire front answers; 0: not an answer of a server
  bool effect_unknown = false;  // the call may have taken effect
  std::vector<ErrorCause> causes;
  bool operator==(const Error&) const = default;

  // "origin: message" or just the message.
  std::string describe() const { return origin.empty() ? message : origin + ": " + message; }
};

template <class T>
using Result = tl::expected<T, Error>;

// return fail("NotFound", "there is no ...");
inline tl::unexpected<Error> fail(std::string code, std::string message, std::string origin = {}) {
  Error error;
  error.code = std::move(code);
  error.message = std::move(message);
  error.origin = std::move(origin);
  return tl::unexpected<Error>(std::move(error));
}

// Passes an error on: if (!answer) return forward(answer.error());
inline tl::unexpected<Error> forward(Error error) { return tl::unexpected<Error>(std::move(error)); }

}  // namespace nlbsim::sim
