// SPDX-License-Identifier: GPL-3.0-or-later
#include "daemon/http/events.hpp"

#include <algorithm>
#include <boost/asio/post.hpp>
#include <boost/json/serialize.hpp>

#include "daemon/http/spawn.hpp"

namespace wardcast::http {
namespace {

EventText text_of(std::uint64_t seq, std::string_view type, boost::json::object fields) {
  boost::json::object message{{"seq", seq}, {"type", type}};
  for (auto& field : fields) message.emplace(field.key(), std::move(field.value()));
  return std::make_shared<const std::string>(boost::json::serialize(message));
}

}  // namespace

boost::asio::awaitable<EventText> EventClient::next() {
  while (queue_.empty() && leaving_ == Leaving::no) {
    wake_.expires_at(boost::asio::steady_timer::time_point::max());
    co_await wake_.async_wait(kUseResult);
  }
  if (leaving_ != Leaving::no) co_return nullptr;
  auto text = std::move(queue_.front());
  queue_.pop_front();
  co_return text;
}

void EventClient::leave(Leaving why, milliseconds limit) {
  if (leaving_ != Leaving::no) return;
  leaving_ = why;
  queue_.clear();
  wake_.cancel();
  deadline_.expires_after(limit);
  deadline_.async_wait([do_kill = kill](boost::system::error_code error) {
    if (!error) do_kill();
  });
}

Events::Events(const boost::asio::any_io_executor& executor, const Limits& limits, Snapshot onair)
    : executor_(executor), limits_(limits), onair_(std::move(onair)) {}

void Events::publish(std::string_view type, boost::json::object fields) {
  const auto text = text_of(++seq_, type, std::move(fields));
  for (const auto& client : clients_) {
    if (client->leaving_ != EventClient::Leaving::no) continue;
    if (client->queue_.size() >= limits_.events_queued) {
      client->leave(EventClient::Leaving::too_slow, limits_.event_close);
      continue;
    }
    client->queue_.push_back(text);
    client->wake_.cancel();
  }
}

void Events::post(std::string type, boost::json::object fields) {
  boost::asio::post(executor_, [this, kind = std::move(type), what = std::move(fields)]() mutable {
    publish(kind, std::move(what));
  });
}

std::shared_ptr<EventClient> Events::join(std::string key) {
  if (clients_.size() >= limits_.event_clients) return nullptr;
  auto client = std::make_shared<EventClient>(executor_, std::move(key));
  client->queue_.push_back(text_of(seq_, "snapshot", {{"onair", onair_()}}));
  clients_.push_back(client);
  return client;
}

void Events::part(const std::shared_ptr<EventClient>& client) {
  client->deadline_.cancel();
  std::erase(clients_, client);
}

std::vector<std::string> Events::keys() const {
  std::vector<std::string> all;
  for (const auto& client : clients_)
    if (!client->key_.empty() && std::find(all.begin(), all.end(), client->key_) == all.end())
      all.push_back(client->key_);
  return all;
}

bool Events::heard_by(std::string_view key) const {
  const auto listens = [key](const auto& client) { return client->key_ == key; };
  return !key.empty() && std::any_of(clients_.begin(), clients_.end(), listens);
}

void Events::drop(std::string_view key) {
  if (key.empty()) return;
  for (const auto& client : clients_)
    if (client->key_ == key) client->leave(EventClient::Leaving::logged_out, limits_.event_close);
}

void Events::stop() {
  for (const auto& client : clients_) client->leave(EventClient::Leaving::shutdown, limits_.event_close);
}

}  // namespace wardcast::http
