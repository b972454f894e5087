// SPDX-License-Identifier: GPL-3.0-or-later
#include "drivers/store/sqlite_store.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>
#include <utility>

#include "drivers/store/audit.hpp"
#include "drivers/store/emergencies.hpp"
#include "drivers/store/faults.hpp"
#include "drivers/store/holiday_calendars.hpp"
#include "drivers/store/imported_log.hpp"
#include "drivers/store/items.hpp"
#include "drivers/store/journal.hpp"
#include "drivers/store/kept_answers.hpp"
#include "drivers/store/lines.hpp"
#include "drivers/store/migrations.hpp"
#include "drivers/store/people.hpp"
#include "drivers/store/plan_copy.hpp"
#include "drivers/store/programmes.hpp"
#include "drivers/store/sweeps.hpp"
#include "drivers/store/ward_plan.hpp"

namespace wardcast::store {
namespace {

/// The parts of the store over one connection. Each call goes to the part that knows its subject.
class SqliteStore final : public Store {
 public:
  explicit SqliteStore(const std::filesystem::path& file) : database_(file) {}
  explicit SqliteStore(Database::InMemory in_memory) : database_(in_memory) {}

  Result<void> bring_forward() {
    if (auto migrated = migrate(database_); !migrated) return migrated;
    return audit_.chain_earlier();
  }
  Result<void> take_plan(const std::filesystem::path& file) { return take_plan_over(database_, file); }

  Result<User> add_user(User user) override { return people_.add_user(std::move(user)); }
  Result<void> update_user(const User& user) override { return people_.update_user(user); }
  std::optional<User> user_by_name(std::string_view name) override { return people_.user_by_name(name); }
  std::optional<User> user(UserId id) override { return people_.user(id); }
  std::vector<User> users() override { return people_.users(); }
  Result<Token> add_token(Token token) override { return people_.add_token(std::move(token)); }
  std::optional<Token> token_by_hash(std::string_view hash) override { return people_.token_by_hash(hash); }
  std::vector<Token> tokens() override { return people_.tokens(); }
  Result<void> revoke_token(std::int64_t id) override { return people_.revoke_token(id); }
  Result<void> token_used(std::int64_t id, WallTime at) override { return people_.token_used(id, at); }
  Result<void> add_session(const Session& session) override { return people_.add_session(session); }
  std::optional<Session> session_by_hash(std::string_view hash) override { return people_.session_by_hash(hash); }
  std::vector<Session> user_sessions(UserId user) override { return people_.user_sessions(user); }
  std::optional<Session> session(std::int64_t id) override { return people_.session(id); }
  Result<void> session_seen(std::string_view hash, WallTime at) override { return people_.session_seen(hash, at); }
  Result<void> remove_session(std::string_view hash) override { return people_.remove_session(hash); }
  Result<void> remove_user_sessions(UserId user) override { return people_.remove_user_sessions(user); }
  Result<void> remove_expired_sessions(WallTime now) override { return people_.remove_expired_sessions(now); }

  Result<Item> add_item(Item item) override { return items_.add_item(std::move(item)); }
  Result<void> update_item(const Item& item) override { return items_.update_item(item); }
  std::optional<Item> item(ItemId id) override { return items_.item(id); }
  std::vector<Item> items(const ItemFilter& filter) override { return items_.items(filter); }
  int count_items(const ItemFilter& filter) override { return items_.count_items(filter); }
  std::vector<WordUse> words_of_items(ItemField field, const std::optional<ItemOwner>& owner, int most) override {
    return items_.words_of_items(field, owner, most);
  }
  std::vector<Item> items_by_id(const std::vector<ItemId>& ids) override { return items_.items_by_id(ids); }
  std::vector<Item> messages(int most) override { return items_.messages(most); }
  std::optional<ItemId> first_item_with_media(std::string_view media) override {
    return items_.first_item_with_media(media);
  }

  Result<ProgrammeRow> add_programme(std::string document) override {
    return programmes_.add_programme(std::move(document));
  }
  Result<void> update_programme(const ProgrammeRow& row) override { return programmes_.update_programme(row); }
  Result<void> remove_programme(std::int64_t id) override { return programmes_.remove_programme(id); }
  std::optional<ProgrammeRow> programme(std::int64_t id) override { return programmes_.programme(id); }
  std::vector<ProgrammeRow> programmes() override { return programmes_.programmes(); }
  Result<void> put_edition_change(const EditionChangeRow& row) override { return programmes_.put_edition_change(row); }
  std::vector<EditionChangeRow> edition_changes() override { return programmes_.edition_changes(); }
  Result<void> put_holiday_calendar(const HolidayCalendarRow& row) override { return calendars_.put(row); }
  Result<void> remove_holiday_calendar(std::string_view name) override { return calendars_.remove(name); }
  std::vector<HolidayCalendarRow> holiday_calendars() override { return calendars_.all(); }

