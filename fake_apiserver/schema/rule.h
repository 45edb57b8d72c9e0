// One rule of x-kubernetes-validations: its text, compiled when it is first needed.
#pragma once

#include <memory>
#include <mutex>
#include <optional>
#include <string>

#include "api/json/json.h"
#include "fake_apiserver/cel/program.h"
#include "sim/result.h"

namespace nlbsim::fake_apiserver {

class Rule {
 public:
  struct Text {
    std::string rule;
    std::string message;
    std::string message_expression;
    std::string reason;      // a cause's: "FieldValueInvalid" and so on; empty: that
    std::string field_path;  // relative to the schema: ".spec.replicas"
    std::optional<bool> optional_old_self;
  };
  static Text read(const api::Json& source);

  explicit Rule(Text text);
  Rule(const Rule&) = delete;
  Rule& operator=(const Rule&) = delete;

  const Text& text() const { return text_; }
  bool optional_old_self() const { return text_.optional_old_self.value_or(false); }
  // What a cause says for the rule where it cannot say more.
  std::string shown() const;

  struct Programs {
    std::shared_ptr<const cel::Program> rule;
    std::shared_ptr<const cel::Program> message;  // null: none, or not valid
    std::string rule_error, message_error;
    bool compares_old = false;
  };
  // `self` as the schema types it; the same at every call.
  const Programs& programs(const cel::TypeRef& self) const;

 private:
  const Text text_;
  mutable std::once_flag once_;
  mutable Programs programs_;
};

}  // namespace nlbsim::fake_apiserver
