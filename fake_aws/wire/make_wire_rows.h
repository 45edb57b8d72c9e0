// Adds a row for each operation of a list. For the files of wire_rows.h, which include the descriptions.
#pragma once

#include "api/make_shape.h"
#include "fake_aws/wire/wire_rows.h"

namespace nlbsim::fake_aws {

template <class... Ops>
void add_rows(std::vector<WireOperation>& rows, aws::OperationList<Ops...>) {
  (rows.push_back({Ops::kName, &Ops::kService, &api::shape_of<typename Ops::Request>(),
                   &api::shape_of<typename Ops::Response>(),
                   []() -> api::CallRef { return std::make_shared<api::TypedCall<Ops>>(typename Ops::Request()); }}),
   ...);
}

}  // namespace nlbsim::fake_aws
