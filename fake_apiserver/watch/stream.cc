#include "fake_apiserver/watch/stream.h"

#include "fake_apiserver/kube_server.h"

namespace nlbsim::fake_apiserver {

sim::Task<std::optional<kube::WatchEvent>> BufferedStream::next() {
  while (buffer_.empty() && !closed_) co_await changed_.wait();
  if (buffer_.empty()) co_return std::nullopt;
  const EventRef event = std::move(buffer_.front().event);
  buffer_.pop_front();
  co_return event->event;
}

void BufferedStream::arrive(const EventRef& event) {
  sim::Scheduler& scheduler = target().actor.scheduler();
  buffer_.push_back({event, scheduler.now()});
  changed_.notify(scheduler);
}

void BufferedStream::close() {
  closed_ = true;
  changed_.notify(target().actor.scheduler());
}

bool BufferedStream::overrun(const KubeServerConfig& config, sim::Instant now) const {
  return buffer_.size() > config.buffer_limit && now - buffer_.front().at >= config.patience;
}

}  // namespace nlbsim::fake_apiserver
