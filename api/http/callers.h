// Who calls: the actor that a request on the wire belongs to.
//
// A client is known by its token, sent as bearer token or as access key of AWS; one that sends no bearer token also by
// a product in its user agent that is called as the token or the client is ("lbc" in "lbc/v2.14.1 (linux/amd64)").
// Every other request belongs to whoever stands for everybody else. A value that is small to copy; the actors outlive
// it.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "api/http/message.h"

namespace nlbsim::sim {
class Actor;
}

namespace nlbsim::http {

// The text behind "Bearer" in an Authorization header; empty if it is none.
std::string_view bearer_token(const Request& request);

class Callers {
 public:
  // NOLINTNEXTLINE(google-explicit-constructor): one actor for all is what most servers have.
  Callers(sim::Actor& everybody) : everybody_(&everybody) {}
  // `called` is told of each request of that client before it is answered.
  void add(sim::Actor& actor, std::string token, std::function<void()> called = {});
  // `access_key`: of the signature, where the request has one.
  sim::Actor& of(const Request& request, std::string_view access_key = {}) const;

 private:
  struct Client {
    sim::Actor* actor;
    std::string token;
    std::function<void()> called;
  };
  sim::Actor* everybody_;
  std::vector<Client> clients_;
};

}  // namespace nlbsim::http
