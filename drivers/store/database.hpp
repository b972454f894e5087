// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <SQLiteCpp/SQLiteCpp.h>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <unordered_map>
#include <vector>

#include "base/result.hpp"
#include "drivers/store/columns.hpp"

// For the files of this folder only: the one place that speaks SQLite.
namespace wardcast::store {

/// What a person is told of a failure of SQLite.
Error error_of(const SQLite::Exception& failure);

/// One connection, its transactions and its prepared statements. One thread at a time.
class Database {
 public:
  class Query;
  class Snapshot;

  /// Opens or creates the file and sets the connection up. Throws SQLite::Exception.
  explicit Database(const std::filesystem::path& file);
  /// A database in memory that may attach others by URI. Throws SQLite::Exception.
  struct InMemory {};
  explicit Database(InMemory);
  Database(const Database&) = delete;
  Database& operator=(const Database&) = delete;

  /// A statement, prepared once and kept. Values are bound, never written into `sql`.
  Query query(std::string_view sql);
  /// Several statements without parameters. Throws SQLite::Exception.
  void execute(const char* sql) { connection_.exec(sql); }
  [[nodiscard]] std::int64_t last_id() const { return connection_.getLastInsertRowid(); }

  /// Runs `work`, which returns a Result, in a transaction, or in a part of the one that is open. An error, or a
  /// failure of SQLite, which becomes one, undoes what the work changed; so does an exception, which passes on.
  template <class Work>
  auto change(Work&& work) -> std::invoke_result_t<Work> {
    try {
      Scope scope{*this};
      auto result = work();
      if (!result.has_error()) scope.commit();
      return result;
    } catch (const SQLite::Exception& failure) {
      return error_of(failure);
    }
  }

 private:
  void set_up();
  class Scope {
   public:
    explicit Scope(Database& database);
    ~Scope();
    Scope(const Scope&) = delete;
    Scope& operator=(const Scope&) = delete;
    void commit();

   private:
    Database& database_;
    const bool outermost_;
    bool open_ = true;
  };

  /// SQLite undoes a whole transaction by itself after some errors; nothing may then slip in outside of it.
  [[nodiscard]] bool in_transaction() const;

  SQLite::Database connection_;
  std::unordered_map<std::string, SQLite::Statement> statements_;  // after connection_: must go before it
  int depth_ = 0;
};

/// While it lives, several queries see the same state, whatever another process writes. Throws SQLite::Exception.
class Database::Snapshot {
 public:
  explicit Snapshot(Database& database);
  ~Snapshot();
  Snapshot(const Snapshot&) = delete;
  Snapshot& operator=(const Snapshot&) = delete;

 private:
  Database& database_;
};

/// A prepared statement in use; made ready for the next use when it goes. Not to be nested with another use of the same
/// text.
class Database::Query {
 public:
  explicit Query(SQLite::Statement& statement) : statement_(statement) {}
  ~Query();
  Query(const Query&) = delete;
  Query& operator=(const Query&) = delete;

  /// Values for ?1, ?2, …
  template <class... Values>
  Query& bind(const Values&... values) {
    int index = 0;
    (columns::bind(statement_, ++index, values), ...);
    return *this;
  }
  /// For statements whose parameters depend on what is asked: `index` counts from 1.
  template <class Value>
  Query& bind_at(int index, const Value& value) {
    columns::bind(statement_, index, value);
    return *this;
  }
  /// Goes to the next row; false after the last.
  bool step() { return statement_.executeStep(); }
  /// For a statement without rows: the number of rows it changed.
  int run() { return statement_.exec(); }
  /// The row's columns, in order.
  template <class... Values>
  void read(Values&... values) {
    // Kept from row to row: making one counts references.
    while (columns_.size() < sizeof...(values))
      columns_.push_back(statement_.getColumn(static_cast<int>(columns_.size())));
    std::size_t index = 0;
    (columns::read(columns_[index++], values), ...);
  }

 private:
  SQLite::Statement& statement_;
  std::vector<SQLite::Column> columns_;
};

}  // namespace wardcast::store
