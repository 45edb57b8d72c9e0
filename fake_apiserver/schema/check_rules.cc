#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <limits>
#include <span>

#include "fake_apiserver/schema/compiler.h"
#include "fake_apiserver/schema/go_text.h"
#include "fake_apiserver/schema/rule.h"

namespace nlbsim::fake_apiserver {

using api::member;
using api::text;
using Type = Schema::Type;

namespace {

std::string_view shown_type(Type type) {
  switch (type) {
    case Type::object: return "object";
    case Type::array: return "array";
    case Type::string: return "string";
    case Type::integer: return "integer";
    case Type::number: return "number";
    case Type::boolean: return "boolean";
    default: return "";
  }
}

}  // namespace

// The rules of a value and of all below it. What has not changed is not judged again, unless by a rule that compares.
class RuleCheck {
 public:
  explicit RuleCheck(Findings& findings) : findings_(findings) {}

  // `unchanged`: so is something above, of which the old value is known.
  void check(const Schema& schema, const Json& value, const Json* old, bool unchanged, const FieldPath& path) {
    if (!schema.has_rules_ || value.is_null() || over_) return;
    if (old) unchanged = *old == value;
    if (unchanged && !schema.compares_old_) return;
    for (const auto& rule : schema.rules_)
      if (!over_) judge(*rule, schema, value, old, unchanged, path);
    if (value.is_array() && schema.items_) {
      std::size_t index = 0;
      for (const Json& entry : value)
        check(*schema.items_, entry, schema.old_item(old, entry), unchanged, path.item(index++));
    } else if (value.is_object()) {
      for (const auto& [name, entry] : value.items())
        if (const Schema* known = schema.child(name))
          check(*known, entry, schema.old_member(old, name), unchanged, path.member(name));
    }
  }

 private:
  void judge(const Rule& rule, const Schema& schema, const Json& value, const Json* old, bool unchanged,
             const FieldPath& path) {
    const cel::TypeRef& type = schema.cel_type();
    if (!type) return;
    const Rule::Programs& programs = rule.programs(type);
    if (!programs.rule) return;  // refused when the definition came
    const bool no_old = !old || old->is_null();
    if (programs.compares_old && no_old && !rule.optional_old_self()) return;
    if (!programs.compares_old && unchanged) return;
    const cel::Value self = cel::Value::of(value, type);
    const std::array<cel::Binding, 2> bindings{
        {{"self", self}, {"oldSelf", old_self(rule, type, no_old ? nullptr : old)}}};
    const auto verdict = programs.rule->evaluate(bindings, budget_);
    if (!verdict) return failed(rule, schema, path, verdict.error());
    if (verdict->as_bool().value_or(false)) return;
    add(rule, schema, path, message_of(rule, programs, bindings));
  }

  static cel::Value old_self(const Rule& rule, const cel::TypeRef& type, const Json* old) {
    if (rule.optional_old_self()) return old ? cel::Value::some(cel::Value::of(*old, type)) : cel::Value::none();
    return old ? cel::Value::of(*old, type) : cel::Value();
  }

  void failed(const Rule& rule, const Schema& schema, const FieldPath& path, const sim::Error& error) {
    if (error.code == cel::kBudgetExceeded) {
      over_ = true;
      add_plain(schema, path,
                "validation failed due to running out of cost budget, no further validation rules will be run");
    } else if (error.code == cel::kCallCostExceeded) {
      add_plain(schema, path,
                "no further validation rules will be run due to call cost exceeds limit for rule: " + rule.shown());
    } else {
      add_plain(schema, path, fmt::format("{} evaluating rule: {}", error.message, rule.shown()));
    }
  }

  std::string message_of(const Rule& rule, const Rule::Programs& programs, std::span<const cel::Binding> bindings) {
    if (programs.message) {
      const auto made = programs.message->evaluate(bindings, budget_);
      const auto words = made ? made->as_string() : std::nullopt;
      if (words && words->find_first_not_of(" \t\r\n") != words->npos && words->find('\n') == words->npos)
        return std::string(*words);
    }
    return rule.text().message.empty() ? fmt::format("failed rule: {}", rule.shown()) : rule.shown();
  }

  void add_plain(const Schema& schema, const FieldPath& path, const std::string& why) {
    findings_.add("FieldValueInvalid", path,
                  fmt::format("Invalid value: {}: {}", go_quoted(shown_type(schema.type_)), why));
  }

