#include "fake_aws/query/wire_operation.h"

#include <algorithm>

#include "fake_aws/query/xml_text.h"

namespace nlbsim::fake_aws {
namespace {

struct StringWriter final : pugi::xml_writer {
  std::string text;
  void write(const void* data, std::size_t size) override { text.append(static_cast<const char*>(data), size); }
};

void put(pugi::xml_node node, const char* name, std::string_view value) {
  node.append_child(name).text().set(std::string(value).c_str());
}

}  // namespace

std::string xml_text(const pugi::xml_document& document) {
  StringWriter writer;
  document.save(writer, "", pugi::format_raw | pugi::format_no_declaration, pugi::encoding_utf8);
  return std::move(writer.text);
}

const WireOperation* find_wire_operation(std::span<const WireOperation> operations, std::string_view name) {
  const auto found = std::ranges::lower_bound(operations, name, {}, &WireOperation::name);
  return found != operations.end() && found->name == name ? &*found : nullptr;
}

std::string query_error(std::string_view xml_namespace, const sim::Error& error, std::string_view request_id) {
  pugi::xml_document document;
  pugi::xml_node root = document.append_child("ErrorResponse");
  root.append_attribute("xmlns").set_value(std::string(xml_namespace).c_str());
  pugi::xml_node node = root.append_child("Error");
  put(node, "Type", error.http_status >= 500 ? "Receiver" : "Sender");
  put(node, "Code", error.code);
  put(node, "Message", error.message);
  put(root, "RequestId", request_id);
  return xml_text(document);
}

std::string ec2_error(const sim::Error& error, std::string_view request_id) {
  pugi::xml_document document;
  pugi::xml_node root = document.append_child("Response");
  pugi::xml_node node = root.append_child("Errors").append_child("Error");
  put(node, "Code", error.code);
  put(node, "Message", error.message);
  put(root, "RequestID", request_id);
  return xml_text(document);
}

}  // namespace nlbsim::fake_aws
