// SPDX-License-Identifier: GPL-3.0-or-later
#include "drivers/store/database.hpp"

#include <sqlite3.h>

#include <utility>

namespace wardcast::store {
namespace {

/// Long enough for any other writer (the command line adds one row); short enough that a person still waits for the
/// answer.
constexpr int kBusyMilliseconds = 5000;

}  // namespace

Error error_of(const SQLite::Exception& failure) {
  const std::string said = failure.what();
  switch (failure.getErrorCode() & 0xFF) {  // the extended codes carry the plain one in their low byte
    case SQLITE_FULL:
      return Error{ErrorCode::no_space, "The disk of the data folder is full; nothing was written."};
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
      return Error{ErrorCode::corrupt, "The database is damaged: " + said + "."};
    case SQLITE_CONSTRAINT:
      if (failure.getExtendedErrorCode() == SQLITE_CONSTRAINT_FOREIGNKEY) {
        return not_found("Something that this refers to is not in the database.");
      }
      return conflict("The database refused it: " + said + ".");
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      return Error{ErrorCode::unavailable, "Another program keeps the database busy; nothing was written."};
    case SQLITE_READONLY:
    case SQLITE_PERM:
    case SQLITE_CANTOPEN:
    case SQLITE_IOERR:
    case SQLITE_ABORT:
    case SQLITE_NOMEM:
      return Error{ErrorCode::unavailable, "The database cannot be used now: " + said + "."};
    default:
      return Error{ErrorCode::internal, "The database refused a statement: " + said + "."};
  }
}

Database::Database(const std::filesystem::path& file)
    : connection_(file.string(), SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE | SQLite::OPEN_NOMUTEX,
                  kBusyMilliseconds) {
  // Used by one thread at a time: no mutex is taken for every column read. FULL and not NORMAL: with NORMAL a power cut
  // takes acknowledged rows of the journal along.
  connection_.exec("PRAGMA journal_mode = WAL");
  connection_.exec("PRAGMA synchronous = FULL");
  set_up();
}

Database::Database(InMemory)
    : connection_(":memory:", SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE | SQLite::OPEN_URI, kBusyMilliseconds) {
  set_up();
}

void Database::set_up() {
  sqlite3_extended_result_codes(connection_.getHandle(), 1);
  connection_.exec("PRAGMA foreign_keys = ON");
  connection_.exec("PRAGMA trusted_schema = OFF");
}

Database::Query Database::query(std::string_view sql) {
  std::string text{sql};
  auto known = statements_.find(text);
  if (known == statements_.end()) {
    SQLite::Statement prepared{connection_, text};
    known = statements_.emplace(std::move(text), std::move(prepared)).first;
  }
  return Query{known->second};
}

bool Database::in_transaction() const { return sqlite3_get_autocommit(connection_.getHandle()) == 0; }

Database::Scope::Scope(Database& database) : database_(database), outermost_(database.depth_ == 0) {
  if (outermost_) {
    // IMMEDIATE: waits for another writer here, not at the first change, where waiting could not help.
    database_.execute("BEGIN IMMEDIATE");
  } else if (database_.in_transaction()) {
    database_.execute("SAVEPOINT part");
  } else {
    throw SQLite::Exception{"an earlier failure has undone the transaction", SQLITE_ABORT};
  }
  ++database_.depth_;
}

Database::Scope::~Scope() {
  --database_.depth_;
  if (!open_ || !database_.in_transaction()) return;
  // Nothing can be done about a failure to undo; the connection's next BEGIN would report it.
  if (outermost_) {
    (void)database_.connection_.tryExec("ROLLBACK");
  } else {
    (void)database_.connection_.tryExec("ROLLBACK TO part; RELEASE part");
  }
}

void Database::Scope::commit() {
  if (!database_.in_transaction()) {
    throw SQLite::Exception{"an earlier failure has undone the transaction", SQLITE_ABORT};
  }
  database_.execute(outermost_ ? "COMMIT" : "RELEASE part");
  open_ = false;
}

Database::Snapshot::Snapshot(Database& database) : database_(database) {
  if (database_.depth_ == 0) database_.execute("BEGIN");  // else the open transaction is the snapshot
  ++database_.depth_;
}

Database::Snapshot::~Snapshot() {
  --database_.depth_;
  if (database_.depth_ == 0 && database_.in_transaction()) (void)database_.connection_.tryExec("COMMIT");
}

Database::Query::~Query() {
  (void)statement_.tryReset();
  try {
    statement_.clearBindings();
  } catch (const SQLite::Exception&) {
    // Bindings are all replaced before the next use; keeping a text until then is no harm.
  }
}

}  // namespace wardcast::store
