// SPDX-License-Identifier: GPL-3.0-or-later
#include "daemon/http/upload_sink.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <boost/asio/post.hpp>
#include <cerrno>
#include <cstring>
#include <system_error>

#include "daemon/http/problem.hpp"

namespace wardcast::http {
namespace {

Response full() {
  return problem(507, Reason::disk_full,
                 "The station's disk is full; remove something or wait, then send the file again.");
}

bool space_for(const std::filesystem::path& folder, std::uint64_t bytes) {
  std::error_code error;
  const auto space = std::filesystem::space(folder, error);
  return !error && space.available >= bytes;
}

}  // namespace

/// Handed back and forth between the io thread and the writer; never in both hands at once.
struct UploadSink::State {
  explicit State(std::filesystem::path where) : path(std::move(where)) {}
  ~State() {
    if (file >= 0) ::close(file);
    if (!keep) std::filesystem::remove(path, ignored);
  }
  State(const State&) = delete;
  State& operator=(const State&) = delete;

  Outcome open(int flags) {
    file = ::open(path.c_str(), O_WRONLY | O_CREAT | O_CLOEXEC | flags, 0600);
    if (file >= 0) return std::nullopt;
    if (errno == ENOSPC) return full();
    return problem(503, std::string{"The upload cannot be stored: "} + std::strerror(errno) + ".");
  }

  /// Whoever resumes last owns the file: an older connection may still wait for bytes that will never come.
  Outcome resume(const ResumedUpload& part) {
    sweep_uploads(path.parent_path(), false);
    struct stat there {};
    if (::stat(path.c_str(), &there) == 0) {
      bytes = static_cast<std::uint64_t>(there.st_size);
    } else if (errno != ENOENT) {
      return problem(503, "The upload cannot be looked up; try again.");
    }
    if (!part.from) return std::nullopt;
    if (*part.from == bytes) return open(O_APPEND);
    return problem(409,
                   "Of this upload " + std::to_string(bytes) + " bytes have arrived; go on from there, not from " +
                       std::to_string(*part.from) + ".",
                   {}, {{"upload_id", part.id}, {"received", bytes}, {"bytes", part.whole}});
  }

  Outcome put(const std::vector<char>& part, const Limits& limits) {
    if (bytes + part.size() > limits.upload_bytes)
      return problem(413, "The file is larger than " + std::to_string(limits.upload_bytes >> 20U) + " MiB.");
    if (!space_for(path.parent_path(), limits.keep_free_bytes)) return full();
    if (file < 0)
      if (auto refusal = open(O_EXCL)) return refusal;
    std::size_t done = 0;
    while (done < part.size()) {
      const auto wrote = ::write(file, part.data() + done, part.size() - done);
      if (wrote < 0 && errno == EINTR) continue;
      if (wrote < 0 && errno == ENOSPC) return full();
      if (wrote < 0) return problem(503, std::string{"The upload cannot be stored: "} + std::strerror(errno) + ".");
      done += static_cast<std::size_t>(wrote);
      bytes += static_cast<std::uint64_t>(wrote);
    }
    return std::nullopt;
  }

  /// `whole`: 0 for an upload in one request.
  Outcome close(std::uint64_t whole, const std::filesystem::path& as) {
    // A later request builds on what this one said has arrived: a power cut must not make it untrue.
    const bool synced = !keep || file < 0 || ::fdatasync(file) == 0;
    const bool closed = file < 0 || ::close(file) == 0;
    file = -1;
    if (synced && closed && whole > 0 && bytes >= whole) return rename_to(as);
    if (synced && closed) return std::nullopt;
    return errno == ENOSPC ? full() : problem(503, "The upload could not be stored whole; send it again.");
  }

  /// What is whole is swept with its resumable neighbours no more, and its Upload-Id is free again.
  Outcome rename_to(const std::filesystem::path& as) {
    std::filesystem::rename(path, as, ignored);
    if (ignored) return problem(503, "The upload could not be kept; send its last part again.");
    path = as;
    return std::nullopt;
  }

