// One watch on the wire: events become lines of a chunked answer, each encoded once for all who watch in the same form.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "api/http/message.h"
#include "fake_apiserver/http/negotiation.h"
#include "fake_apiserver/http/table.h"
#include "fake_apiserver/kube_server.h"

namespace nlbsim::fake_apiserver {

class WatchSession final : public WatchSink {
 public:
  // Tables count ages from `scheduler`'s clock.
  WatchSession(KindRef kind, Form form, IncludeObject include, const sim::Scheduler& scheduler)
      : kind_(std::move(kind)), form_(form), include_(include), scheduler_(scheduler) {}

  // Events that come before the stream is open wait for it. `over` is called once when the server has ended the watch.
  void open(http::StreamWriter writer, std::shared_ptr<Stream> watch, std::function<void()> over);
  void deliver(const EventRef& event) override;
  void end() override;
  void hang_up() { watch_.reset(); }  // the client has gone

 private:
  http::Bytes line(const SharedEvent& event);
  http::Bytes table_line(const SharedEvent& event);

  const KindRef kind_;
  const Form form_;
  const IncludeObject include_;
  const sim::Scheduler& scheduler_;
  bool first_table_ = true;
  bool ended_ = false;
  std::string early_;
  std::function<void()> over_;
  std::optional<http::StreamWriter> writer_;
  std::shared_ptr<Stream> watch_;
};

}  // namespace nlbsim::fake_apiserver
