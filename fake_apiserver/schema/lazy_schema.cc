#include "fake_apiserver/schema/lazy_schema.h"

#include <utility>

namespace nlbsim::fake_apiserver {

LazySchema::LazySchema(std::string_view text, std::string own) : text_(text), own_(std::move(own)) {}

std::shared_ptr<const LazySchema> LazySchema::of_text(std::string_view text) {
  return std::make_shared<const LazySchema>(text, std::string());
}

std::shared_ptr<const LazySchema> LazySchema::of_document(const Json& document) {
  return std::make_shared<const LazySchema>(std::string_view(), api::dump_json(document));
}

const Schema& LazySchema::get() const {
  std::call_once(once_, [this] {
    Json source = api::parse_json(text_.empty() ? std::string_view(own_) : text_).value_or(Json::object());
    // Servers on several threads take their defaults from a schema of ours.
    if (!text_.empty()) source = api::freeze(std::move(source));
    schema_ = Schema::compile_known(source);
  });
  return *schema_;
}

Json LazySchema::document() const {
  return api::parse_json(text_.empty() ? std::string_view(own_) : text_).value_or(Json());
}

}  // namespace nlbsim::fake_apiserver