  Result<void> append(const Airing& airing) override { return journal_.append(airing); }
  Result<void> append(const Segment& segment) override { return journal_.append(segment); }
  Result<void> append(const Skip& skip) override { return journal_.append(skip); }
  Result<void> append(const ZoneChange& change) override { return journal_.append(change); }
  Result<void> append(const AiringEnd& end) override { return journal_.append(end); }
  Result<void> append(const Emergency& emergency) override { return emergencies_.append(emergency); }
  Result<void> append(const EmergencyAcknowledgement& acknowledged) override {
    return emergencies_.append(acknowledged);
  }
  std::vector<EmergencyRecord> emergencies(int most) override { return emergencies_.newest(most); }
  Result<void> checkpoint(const std::vector<Checkpoint>& running, const std::vector<RtpBase>& sessions) override {
    return journal_.checkpoint(running, sessions);
  }
  Result<std::int64_t> begin_run(WallTime now) override { return journal_.begin_run(now); }
  std::vector<AsRun> as_run(CivilDate from, CivilDate to) override {
    return reader_.as_run(from, to, AsRunReader::Fields::all);
  }
  std::vector<AsRun> as_run_to_count(CivilDate from, CivilDate to) override {
    return reader_.as_run(from, to, AsRunReader::Fields::counted);
  }
  std::vector<AsRun> unfinished() override { return reader_.unfinished(); }
  std::optional<AsRun> airing(std::string_view id) override { return reader_.airing(id); }
  std::vector<AiredItem> aired_before(const std::vector<AiredItem>& candidates, CivilDate date) override {
    return reader_.aired_before(candidates, date);
  }

  Result<void> append(const ImportedRow& row) override { return imported_.append(row); }
  std::vector<ImportedRow> imported_rows(CivilDate from, CivilDate to) override { return imported_.rows(from, to); }
  Result<ItemId> imported_item(const ImportedRow& row) override { return imported_.item(row); }
  Result<std::int64_t> imported_programme(std::string_view name) override { return imported_.programme(name); }
  bool aired_here(std::string_view local_date, WallTime planned_start, std::string_view title) override {
    return imported_.aired_here(local_date, planned_start, title);
  }

  std::optional<WallTime> newest_entry() override { return reader_.newest_entry(); }

  Result<void> append(const FaultOpened& fault) override { return faults_.append(fault); }
  Result<void> append(const FaultEvent& event) override { return faults_.append(event); }
  std::vector<FaultHistory> faults(int newest) override { return faults_.faults(newest); }
  std::vector<FaultHistory> faults_of(CivilDate from, CivilDate to) override { return faults_.faults_of(from, to); }
  std::optional<FaultHistory> fault(std::int64_t id) override { return faults_.fault(id); }
  std::int64_t newest_fault() override { return faults_.newest_fault(); }
  std::int64_t faults_found(CivilDate from, CivilDate to) override { return faults_.faults_found(from, to); }
  Result<bool> warned(std::string_view edition, std::string_view stage, WallTime at,
                      std::string_view warnings) override {
    return faults_.warned(edition, stage, at, warnings);
  }

  Result<void> put_plan_place(const PlanPlace& place) override { return ward_plan_.put(place); }
  Result<void> remove_plan_place(std::string_view speaker) override { return ward_plan_.remove(speaker); }
  std::vector<PlanPlace> plan_places() override { return ward_plan_.all(); }

  Result<void> append(const LineReference& reference) override { return lines_.append(reference); }
  Result<void> append(const Measurement& measurement) override { return lines_.append(measurement); }
  Result<void> append(const Sweep& sweep) override { return sweeps_.append(sweep); }
  Result<void> append(const SweepEnd& end) override { return sweeps_.append(end); }
  Result<void> append(const SweepRemark& remark) override { return sweeps_.append(remark); }
  std::vector<LineReference> line_references() override { return lines_.references(); }
  std::vector<LineReference> line_references(std::string_view line) override { return lines_.references(line); }
  std::vector<Measurement> measurements(std::string_view line, std::int64_t before, int limit) override {
    return lines_.measurements(line, before, limit);
  }
  std::vector<Measurement> sweep_measurements(std::string_view sweep) override { return lines_.of_sweep(sweep); }
  std::vector<SweepRecord> sweeps(CivilDate from, CivilDate to) override { return sweeps_.sweeps(from, to); }
  std::optional<SweepRecord> sweep(std::string_view id) override { return sweeps_.sweep(id); }
  std::vector<SweepRemark> sweep_remarks(std::string_view sweep) override { return sweeps_.remarks(sweep); }
  std::int64_t sweeps_held(CivilDate from, CivilDate to) override { return sweeps_.held(from, to); }

