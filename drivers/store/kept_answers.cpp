// SPDX-License-Identifier: GPL-3.0-or-later
#include "drivers/store/kept_answers.hpp"

namespace wardcast::store {

Result<void> KeptAnswers::keep(const KeptAnswer& answer) {
  return database_.change([&]() -> Result<void> {
    auto insert = database_.query(
        "INSERT OR REPLACE INTO kept_answers (who, key, request, at, status, content_type, headers, body) "
        "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)");
    (void)insert
        .bind(answer.who, answer.key, answer.request, answer.at, answer.status, answer.content_type, answer.headers,
              answer.body)
        .run();
    return {};
  });
}

std::optional<KeptAnswer> KeptAnswers::find(std::string_view who, std::string_view key) {
  auto query = database_.query(
      "SELECT who, key, request, at, status, content_type, headers, body FROM kept_answers "
      "WHERE who = ?1 AND key = ?2");
  query.bind(who, key);
  if (!query.step()) return std::nullopt;
  KeptAnswer answer;
  query.read(answer.who, answer.key, answer.request, answer.at, answer.status, answer.content_type, answer.headers,
             answer.body);
  return answer;
}

Result<void> KeptAnswers::forget(WallTime before) {
  return database_.change([&]() -> Result<void> {
    auto remove = database_.query("DELETE FROM kept_answers WHERE at <= ?1");
    (void)remove.bind(before).run();
    return {};
  });
}

}  // namespace wardcast::store
