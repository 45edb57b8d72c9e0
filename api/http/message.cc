#include "api/http/message.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace nlbsim::http {
namespace {

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

bool same_name(std::string_view a, std::string_view b) { return std::ranges::equal(a, b, {}, lower, lower); }

struct Reason {
  int status;
  std::string_view phrase;
};
constexpr std::array<Reason, 23> kReasons{{{100, "Continue"},
                                           {200, "OK"},
                                           {201, "Created"},
                                           {202, "Accepted"},
                                           {204, "No Content"},
                                           {304, "Not Modified"},
                                           {400, "Bad Request"},
                                           {401, "Unauthorized"},
                                           {403, "Forbidden"},
                                           {404, "Not Found"},
                                           {405, "Method Not Allowed"},
                                           {406, "Not Acceptable"},
                                           {408, "Request Timeout"},
                                           {409, "Conflict"},
                                           {410, "Gone"},
                                           {412, "Precondition Failed"},
                                           {413, "Request Entity Too Large"},
                                           {415, "Unsupported Media Type"},
                                           {422, "Unprocessable Entity"},
                                           {429, "Too Many Requests"},
                                           {431, "Request Header Fields Too Large"},
                                           {500, "Internal Server Error"},
                                           {503, "Service Unavailable"}}};

}  // namespace

std::string_view Request::header(std::string_view name) const {
  const auto found = std::ranges::find_if(headers, [&](const Header& header) { return same_name(header.first, name); });
  return found == headers.end() ? std::string_view() : std::string_view(found->second);
}

std::string_view reason_phrase(int status) {
  if (status == 504) return "Gateway Timeout";
  const auto found = std::ranges::find(kReasons, status, &Reason::status);
  return found == kReasons.end() ? "Unknown" : found->phrase;
}

std::string response_head(const Response& response, bool keep_alive, bool chunked) {
  std::string head;
  head.reserve(256);
  fmt::format_to(std::back_inserter(head), "HTTP/1.1 {} {}\r\n", response.status, reason_phrase(response.status));
  if (!response.content_type.empty()) head.append("Content-Type: ").append(response.content_type).append("\r\n");
  for (const auto& [name, value] : response.headers) head.append(name).append(": ").append(value).append("\r\n");
  if (chunked) head.append("Transfer-Encoding: chunked\r\n");
  else fmt::format_to(std::back_inserter(head), "Content-Length: {}\r\n", response.body ? response.body->size() : 0);
  if (!keep_alive) head.append("Connection: close\r\n");
  return head.append("\r\n");
}

Response Handler::refuse(int status, std::string_view why) {
  Response response;
  response.status = status;
  response.content_type = "text/plain; charset=utf-8";
  response.body = std::make_shared<const std::string>(std::string(why) + "\n");
  return response;
}

}  // namespace nlbsim::http
