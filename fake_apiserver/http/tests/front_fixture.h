// The front over the real core, without a socket: requests in, responses and chunks out.
#pragma once

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <vector>

#include "fake_apiserver/http/kube_front.h"
#include "sim/choice.h"

namespace nlbsim::fake_apiserver {

using api::Json;

inline constexpr const char* kGateways = "/apis/gateway.networking.k8s.io/v1/namespaces/default/gateways";
inline constexpr const char* kGateway =
    R"({"apiVersion":"gateway.networking.k8s.io/v1","kind":"Gateway","metadata":{"name":"g"},
  "spec":{"gatewayClassName":"aws-nlb","listeners":[{"name":"tcp","port":80,"protocol":"TCP"}]}})";
inline constexpr const char* kConfigMaps = "/api/v1/namespaces/default/configmaps";

struct Client final : http::Connection {
  void send(http::Response response) override { answer = std::move(response); }
  void drop() override { dropped = true; }
  void open_stream(http::Response) override { streaming = true; }
  bool write(http::Bytes chunk) override {
    received += *chunk;
    return true;
  }
  void end_stream() override { ended = true; }
  bool is_open() const override { return !ended; }
  void on_close(std::function<void()> callback) override { closed = std::move(callback); }
  Json body() const { return Json::parse(*answer.body); }
  std::string message() const { return body()["message"].get<std::string>(); }
  std::vector<std::string> warnings() const {
    std::vector<std::string> out;
    for (const http::Header& header : answer.headers)
      if (header.first == "Warning") out.push_back(header.second);
    return out;
  }
  std::vector<Json> events() const {
    std::vector<Json> out;
    for (std::string_view rest = received; !rest.empty();) {
      const auto end = rest.find('\n');
      out.push_back(Json::parse(rest.substr(0, end)));
      rest.remove_prefix(end + 1);
    }
    return out;
  }
  http::Response answer;
  std::string received;
  bool streaming = false;
  bool ended = false;
  bool dropped = false;
  std::function<void()> closed;
};

class KubeFrontTest : public testing::Test {
 protected:
  std::shared_ptr<Client> ask(std::string method, std::string target, std::string body = "",
                              std::vector<http::Header> headers = {}) {
    http::Request request{std::move(method), std::move(target), std::move(headers), std::move(body)};
    auto client = std::make_shared<Client>();
    front.handle(request, http::Responder(client));
    return client;
  }
  std::shared_ptr<Client> create_gateway() { return ask("POST", kGateways, kGateway); }
  // A patch of that type: "merge-patch+json", "json-patch+json", ...
  std::shared_ptr<Client> patch(std::string target, std::string_view type, std::string body) {
    return ask("PATCH", std::move(target), std::move(body), {{"Content-Type", "application/" + std::string(type)}});
  }

  sim::FirstChooser chooser;
  sim::Journal journal;
  ApiServer core;
  sim::Scheduler scheduler{chooser};
  sim::Actor& kube = scheduler.start("kube");
  sim::Actor& wire = scheduler.start("wire");
  KubeServer server{scheduler, kube, journal, core};
  api::Pipeline pipeline{server};
  KubeFront front{pipeline, server, wire, "127.0.0.1:8001"};
};

}  // namespace nlbsim::fake_apiserver