  std::filesystem::path path;
  std::uint64_t bytes = 0;
  int file = -1;
  bool keep = false;  ///< when the connection ends before the file is whole, and when somebody has it
  std::error_code ignored;
};

UploadSink::UploadSink(Core& core, std::optional<std::uint64_t> announced)
    : core_(core),
      announced_(announced),
      whole_file_(core.settings.uploads / ("upload-" + std::to_string(++core.uploads_begun) + ".part")),
      state_(std::make_shared<State>(whole_file_)) {
  ++core_.uploads_running;
}

UploadSink::UploadSink(Core& core, const ResumedUpload& resumed, const std::string& file)
    : core_(core),
      announced_(resumed.whole - resumed.from.value_or(0)),
      resumed_(resumed),
      resumed_file_(core.settings.uploads / file),
      whole_file_(core.settings.uploads / ("upload-" + std::to_string(++core.uploads_begun) + ".part")),
      state_(std::make_shared<State>(resumed_file_)),
      owner_(core.uploads_begun) {
  ++core_.uploads_running;
  state_->keep = true;
  core_.resuming[resumed_file_] = owner_;
}

UploadSink::~UploadSink() {
  --core_.uploads_running;
  if (owns_file()) core_.resuming.erase(resumed_file_);
  core_.let_go(std::move(state_));
}

bool UploadSink::owns_file() const {
  const auto owner = core_.resuming.find(resumed_file_);
  return resumed_ && owner != core_.resuming.end() && owner->second == owner_;
}

UploadSink::Outcome UploadSink::refusal() const {
  const auto& limits = core_.settings.limits;
  if (announced_.value_or(0) > limits.upload_bytes || (resumed_ && resumed_->whole > limits.upload_bytes))
    return problem(413, "The file is larger than " + std::to_string(limits.upload_bytes >> 20U) + " MiB.");
  if (core_.uploads_running > limits.uploads_at_once) return busy();
  if (resumed_ && !resumed_->from) return std::nullopt;
  if (!space_for(core_.settings.uploads, announced_.value_or(0) + limits.keep_free_bytes)) return full();
  return std::nullopt;
}

Awaited<UploadSink::Outcome> UploadSink::on_writer(std::function<Outcome(State&)> work) {
  auto answer = std::make_shared<OneShot<Outcome>>(core_.executor);
  const bool taken = core_.upload_writer.post([answer, state = state_, job = std::move(work), io = core_.executor] {
    auto outcome = job(*state);
    boost::asio::post(io, [answer, told = std::move(outcome)]() mutable { answer->set(std::move(told)); });
  });
  if (!taken) answer->set(busy());
  return answer;
}

Awaited<UploadSink::Outcome> UploadSink::resume() {
  return on_writer([part = *resumed_](State& state) { return state.resume(part); });
}

Awaited<UploadSink::Outcome> UploadSink::write(std::vector<char> part) {
  if (resumed_ && !owns_file()) {
    auto answer = std::make_shared<OneShot<Outcome>>(core_.executor);
    answer->set(problem(409, "Another request goes on with this upload."));
    return answer;
  }
  return on_writer(
      [bytes = std::move(part), limits = core_.settings.limits](State& state) { return state.put(bytes, limits); });
}

Awaited<UploadSink::Outcome> UploadSink::finish() {
  return on_writer(
      [whole = resumed_ ? resumed_->whole : 0, as = whole_file_](State& state) { return state.close(whole, as); });
}

Response UploadSink::progress() const {
  return json(200, {{"upload_id", resumed_->id}, {"received", state_->bytes}, {"bytes", resumed_->whole}});
}

std::shared_ptr<const Upload> UploadSink::upload() const {
  if (resumed_ && state_->bytes < resumed_->whole) return nullptr;
  state_->keep = true;  // from here on the Upload removes it
  auto whole = std::make_shared<Upload>(state_->path);
  whole->bytes = state_->bytes;
  return whole;
}

}  // namespace wardcast::http
