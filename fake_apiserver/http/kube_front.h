// The Kubernetes side of the wire: paths, verbs, content negotiation and watch framing over the API server's core.
//
// Requests become the operations of api/kube and go through the pipeline, so faults and delays reach wire clients; a
// watch attaches to the server directly. JSON or YAML over HTTP/1.1; objects go out as their stored bytes. What is not
// here is a proper 404, 405, 406 or 415.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "api/http/callers.h"
#include "api/http/message.h"
#include "api/pipeline.h"
#include "fake_apiserver/http/access.h"
#include "fake_apiserver/http/resource_request.h"
#include "fake_apiserver/http/watch_session.h"
#include "fake_apiserver/kube_server.h"

namespace nlbsim::fake_apiserver {

class KubeFront final : public http::Handler {
 public:
  // `callers` says to which actor a request belongs; `address` is what discovery says of the server. Everything
  // referred to outlives the front.
  KubeFront(api::Pipeline& pipeline, KubeServer& server, http::Callers callers, std::string address);
  ~KubeFront() override;
  void handle(http::Request& message, http::Responder responder) override;
  http::Response refuse(int status, std::string_view why) override;
  std::size_t open_watches() const { return watches_.size() + gone_.size(); }
  // What discovery says of the server from now on: a free port is known only when the server listens.
  void set_address(std::string address) { address_ = std::move(address); }
  // How many times faster the world's clock runs than that of the clients: a watch's timeout is theirs. 1 unless set.
  void set_pace(std::uint32_t pace) { pace_ = pace; }
  // Users with rights of their own. Before requests come.
  void set_users(Users users) { users_ = std::move(users); }

 private:
  struct Deletion;
  void answer_resource(const http::Request& message, ResourceRequest request, const http::Responder& responder);
  void answer_collection(const http::Request& message, ResourceRequest request, const http::Responder& responder);
  void answer_object(const http::Request& message, ResourceRequest request, const http::Responder& responder);
  void act(const http::Request& message, ResourceRequest request, const http::Responder& responder);
  void evict(const http::Request& message, const ResourceRequest& request, const http::Responder& responder);
  void bind(const http::Request& message, const ResourceRequest& request, const http::Responder& responder);
  void answer_scale(const http::Request& message, ResourceRequest request, const http::Responder& responder);
  void rescale(const api::Json& scale, const ResourceRequest& request, const http::Responder& responder);
  void watch(std::string_view accept, ResourceRequest request, const http::Responder& responder);
  void list(const ResourceRequest& request, const http::Responder& responder);
  void remove(const http::Request& message, const ResourceRequest& request, const http::Responder& responder);
  void remove_collection(const http::Request& message, const ResourceRequest& request,
                         const http::Responder& responder);
  void remove_next(std::shared_ptr<Deletion> deletion);
  void removed(const std::shared_ptr<Deletion>& deletion, const api::Result<void>& result);
  // Calls an operation whose response is one object and answers with that.
  template <class Op>
  void call_for_object(typename Op::Request operation, const ResourceRequest& request,
                       const http::Responder& responder);
  http::Response object_response(const ResourceRequest& request, const kube::ObjectRef& object, int status) const;
  void forget(const std::shared_ptr<WatchSession>& session);
  void sweep();
  static api::CallContext context(const ResourceRequest& request);

  api::Pipeline& pipeline_;
  KubeServer& server_;
  const http::Callers callers_;
  std::string address_;
  std::uint32_t pace_ = 1;
  Users users_;
  std::vector<std::shared_ptr<WatchSession>> watches_;
  std::vector<std::shared_ptr<WatchSession>> gone_;  // dropped in a step of their own, never inside a delivery
};

}  // namespace nlbsim::fake_apiserver
