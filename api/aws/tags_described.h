// Descriptions of the shared AWS shapes; see api/aws/elbv2_described.h.
#pragma once

#include <boost/describe.hpp>

#include "api/aws/tags.h"

namespace nlbsim::aws {

BOOST_DESCRIBE_STRUCT(Tag, (), (Key, Value))
BOOST_DESCRIBE_STRUCT(Attribute, (), (Key, Value))
BOOST_DESCRIBE_STRUCT(Filter, (), (Name, Values))

}  // namespace nlbsim::aws
