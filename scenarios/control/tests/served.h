// A served world on the loopback device and clients of it: the servers turn on one thread, the test's client on
// another. No test waits for a time to pass: whatever it waits for is an answer, or a line of a watch.
#pragma once

#include <gtest/gtest.h>
#include <httplib.h>

#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <charconv>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "api/json/json.h"
#include "scenarios/control/serve.h"
#include "sim/parallel/parallel.h"

namespace nlbsim::scenarios {

using api::Json;

// What a JSON pointer (RFC 6901) points at, or null.
inline const Json* pointed_at(const Json& document, std::string_view pointer) {
  const Json* at = &document;
  while (at && !pointer.empty()) {
    std::string token(pointer.substr(1, pointer.find('/', 1) - 1));
    pointer.remove_prefix(token.size() + 1);
    for (std::size_t i = token.find('~'); i != token.npos; i = token.find('~', i + 1))
      token.replace(i, 2, token[i + 1] == '1' ? "/" : "~");
    std::size_t index = 0;
    if (at->is_object()) {
      const auto member = at->find(token);
      at = member == at->end() ? nullptr : &*member;
    } else if (std::from_chars(token.data(), token.data() + token.size(), index).ec == std::errc() &&
               index < at->size()) {
      at = &(*at)[index];
    } else {
      at = nullptr;
    }
  }
  return at;
}

class ServedTest : public testing::Test {
 protected:
  static ServeSettings any_port() {
    ServeSettings settings;
    settings.kube_listen = "127.0.0.1:0";
    settings.aws_listen = "127.0.0.1:0";
    return settings;
  }
  // Serves until the client function has returned.
  void serve(const ServeSettings& settings, const std::function<void()>& client) {
    auto started = ServedWorld::start(io, settings);
    ASSERT_TRUE(started) << started.error().message;
    served = *std::move(started);
    const auto side = [&](std::size_t which) {
      if (which == 0) {
        io.run();
        return;
      }
      client();
      boost::asio::post(io, [&] {
        served->stop();
        io.stop();
      });
    };
    sim::parallel_for(2, 2, side);
  }
  httplib::Client kube() const { return connect(served->kube_address()); }
  httplib::Client aws() const { return connect(served->aws_address()); }

  boost::asio::io_context io{1};
  std::unique_ptr<ServedWorld> served;

 private:
  static httplib::Client connect(const std::string& address) {
    httplib::Client client("http://" + address);
    client.set_keep_alive(true);
    client.set_tcp_nodelay(true);
    client.set_read_timeout(60);
    return client;
  }
};

// One request, and what its answer must be. "${name/pointer}" in path, body and expectations stands for a value in the
// answer of the exchange of that name.
struct Exchange {
  std::string name;
  std::string method;
  std::string path;
  std::string type;  // of the body; empty: application/json if there is a body
  std::string body;
  int status = 200;
  // JSON pointer -> JSON text; "-": absent; "~text": contains the text; "*": there. The pointer "" with "~" looks at
  // the whole body.
  std::vector<std::pair<std::string, std::string>> expect;
  std::string accept = "application/json";
  std::vector<std::pair<std::string, std::string>> headers{};  // besides, or in place of our own
};

class Script {
 public:
  explicit Script(httplib::Client& client) : client_(client) {}

  void play(const std::vector<Exchange>& exchanges) {
    for (const Exchange& exchange : exchanges) play(exchange);
  }
  void play(const Exchange& exchange) {
    SCOPED_TRACE(exchange.name);
    httplib::Request request;
    request.method = exchange.method;
    request.path = fill(exchange.path);
    request.body = fill(exchange.body);
    request.set_header("Accept", std::string(exchange.accept));
    request.set_header("User-Agent", "exchange/1.0");
    for (const auto& [name, value] : exchange.headers) {
      request.headers.erase(name);
      request.set_header(name.c_str(), value);
    }
    if (!request.body.empty())
      request.set_header("Content-Type", exchange.type.empty() ? "application/json" : std::string(exchange.type));
    const httplib::Result result = client_.send(request);
    ASSERT_TRUE(result) << "no answer to " << request.path;
    EXPECT_EQ(result->status, exchange.status) << request.method << ' ' << request.path << ": " << result->body;
    Json body = api::parse_json(result->body).value_or(Json(result->body));
    for (const auto& [pointer, wanted] : exchange.expect) check(body, std::string(pointer), fill(wanted));
    answers_[std::string(exchange.name)] = std::move(body);
    ++played_;
  }
  int played() const { return played_; }
  // Of the exchange of that name.
  const Json& answer(const std::string& name) { return answers_[name]; }
  std::string fill(std::string_view text) const {
    std::string out;
    for (;;) {
      const auto open = text.find("${");
      out.append(text.substr(0, open));
      if (open == text.npos) return out;
      const auto close = text.find('}', open);
      const std::string_view reference = text.substr(open + 2, close - open - 2);
      const auto slash = reference.find('/');
      const auto answer = answers_.find(std::string(reference.substr(0, slash)));
      const Json* value = answer == answers_.end() ? nullptr : pointed_at(answer->second, reference.substr(slash));
      if (!value) {
        ADD_FAILURE() << "nothing is known as " << reference;
        return out;
      }
      out.append(value->is_string() ? value->get<std::string>() : value->dump());
      text.remove_prefix(close + 1);
    }
  }

 private:
  static void check(const Json& body, const std::string& pointer, const std::string& wanted) {
    const Json* found = pointed_at(body, pointer);
    if (wanted == "-") {
      EXPECT_EQ(found, nullptr) << pointer << " is there: " << body.dump();
      return;
    }
    ASSERT_NE(found, nullptr) << pointer << " is missing in " << body.dump();
    const Json& value = *found;
    if (wanted == "*") return;
    if (wanted.starts_with("~")) {
      const std::string text = value.is_string() ? value.get<std::string>() : value.dump();
      EXPECT_NE(text.find(wanted.substr(1)), text.npos) << pointer << ": " << text << " lacks " << wanted.substr(1);
      return;
    }
    EXPECT_EQ(value, Json::parse(wanted)) << pointer << " in " << body.dump();
  }

  httplib::Client& client_;
  std::map<std::string, Json> answers_;
  int played_ = 0;
};

// The events of a watch, read until `enough` says so; the connection is then closed.
inline std::vector<Json> read_watch(httplib::Client& client, const std::string& path,
                                    const std::function<bool(const std::vector<Json>&)>& enough) {
  std::vector<Json> events;
  std::string rest;
  client.Get(path.c_str(), [&](const char* data, std::size_t size) {
    rest.append(data, size);
    for (auto end = rest.find('\n'); end != rest.npos; end = rest.find('\n')) {
      events.push_back(api::parse_json(rest.substr(0, end)).value_or(Json()));
      rest.erase(0, end + 1);
      if (enough(events)) return false;
    }
    return true;
  });
  return events;
}

}  // namespace nlbsim::scenarios