  std::vector<RtpBase> rtp_bases() override { return journal_.rtp_bases(); }
  std::optional<std::string> setting(std::string_view key) override { return programmes_.setting(key); }
  Result<void> put_setting(std::string_view key, std::string_view value) override {
    return programmes_.put_setting(key, value);
  }

  Result<void> append(const AuditEntry& entry) override { return audit_.append(entry); }
  std::vector<AuditEntry> audit(std::int64_t after, int limit) override { return audit_.audit(after, limit); }
  std::vector<AuditEntry> audit(const AuditFilter& filter) override { return audit_.audit(filter); }
  Result<AuditVerdict> verify_audit(std::int64_t noted) override { return audit_.verify(noted); }

  Result<void> keep_answer(const KeptAnswer& answer) override { return answers_.keep(answer); }
  std::optional<KeptAnswer> kept_answer(std::string_view who, std::string_view key) override {
    return answers_.find(who, key);
  }
  Result<void> forget_answers(WallTime before) override { return answers_.forget(before); }

  Result<void> atomically(const std::function<Result<void>()>& work) override { return database_.change(work); }

 private:
  Database database_;
  People people_{database_};
  Items items_{database_};
  Programmes programmes_{database_};
  HolidayCalendars calendars_{database_};
  Journal journal_{database_};
  AsRunReader reader_{database_};
  ImportedLog imported_{database_};
  Faults faults_{database_};
  Emergencies emergencies_{database_};
  Lines lines_{database_};
  Sweeps sweeps_{database_};
  WardPlan ward_plan_{database_};
  Audit audit_{database_};
  KeptAnswers answers_{database_};
};

/// A file descriptor and, with it, the lock taken through it.
class Descriptor {
 public:
  explicit Descriptor(int number) : number_(number) {}
  ~Descriptor() {
    if (number_ >= 0) (void)::close(number_);
  }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  [[nodiscard]] int number() const { return number_; }

 private:
  int number_;
};

Error cannot(const std::string& what, const std::filesystem::path& path, const std::error_code& why) {
  return Error{why == std::errc::no_space_on_device ? ErrorCode::no_space : ErrorCode::unavailable,
               "Cannot " + what + " " + path.string() + ": " + why.message() + "."};
}
std::error_code last_error() { return {errno, std::generic_category()}; }

}  // namespace

Result<std::unique_ptr<Store>> open_store(const std::filesystem::path& data) {
  std::error_code failure;
  if (std::filesystem::create_directories(data, failure)) {
    // It will hold password hashes and recordings: nobody else's business.
    std::filesystem::permissions(data, std::filesystem::perms::owner_all, failure);
  }
  if (failure) return cannot("make the data folder", data, failure);

  // Held only while opening: turning a new file to WAL and migrating it are no good time for a second program to do the
  // same.
  const Descriptor folder{::open(data.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC)};
  if (folder.number() < 0) return cannot("open the data folder", data, last_error());
  if (::flock(folder.number(), LOCK_EX) != 0) return cannot("lock the data folder", data, last_error());

  const auto file = data / "wardcast.db";
  {
    // SQLite would make it readable for all.
    const Descriptor created{::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600)};
    if (created.number() < 0) return cannot("open the database", file, last_error());
  }
  try {
    auto store = std::make_unique<SqliteStore>(file);
    if (const auto forward = store->bring_forward(); !forward) {
      auto error = forward.error();
      error.detail = file.string() + ": " + error.detail;
      return error;
    }
    return std::unique_ptr<Store>{std::move(store)};
  } catch (const SQLite::Exception& problem) {
    auto error = error_of(problem);
    error.detail = file.string() + ": " + error.detail;
    return error;
  }
}

Result<std::unique_ptr<Store>> copy_plan(const std::filesystem::path& data) {
  const auto file = data / "wardcast.db";
  if (!std::filesystem::is_regular_file(file))
    return not_found("There is no database " + file.string() + ": start the daemon once, or name the data folder.");
  try {
    auto store = std::make_unique<SqliteStore>(Database::InMemory{});
    if (const auto made = store->bring_forward(); !made) return made.error();
    if (const auto taken = store->take_plan(file); !taken) {
      auto error = taken.error();
      error.detail = file.string() + ": " + error.detail;
      return error;
    }
    return std::unique_ptr<Store>{std::move(store)};
  } catch (const SQLite::Exception& problem) {
    auto error = error_of(problem);
    error.detail = file.string() + ": " + error.detail;
    return error;
  }
}

}  // namespace wardcast::store
