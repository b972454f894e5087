// SPDX-License-Identifier: GPL-3.0-or-later
#include "daemon/editorial/repeats.hpp"

#include <boost/json/array.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <map>
#include <memory>
#include <mutex>
#include <utility>

#include "daemon/access/secrets.hpp"
#include "daemon/http/problem.hpp"

namespace wardcast::editorial {
namespace {
using http::Request;
using http::Response;

constexpr std::size_t kLongestKey = 200;
constexpr std::size_t kMostInMemory = 1000;
/// An answer just in time may still be on its way from one thread to another.
constexpr std::chrono::seconds kGrace{5};

/// Stands for what is asked, so that a key used for something else is noticed.
std::string fingerprint(const Request& request) {
  std::string text{http::to_string(request.verb)};
  text += ' ' + request.path + '\n';
  for (const auto& [name, value] : request.query) text += name + '=' + value + '\n';
  return access::secret_hash(text + boost::json::serialize(request.json));
}

std::optional<Response> refuse_key(const std::string& key) {
  if (key.size() <= kLongestKey) return std::nullopt;
  return http::problem(422, "Idempotency-Key is longer than 200 characters; send a random one, such as a UUID.");
}

Response other_request() {
  return http::problem(422, "This Idempotency-Key was used for another request; send a new one for each.");
}

bool worth_keeping(const Response& response) { return response.status < 300 && !response.later; }

store::KeptAnswer kept(const Request& request, const Response& response) {
  boost::json::array headers;
  for (const auto& [name, value] : response.headers) headers.push_back(boost::json::array{name, value});
  return {.who = request.who().name,
          .key = request.idempotency_key,
          .request = fingerprint(request),
          .at = request.now.wall,
          .status = response.status,
          .content_type = response.content_type,
          .headers = boost::json::serialize(headers),
          .body = response.body};
}

Response again(const store::KeptAnswer& answer) {
  Response response;
  response.status = answer.status;
  response.content_type = answer.content_type;
  response.body = answer.body;
  const auto headers = boost::json::parse(answer.headers);
  for (const auto& header : headers.as_array())
    response.headers.emplace_back(header.at(0).as_string(), header.at(1).as_string());
  response.headers.emplace_back("Idempotency-Replayed", "true");
  return response;
}

Response on_desk(const Deps& deps, const Request& request, const http::Handler& handler) {
  if (const auto before = deps.store.kept_answer(request.who().name, request.idempotency_key)) {
    if (before->at + kKeptAnswer > request.now.wall && before->at <= request.now.wall + kKeptAnswer)
      return before->request == fingerprint(request) ? again(*before) : other_request();
  }
  Response response;
  const auto done = deps.store.atomically([&]() -> Result<void> {
    response = handler(request);
    if (!worth_keeping(response)) return {};
    if (auto forgotten = deps.store.forget_answers(request.now.wall - kKeptAnswer); !forgotten) return forgotten;
    return deps.store.keep_answer(kept(request, response));
  });
  return done ? response : http::problem(done.error());
}

/// Answers of the io thread. Replies come from any thread.
class Memory {
 public:
  std::optional<store::KeptAnswer> find(const Request& request) {
    const std::lock_guard lock{mutex_};
    const auto found = answers_.find({request.who().name, request.idempotency_key});
    if (found == answers_.end() || found->second.at + kKeptAnswer <= request.now.wall) return std::nullopt;
    return found->second;
  }
  /// False while the same key waits for its first answer.
  bool begin(const Request& request) {
    const std::lock_guard lock{mutex_};
    auto& until = waiting_.try_emplace({request.who().name, request.idempotency_key}).first->second;
    if (until > request.now.steady) return false;
    until = SteadyTime::max();
    return true;
  }
  /// The answer comes within this time or never: whoever was to give it may have failed, and a key must not be lost to
  /// that for good.
  void expect(const Request& request, milliseconds within) {
    const std::lock_guard lock{mutex_};
    const auto waits = waiting_.find({request.who().name, request.idempotency_key});
    if (waits != waiting_.end()) waits->second = request.now.steady + within + kGrace;
  }
  void keep(const Request& request, const Response& response) {
    const std::lock_guard lock{mutex_};
    waiting_.erase({request.who().name, request.idempotency_key});
    if (!worth_keeping(response)) return;
    if (answers_.size() >= kMostInMemory)
      std::erase_if(answers_, [&](const auto& one) { return one.second.at + kKeptAnswer <= request.now.wall; });
    if (answers_.size() >= kMostInMemory) return;  // nobody raises a thousand emergencies a day
    answers_.insert_or_assign({request.who().name, request.idempotency_key}, kept(request, response));
  }

 private:
  std::mutex mutex_;
  using Key = std::pair<std::string, std::string>;
  std::map<Key, store::KeptAnswer> answers_;  // guarded by mutex_
  std::map<Key, SteadyTime> waiting_;         // guarded by mutex_: until when at most
};

Response on_station(const std::shared_ptr<Memory>& memory, const Request& request, const http::Handler& handler) {
  if (const auto before = memory->find(request))
    return before->request == fingerprint(request) ? again(*before) : other_request();
  if (!memory->begin(request))
    return http::problem(409, "The same request is still being answered; wait, and ask again with the same key.");
  Response response;
  try {
    response = handler(request);
  } catch (...) {
    memory->keep(request, http::problem(500, ""));  // not kept: the key is free again
    throw;
  }
  if (!response.later) {
    memory->keep(request, response);
    return response;
  }
  auto later = *response.later;
  memory->expect(request, later.wait);
  const auto asked = std::make_shared<const Request>(request);
  later.start = [memory, asked, start = std::move(later.start)](const http::Reply& reply) {
    start([memory, asked, reply](Response final_answer) {
      memory->keep(*asked, final_answer);
      reply(std::move(final_answer));
    });
  };
  response.later = std::make_shared<const http::Later>(std::move(later));
  return response;
}

}  // namespace

http::Route once_only(const Deps& deps, http::Route route) {
  const bool secret = route.permission.kind != http::Permission::Kind::action ||
                      route.permission.action == access::Action::manage_accounts ||
                      route.permission.action == access::Action::see_self;
  if (route.verb != http::Verb::post || route.body != http::Body::json || secret) return route;
  const bool desk = route.run == http::Run::desk;
  route.handler = [&deps, desk, handler = std::move(route.handler),
                   memory = std::make_shared<Memory>()](const Request& request) {
    if (request.idempotency_key.empty()) return handler(request);
    if (auto refusal = refuse_key(request.idempotency_key)) return *refusal;
    return desk ? on_desk(deps, request, handler) : on_station(memory, request, handler);
  };
  return route;
}

}  // namespace wardcast::editorial
