#include "fake_apiserver/http/watch_session.h"

#include <fmt/format.h>

#include <algorithm>

#include "fake_apiserver/cel/base64.h"
#include "fake_apiserver/http/status_json.h"

namespace nlbsim::fake_apiserver {
namespace {

using api::Json;
using kube::WatchEventType;

http::Bytes make_line(WatchEventType type, const std::string& object) {
  std::string line;
  line.reserve(object.size() + 40);
  line.append(R"({"type":")").append(kube::name(type)).append(R"(","object":)").append(object).append("}\n");
  return std::make_shared<const std::string>(std::move(line));
}

// The empty list that the initial events fill, for clients that want to answer a list with them.
std::string list_blueprint(const Kind& kind, bool partial, const std::string& api_version) {
  if (kind.custom && !partial)
    return cel::encode_base64(
        fmt::format("{{\"apiVersion\":\"{}\",\"items\":[],\"kind\":\"{}\"}}\n", api_version, kind.list_kind));
  return cel::encode_base64(fmt::format("{{\"kind\":\"{}\",\"apiVersion\":\"{}\",\"metadata\":{{}},\"items\":null}}\n",
                                        partial ? "PartialObjectMetadataList" : kind.list_kind, api_version));
}

// A bookmark carries nothing but its revision, and the mark that ends the initial events.
Json bookmark(const Kind& kind, bool partial, const SharedEvent& event) {
  const std::string api_version = partial ? "meta.k8s.io/v1" : kind.at(event.version).api_version();
  Json metadata{{"resourceVersion", std::to_string(event.event.resource_version)}};
  if (partial || !kind.custom) metadata["creationTimestamp"] = nullptr;
  if (event.initial_end)
    metadata["annotations"] = {
        {"k8s.io/initial-events-end", "true"},
        {"kubernetes.io/initial-events-list-blueprint", list_blueprint(kind, partial, api_version)}};
  return {{"kind", partial ? std::string("PartialObjectMetadata") : std::string(kind.resource.kind)},
          {"apiVersion", api_version},
          {"metadata", std::move(metadata)}};
}

http::Bytes encode(const Kind& kind, Form form, const SharedEvent& event) {
  const kube::WatchEvent& change = event.event;
  if (change.type == WatchEventType::error)
    return make_line(change.type, api::dump_json(failure_status(*change.error)));
  if (change.type == WatchEventType::bookmark)
    return make_line(change.type, api::dump_json(bookmark(kind, form == Form::partial, event)));
  if (form == Form::partial) return make_line(change.type, api::dump_json(partial_metadata(*change.object)));
  return make_line(change.type, *change.object->encoded());
}

}  // namespace

void WatchSession::open(http::StreamWriter writer, std::shared_ptr<Stream> watch, std::function<void()> over) {
  over_ = std::move(over);
  writer_ = std::move(writer);
  watch_ = std::move(watch);
  if (!early_.empty()) writer_->write(std::make_shared<const std::string>(std::exchange(early_, {})));
  if (ended_) end();
}

http::Bytes WatchSession::table_line(const SharedEvent& event) {
  const kube::WatchEvent& change = event.event;
  const std::span<const kube::ObjectRef> rows(&change.object, 1);
  const bool columns = std::exchange(first_table_, false);
  return make_line(change.type, api::dump_json(table(*kind_, event.version, rows, change.resource_version, include_,
                                                     scheduler_.now(), columns)));
}

http::Bytes WatchSession::line(const SharedEvent& event) {
  if (form_ == Form::table && event.event.object && event.event.type != WatchEventType::bookmark)
    return table_line(event);
  const std::string_view key = form_ == Form::partial ? "partial" : "json";
  const auto known = std::ranges::find(event.encoded, key, &std::pair<std::string, http::Bytes>::first);
  if (known != event.encoded.end()) return known->second;
  return event.encoded.emplace_back(key, encode(*kind_, form_, event)).second;
}

void WatchSession::deliver(const EventRef& event) {
  const http::Bytes bytes = line(*event);
  if (writer_) writer_->write(bytes);
  else early_ += *bytes;
}

void WatchSession::end() {
  ended_ = true;
  if (!writer_) return;
  writer_->end();
  if (const auto over = std::exchange(over_, nullptr)) over();
}

}  // namespace nlbsim::fake_apiserver
