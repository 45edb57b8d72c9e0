// A schema that is compiled when it is first asked for, once, by whichever thread comes first: a program pays only for
// the kinds that it meets.
#pragma once

#include <memory>
#include <mutex>
#include <string_view>

#include "fake_apiserver/schema/schema.h"

namespace nlbsim::fake_apiserver {

class LazySchema {
 public:
  // `text` is JSON of our own that lasts as long as the program.
  static std::shared_ptr<const LazySchema> of_text(std::string_view text);
  // A document that has been checked (Schema::compile). Its text is kept: a document belongs to one thread.
  static std::shared_ptr<const LazySchema> of_document(const Json& document);
  LazySchema(std::string_view text, std::string own);

  const Schema& get() const;
  // What it was compiled from, parsed anew.
  Json document() const;

 private:
  const std::string_view text_;  // empty: see own_
  const std::string own_;
  mutable std::once_flag once_;
  mutable std::shared_ptr<const Schema> schema_;
};

}  // namespace nlbsim::fake_apiserver