  void add(const Rule& rule, const Schema& schema, const FieldPath& path, const std::string& message) {
    const std::string& reason = rule.text().reason;
    std::string words = fmt::format("Invalid value: {}: {}", go_quoted(shown_type(schema.type_)), message);
    if (reason == "FieldValueForbidden") words = "Forbidden: " + message;
    if (reason == "FieldValueRequired") words = "Required value: " + message;
    if (reason == "FieldValueDuplicate")
      words = fmt::format("Duplicate value: {}", go_quoted(shown_type(schema.type_)));
    sim::ErrorCause cause{reason.empty() ? "FieldValueInvalid" : reason, std::move(words),
                          path.field() + rule.text().field_path};
    if (cause.field.starts_with('.')) cause.field.erase(0, 1);
    if (cause.field.empty()) cause.field = "<nil>";
    findings_.causes.push_back(std::move(cause));
  }

  Findings& findings_;
  cel::Budget budget_;
  bool over_ = false;
};

void Schema::check_rules(const Json& value, const Json* old, const FieldPath& path, Findings& findings) const {
  RuleCheck(findings).check(*this, value, old, false, path);
}

// What a server refuses in the texts of rules when their definition comes.
class RuleTexts {
 public:
  explicit RuleTexts(Causes& refusals) : refusals_(refusals) {}

  // `times`: how often the schema can occur in one object; `correlatable`: whether its old value can be found.
  void check(const Schema& schema, const std::string& path, std::uint64_t times, bool correlatable) {
    if (!schema.has_rules_) return;
    std::size_t index = 0;
    for (const auto& rule : schema.rules_)
      check(*rule, schema, fmt::format("{}.x-kubernetes-validations[{}]", path, index++), times, correlatable);
    for (const auto& [name, part] : schema.properties_)
      check(*part, fmt::format("{}.properties[{}]", path, name), times, correlatable && !schema.atomic_map_);
    const std::uint64_t below =
        std::min<std::uint64_t>(times * std::max<std::uint64_t>(schema.most_children(), 1), std::uint64_t{1} << 32);
    if (schema.items_)
      check(*schema.items_, path + ".items", below, correlatable && schema.list_type_ == Schema::ListType::map);
    if (schema.additional_)
      check(*schema.additional_, path + ".additionalProperties", below, correlatable && !schema.atomic_map_);
  }
  std::uint64_t total() const { return total_; }

 private:
  void refuse(const Rule& rule, const std::string& path, const std::string& why) {
    refusals_.push_back({"FieldValueInvalid", fmt::format("Invalid value: {}: {}", shown(rule.text()), why), path});
  }
  void invalid(const std::string& value, const std::string& path, std::string_view why) {
    refusals_.push_back({"FieldValueInvalid", fmt::format("Invalid value: {}: {}", go_quoted(value), why), path});
  }

  // As the server's own type prints itself.
  static std::string shown(const Rule::Text& text) {
    return fmt::format(
        "apiextensions.ValidationRule{{Rule:{}, Message:{}, MessageExpression:{}, "
        "Reason:(*apiextensions.FieldValueErrorReason)({}), FieldPath:{}, OptionalOldSelf:(*bool)({})}}",
        go_quoted(text.rule), go_quoted(text.message), go_quoted(text.message_expression),
        text.reason.empty() ? "nil" : "0xc000010000", go_quoted(text.field_path),
        text.optional_old_self ? "0xc000010008" : "nil");
  }

  void check_words(const Rule& rule, const Schema& schema, const std::string& path) {
    const Rule::Text& text = rule.text();
    const auto blank = [](const std::string& value) { return value.find_first_not_of(" \t\r\n") == value.npos; };
    if (blank(text.rule))
      refusals_.push_back({"FieldValueRequired", "Required value: rule is not specified", path + ".rule"});
    if (!text.message.empty() && blank(text.message))
      invalid(text.message, path + ".message", "message must be non-empty if specified");
    if (text.message.find('\n') != text.message.npos)
      invalid(text.message, path + ".message", "message must not contain line breaks");
    if (text.message.empty() && text.rule.find('\n') != text.rule.npos && text.message_expression.empty())
      refusals_.push_back({"FieldValueRequired",
                           "Required value: message must be specified if rule contains line breaks",
                           path + ".message"});
    if (!text.message_expression.empty() && blank(text.message_expression))
      refusals_.push_back({"FieldValueRequired", "Required value: messageExpression must be non-empty if specified",
                           path + ".messageExpression"});
    constexpr std::array<std::string_view, 5> kReasons{"", "FieldValueDuplicate", "FieldValueForbidden",
                                                       "FieldValueInvalid", "FieldValueRequired"};
    if (std::ranges::find(kReasons, text.reason) == kReasons.end())
      refusals_.push_back({"FieldValueNotSupported",
                           fmt::format("Unsupported value: {}: supported values: \"FieldValueDuplicate\", "
                                       "\"FieldValueForbidden\", \"FieldValueInvalid\", \"FieldValueRequired\"",
                                       go_quoted(text.reason)),
                           path + ".reason"});
    if (!text.field_path.empty() && !leads_somewhere(schema, text.field_path))
      invalid(text.field_path, path + ".fieldPath", "fieldPath must be a valid path: does not refer to a valid field");
  }

