// Makes objects and lists from parts that are all there, in one allocation each: for the parser.
#pragma once

#include <span>

#include "api/json/value.h"

namespace nlbsim::api {

class JsonBuilder {
 public:
  // In any order; of several with one name the last counts. The parts are moved from.
  static Json object(std::span<Member> members);
  static Json array(std::span<Member> items);  // their names are nothing
};

}  // namespace nlbsim::api
