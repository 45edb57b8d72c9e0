#include "fake_apiserver/schema/lazy_schema.h"

#include <utility>

namespace nlbsim::fake_apiserver {

LazySchema::LazySchema(std::string_view text, Json document) : text_(text), document_(std::move(document)) {}

std::shared_ptr<const LazySchema> LazySchema::of_text(std::string_view text) {
  return std::make_shared<const LazySchema>(text, Json());
}

std::shared_ptr<const LazySchema> LazySchema::of_document(Json document) {
  return std::make_shared<const LazySchema>(std::string_view(), std::move(document));
}

const Schema& LazySchema::get() const {
  std::call_once(once_, [this] {
    if (!text_.empty()) document_ = api::parse_json(text_).value_or(Json::object());
    schema_ = Schema::compile_known(document_);
    document_ = Json();
  });
  return *schema_;
}

}  // namespace nlbsim::fake_apiserver