  // Whether a path of `.name` and `['name']` names a field of the schema.
  static bool leads_somewhere(const Schema& from, std::string_view path) {
    const Schema* at = &from;
    while (!path.empty()) {
      std::string_view name;
      if (path.starts_with("['")) {
        const std::size_t end = path.find("']");
        if (end == path.npos) return false;
        name = path.substr(2, end - 2);
        path.remove_prefix(end + 2);
      } else if (path.front() == '.') {
        path.remove_prefix(1);
        name = path.substr(0, path.find_first_of(".["));
        path.remove_prefix(name.size());
      } else {
        return false;
      }
      at = name.empty() ? nullptr : at->child(name);
      if (!at) return false;
    }
    return true;
  }

  void check(const Rule& rule, const Schema& schema, const std::string& path, std::uint64_t times, bool correlatable) {
    check_words(rule, schema, path);
    if (rule.text().rule.find_first_not_of(" \t\r\n") == std::string::npos) return;
    if (!schema.cel_type())
      return refuse(rule, path + ".rule", "compilation failed: the type of the schema cannot be used in rules");
    const Rule::Programs& programs = rule.programs(schema.cel_type());
    if (!programs.rule_error.empty()) return refuse(rule, path + ".rule", programs.rule_error);
    if (!programs.message_error.empty()) refuse(rule, path + ".messageExpression", programs.message_error);
    if (programs.compares_old && !correlatable)
      invalid(rule.text().rule, path + ".rule",
              fmt::format("oldSelf cannot be used on the uncorrelatable portion of the schema within {}", path));
    if (rule.text().optional_old_self && !programs.compares_old)
      invalid(rule.text().rule, path + ".optionalOldSelf", "may not be set if oldSelf is not used in rule");
    charge(*programs.rule, path + ".rule", "estimated rule cost", times);
    if (programs.message)
      charge(*programs.message, path + ".messageExpression", "estimated messageExpression cost", times);
  }

  void charge(const cel::Program& program, const std::string& path, std::string_view what, std::uint64_t times) {
    const std::uint64_t once = program.estimated_cost();
    const std::uint64_t cost = once > std::numeric_limits<std::uint64_t>::max() / times
                                   ? std::numeric_limits<std::uint64_t>::max()
                                   : once * times;
    if (cost > cel::kMaxRuleCost)
      refusals_.push_back(
          {"FieldValueForbidden", "Forbidden: " + cel::cost_refusal(what, cost, cel::kMaxRuleCost), path});
    total_ = cost > std::numeric_limits<std::uint64_t>::max() - total_ ? std::numeric_limits<std::uint64_t>::max()
                                                                       : total_ + cost;
  }

  Causes& refusals_;
  std::uint64_t total_ = 0;
};

void Schema::check_rule_texts(const std::string& path, Causes& refusals) const {
  RuleTexts texts(refusals);
  texts.check(*this, path, 1, true);
  if (texts.total() > cel::kMaxDefinitionCost)
    refusals.push_back({"FieldValueForbidden",
                        "Forbidden: " + cel::cost_refusal("x-kubernetes-validations estimated rule cost total for "
                                                          "entire OpenAPIv3 schema",
                                                          texts.total(), cel::kMaxDefinitionCost),
                        path});
}

void SchemaCompiler::read_rules(Schema& schema, const Json& source, const std::string& path) {
  const Json& rules = member(source, "x-kubernetes-validations");
  if (rules.is_null()) return;
  if (!rules.is_array()) return invalid(path + ".x-kubernetes-validations", rules, "must be a list of rules");
  for (const Json& entry : rules) {
    Rule::Text text = Rule::read(entry);
    schema.compares_old_ = schema.compares_old_ || text.rule.find("oldSelf") != text.rule.npos;
    schema.has_rules_ = true;
    schema.rules_.push_back(std::make_unique<const Rule>(std::move(text)));
  }
}

}  // namespace nlbsim::fake_apiserver
