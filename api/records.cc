#include "api/records.h"

#include <algorithm>
#include <array>
#include <utility>

#include "api/describe.h"
#include "api/json/footprint.h"
#include "api/recorded_call.h"

// ---- the descriptions: what is not listed is neither hashed nor shown ----
namespace nlbsim::sim {
BOOST_DESCRIBE_STRUCT(Error, (), (code, message, effect_unknown))
}  // namespace nlbsim::sim

namespace nlbsim::kube {
void hash_into(sim::Hasher& hasher, const Resource& resource);
void hash_into(sim::Hasher& hasher, const ObjectKey& key);
}  // namespace nlbsim::kube

namespace nlbsim::api {

BOOST_DESCRIBE_STRUCT(CallSent, (), (asked, call, attempt))
BOOST_DESCRIBE_STRUCT(CallApplied, (), (sent, error, answer))
BOOST_DESCRIBE_STRUCT(CallReturned, (), (sent, error))
BOOST_DESCRIBE_STRUCT(ObjectChanged, (), (resource, type, object, resource_version, subresource))
BOOST_DESCRIBE_STRUCT(ResourceChanged, (), (resource, key, change, before))
BOOST_DESCRIBE_STRUCT(WatchSeen, (), (resource, type, key, resource_version))
BOOST_DESCRIBE_STRUCT(ReconcileStarted, (), (controller, key))
BOOST_DESCRIBE_STRUCT(PlanLine, (), (operation, object, reason, after))
BOOST_DESCRIBE_STRUCT(ReconcileFinished, (), (started, controller, key, outcome, after, message))
BOOST_DESCRIBE_STRUCT(FaultInjected, (), (fault, what))
BOOST_DESCRIBE_STRUCT(ActorChanged, (), (key, change))
BOOST_DESCRIBE_STRUCT(StepMarker, (), (index, text))
BOOST_DESCRIBE_STRUCT(Note, (), (topic, text, calls))

std::string_view name(Plane plane) { return plane == Plane::kube ? "kube" : "aws"; }

std::string_view name(ReconcileOutcome outcome) {
  static constexpr std::array<std::string_view, 3> kNames{"done", "requeue-after", "error"};
  return kNames[static_cast<std::size_t>(outcome)];
}

std::string_view name(ActorChange change) {
  static constexpr std::array<std::string_view, 4> kNames{"started", "paused", "resumed", "dropped"};
  return kNames[static_cast<std::size_t>(change)];
}

std::string_view name(NoteTopic topic) {
  static constexpr std::array<std::string_view, 4> kNames{"plan", "watch", "exit", "not modelled"};
  return kNames[static_cast<std::size_t>(topic)];
}

std::string text(const PlanLine& line, std::size_t number) {
  std::string out = std::to_string(number) + ". " + line.operation + " of " + line.object;
  for (std::size_t i = 0; i < line.after.size(); ++i)
    out += (i == 0 ? " (after " : ", ") + std::to_string(line.after[i]);
  if (!line.after.empty()) out += ")";
  return out + ": " + line.reason;
}

void hash_into(sim::Hasher& hasher, const std::shared_ptr<const AnyCall>& call) {
  const OperationInfo& operation = call->operation();
  hasher.add(operation.service).add(operation.name);
  operation.hash_request(hasher, call->request_address());
}

void hash_into(sim::Hasher& hasher, const Fingerprint& fingerprint) { hasher.add(fingerprint.value); }

namespace {

using sim::Record;
using sim::RecordKind;

// In the order of RecordKind.
using Payloads =
    boost::mp11::mp_list<CallSent, CallApplied, CallReturned, ObjectChanged, ResourceChanged, WatchSeen,
                         ReconcileStarted, ReconcileFinished, FaultInjected, ActorChanged, StepMarker, Note>;

template <class T>
using MembersOf = boost::describe::describe_members<T, boost::describe::mod_public>;

// resource_version is resourceVersion in JSON.
std::string json_name(std::string_view field) {
  std::string out;
  bool upper = false;
  for (const char c : field) {
    if (c == '_') upper = true;
    else out += std::exchange(upper, false) ? static_cast<char>(c - 'a' + 'A') : c;
  }
  return out;
}

template <class E>
inline constexpr E kLast = E{};
template <>
inline constexpr auto kLast<kube::WatchEventType> = kube::WatchEventType::error;
template <>
inline constexpr auto kLast<ReconcileOutcome> = ReconcileOutcome::error;
template <>
inline constexpr auto kLast<ActorChange> = ActorChange::dropped;
template <>
inline constexpr auto kLast<NoteTopic> = NoteTopic::not_modelled;
template <>
inline constexpr auto kLast<RecordKind> = RecordKind::note;

// The value of this name; none if there is none.
template <class E>
std::optional<E> value_named(std::string_view text) {
  for (std::size_t i = 0; i <= static_cast<std::size_t>(kLast<E>); ++i)
    if (name(static_cast<E>(i)) == text) return static_cast<E>(i);
  return std::nullopt;
}

// ---- what each type of member comes to in JSON: its names, and its values out and in ----

std::optional<sim::Duration> read_duration(const Json& shown) {
  const auto duration = sim::parse_duration(shown.text());
  return duration ? std::optional(*duration) : std::nullopt;
}

// Most are one member of their own name.
template <class T>
struct Form {
  static std::vector<std::string> names(std::string_view field) { return {json_name(field)}; }
  static void write(Json& out, const Key& key, const T& value) {
    if constexpr (std::is_enum_v<T>) {
      out.set(key, name(value));
    } else {
      Json shown = to_json_value(value);
      const bool absent = shown.is_null() || (shown.is_string() && shown.text().empty());
      if (!absent) out.set(key, std::move(shown));
    }
  }
  static void read(const Json& record, const Key& key, T& value) {
    const Json& shown = member(record, key.view());
    if constexpr (std::is_enum_v<T>) value = value_named<T>(shown.text()).value_or(T{});
    else if constexpr (std::is_same_v<T, std::optional<sim::Duration>>) value = read_duration(shown);
    else read_json(shown, value);
  }
  static std::size_t weight(const T& value) {
    if constexpr (std::is_same_v<T, std::string>) return value.size();
    else return 0;
  }
};

template <>
struct Form<std::vector<PlanLine>> {
  static std::vector<std::string> names(std::string_view field) { return {json_name(field)}; }
  static void write(Json& out, const Key& key, const std::vector<PlanLine>& lines) {
    if (!lines.empty()) out.set(key, to_json_value(lines));
  }
  static void read(const Json& record, const Key& key, std::vector<PlanLine>& lines) {
    read_json(member(record, key.view()), lines);
  }
  static std::size_t weight(const std::vector<PlanLine>& lines) {
    std::size_t bytes = 0;
    for (const PlanLine& line : lines)
      bytes += sizeof(line) + line.operation.size() + line.object.size() + line.reason.size();
    return bytes;
  }
};

template <>
struct Form<Fingerprint> {
  static std::vector<std::string> names(std::string_view) { return {}; }
  static void write(Json&, const Key&, const Fingerprint&) {}
  static void read(const Json&, const Key&, Fingerprint&) {}
  static std::size_t weight(const Fingerprint&) { return 0; }
};

template <>
struct Form<std::optional<sim::Error>> {
  static std::vector<std::string> names(std::string_view field) { return {json_name(field)}; }
  static void write(Json& out, const Key& key, const std::optional<sim::Error>& error) {
    if (!error) return;
    out.set(key, Json{{"code", error->code}, {"message", error->message}, {"effectUnknown", error->effect_unknown}});
  }
  static void read(const Json& record, const Key& key, std::optional<sim::Error>& error) {
    const Json& shown = member(record, key.view());
    if (!shown.is_object()) return;
    error.emplace();
    error->code = text(member(shown, "code"));
    error->message = text(member(shown, "message"));
    error->effect_unknown = member(shown, "effectUnknown") == true;
  }
  static std::size_t weight(const std::optional<sim::Error>& error) {
    return error ? error->code.size() + error->message.size() : 0;
  }
};

template <>
struct Form<kube::Resource> {
  static std::vector<std::string> names(std::string_view field) { return {json_name(field)}; }
  static void write(Json& out, const Key& key, const kube::Resource& resource) { out.set(key, resource.plural); }
  // One that is not known here is only its plural, a view of the document.
  static void read(const Json& record, const Key& key, kube::Resource& resource) {
    resource.plural = member(record, key.view()).text();
    for (const kube::Resource& known : kube::kKnownResources)
      if (known.plural == resource.plural) resource = known;
  }
  static std::size_t weight(const kube::Resource&) { return 0; }
};

template <>
struct Form<kube::ObjectKey> {
  static std::vector<std::string> names(std::string_view field) { return {json_name(field)}; }
  static void write(Json& out, const Key& key, const kube::ObjectKey& object) { out.set(key, object.text()); }
  static void read(const Json& record, const Key& key, kube::ObjectKey& object) {
    const std::string_view shown = member(record, key.view()).text();
    const std::size_t slash = shown.find('/');
    if (slash != shown.npos) object.namespace_ = shown.substr(0, slash);
    object.name = shown.substr(slash == shown.npos ? 0 : slash + 1);
  }
  static std::size_t weight(const kube::ObjectKey& object) { return object.namespace_.size() + object.name.size(); }
};

template <>
struct Form<kube::ObjectRef> {
  static std::vector<std::string> names(std::string_view field) { return {"key", json_name(field)}; }
  static void write(Json& out, const Key& key, const kube::ObjectRef& object) {
    out["key"] = object->meta().key().text();
    out.set(key, object->document());
  }
  static void read(const Json& record, const Key& key, kube::ObjectRef& object) {
    object = kube::Object::make(member(record, key.view()));
  }
  static std::size_t weight(const kube::ObjectRef& object) { return footprint(object->document()); }
};

template <>
struct Form<std::shared_ptr<const AnyCall>> {
  static std::vector<std::string> names(std::string_view) {
    return {"service", "operation", "mutates", "subject", "request", "response"};
  }
  static void write(Json& out, const Key&, const std::shared_ptr<const AnyCall>& call) {
    const OperationInfo& operation = call->operation();
    out["service"] = operation.service;
    out["operation"] = operation.name;
    out["mutates"] = operation.mutates;
    if (std::string subject = call->subject(); !subject.empty()) out["subject"] = std::move(subject);
    out["request"] = call->request_json();
    out["response"] = call->response_json();
  }
  static void read(const Json& record, const Key&, std::shared_ptr<const AnyCall>& call) {
    call = std::make_shared<RecordedCall>(record);
  }
  static std::size_t weight(const std::shared_ptr<const AnyCall>& call) { return footprint(call->request_json()); }
};

// ---- the walks over a description ----

template <class T>
void write_members(Json& out, const Record& record) {
  boost::mp11::mp_for_each<MembersOf<T>>([&](auto member) {
    static const Key key(json_name(member.name));
    const auto& value = payload<T>(record).*member.pointer;
    Form<std::remove_cvref_t<decltype(value)>>::write(out, key, value);
  });
}

template <class T>
std::size_t weight_of_members(const Record& record) {
  std::size_t bytes = sizeof(Record) + sizeof(T);
  boost::mp11::mp_for_each<MembersOf<T>>([&](auto member) {
    const auto& value = payload<T>(record).*member.pointer;
    bytes += Form<std::remove_cvref_t<decltype(value)>>::weight(value);
  });
  return bytes;
}

template <class T>
std::shared_ptr<const sim::Payload> read_members(const Json& record) {
  auto made = std::make_shared<T>();
  boost::mp11::mp_for_each<MembersOf<T>>([&](auto member) {
    static const Key key(json_name(member.name));
    auto& value = (*made).*member.pointer;
    Form<std::remove_cvref_t<decltype(value)>>::read(record, key, value);
  });
  return made;
}

template <class T>
void add_names(std::vector<std::string>& out) {
  boost::mp11::mp_for_each<MembersOf<T>>([&](auto member) {
    using Member = std::remove_cvref_t<decltype(std::declval<T&>().*member.pointer)>;
    for (std::string& name : Form<Member>::names(member.name)) out.push_back(std::move(name));
  });
}

// Calls f(T*) with the payload type of a kind.
template <class F>
void with_payload_of(RecordKind kind, F f) {
  boost::mp11::mp_with_index<boost::mp11::mp_size<Payloads>::value>(static_cast<std::size_t>(kind), [&](auto index) {
    using T = boost::mp11::mp_at_c<Payloads, index()>;
    static_assert(static_cast<std::size_t>(T::kind) == index());
    f(static_cast<const T*>(nullptr));
  });
}

}  // namespace

// Instantiated, with the rest of each payload's table, where read_members makes one.
template <class T>
void DescribedPayload<T>::hash(sim::Hasher& hasher) const {
  hash_value_into(hasher, static_cast<const T&>(*this));
}

Json to_json(const Record& record, std::span<const std::string> actors) {
  Json out = Json::object();
  out["id"] = record.id;
  out["at"] = sim::format_offset(record.at - sim::kWorldStart);
  out["ns"] = (record.at - sim::kWorldStart).count();
  out["actor"] = record.actor < actors.size() ? actors[record.actor] : std::to_string(record.actor);
  out["cause"] = record.cause;
  out["kind"] = sim::name(record.kind);
  with_payload_of(record.kind, [&]<class T>(const T*) { write_members<T>(out, record); });
  return out;
}

std::optional<Record> record_from_json(const Json& document, std::span<const std::string> actors) {
  const auto kind = value_named<RecordKind>(text(member(document, "kind")));
  const Json& nanoseconds = member(document, "ns");
  if (!kind || !nanoseconds.is_number_integer()) return std::nullopt;
  Record record;
  record.kind = *kind;
  record.at = sim::kWorldStart + sim::Duration(nanoseconds.get<std::int64_t>());
  read_json(member(document, "id"), record.id);
  read_json(member(document, "cause"), record.cause);
  const auto actor = std::ranges::find(actors, text(member(document, "actor")));
  record.actor = static_cast<sim::ActorId>(actor - actors.begin());
  with_payload_of(*kind, [&]<class T>(const T*) { record.payload = read_members<T>(document); });
  return record;
}

std::size_t weight(const Record& record) {
  std::size_t bytes = 0;
  with_payload_of(record.kind, [&]<class T>(const T*) { bytes = weight_of_members<T>(record); });
  return bytes;
}

std::vector<std::string> member_names(RecordKind kind) {
  std::vector<std::string> out{"id", "at", "ns", "actor", "cause", "kind"};
  with_payload_of(kind, [&]<class T>(const T*) { add_names<T>(out); });
  return out;
}

}  // namespace nlbsim::api
