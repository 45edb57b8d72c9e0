// Builds the table of wire operations of one service from its operation types. For the registries only.
#pragma once

#include <algorithm>
#include <array>
#include <memory>

#include "fake_aws/query/decode.h"
#include "fake_aws/query/encode.h"
#include "fake_aws/query/wire_operation.h"
#include "fake_aws/query/xml_text.h"

namespace nlbsim::fake_aws {

template <class Dialect, class Op>
sim::Result<api::CallRef> decode_call(const FormTree& form) {
  typename Op::Request request;
  FormReader<Dialect> reader;
  reader.read(form, "", request);
  if (reader.error()) return sim::forward(*reader.error());
  return std::make_shared<api::TypedCall<Op>>(std::move(request));
}

// Answer::encode<Op>(call, request_id) makes the document that the dialect wraps an answer in.
template <class Dialect, class Answer, class... Ops>
std::array<WireOperation, sizeof...(Ops)> wire_table() {
  std::array<WireOperation, sizeof...(Ops)> operations{
      WireOperation{Ops::info().name, decode_call<Dialect, Ops>, Answer::template encode<Ops>}...};
  std::ranges::sort(operations, {}, &WireOperation::name);
  return operations;
}

}  // namespace nlbsim::fake_aws
