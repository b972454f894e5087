// SPDX-License-Identifier: GPL-3.0-or-later
#include "daemon/http/upload_sink.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <boost/asio/post.hpp>
#include <cerrno>
#include <cstring>

#include "daemon/http/problem.hpp"

namespace wardcast::http {
namespace {

Response full() {
  return problem(507, "The station's disk is full; remove something or wait, then send the file again.");
}

bool space_for(const std::filesystem::path& folder, std::uint64_t bytes) {
  std::error_code error;
  const auto space = std::filesystem::space(folder, error);
  return !error && space.available >= bytes;
}

}  // namespace

/// Handed back and forth between the io thread and the writer; never in both hands at once.
struct UploadSink::State {
  explicit State(std::filesystem::path where) : upload(std::make_shared<Upload>(std::move(where))) {}
  ~State() {
    if (file >= 0) ::close(file);
  }
  State(const State&) = delete;
  State& operator=(const State&) = delete;

  Outcome put(const std::vector<char>& part, const Limits& limits) {
    if (upload->bytes + part.size() > limits.upload_bytes)
      return problem(413, "The file is larger than " + std::to_string(limits.upload_bytes >> 20U) + " MiB.");
    if (!space_for(upload->path.parent_path(), limits.keep_free_bytes)) return full();
    if (file < 0) file = ::open(upload->path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (file < 0) return problem(503, std::string{"The upload cannot be stored: "} + std::strerror(errno) + ".");
    std::size_t done = 0;
    while (done < part.size()) {
      const auto wrote = ::write(file, part.data() + done, part.size() - done);
      if (wrote < 0 && errno == EINTR) continue;
      if (wrote < 0 && errno == ENOSPC) return full();
      if (wrote < 0) return problem(503, std::string{"The upload cannot be stored: "} + std::strerror(errno) + ".");
      done += static_cast<std::size_t>(wrote);
    }
    upload->bytes += part.size();
    return std::nullopt;
  }
  Outcome close() {
    const int closed = file < 0 ? 0 : ::close(file);
    file = -1;
    if (closed == 0) return std::nullopt;
    return errno == ENOSPC ? full() : problem(503, "The upload could not be stored whole; send it again.");
  }

  std::shared_ptr<Upload> upload;
  int file = -1;
};

UploadSink::UploadSink(Core& core, std::optional<std::uint64_t> announced)
    : core_(core),
      announced_(announced),
      state_(std::make_shared<State>(core.settings.uploads /
                                     ("upload-" + std::to_string(++core.uploads_begun) + ".part"))) {
  ++core_.uploads_running;
}

UploadSink::~UploadSink() { --core_.uploads_running; }

UploadSink::Outcome UploadSink::refusal() const {
  const auto& limits = core_.settings.limits;
  if (announced_.value_or(0) > limits.upload_bytes)
    return problem(413, "The file is larger than " + std::to_string(limits.upload_bytes >> 20U) + " MiB.");
  if (core_.uploads_running > limits.uploads_at_once) return busy();
  if (!space_for(core_.settings.uploads, announced_.value_or(0) + limits.keep_free_bytes)) return full();
  return std::nullopt;
}

Awaited<UploadSink::Outcome> UploadSink::write(std::vector<char> part) {
  auto answer = std::make_shared<OneShot<Outcome>>(core_.executor);
  const bool taken = core_.upload_writer.post(
      [answer, state = state_, bytes = std::move(part), limits = core_.settings.limits, io = core_.executor] {
        auto outcome = state->put(bytes, limits);
        boost::asio::post(io, [answer, told = std::move(outcome)]() mutable { answer->set(std::move(told)); });
      });
  if (!taken) answer->set(busy());
  return answer;
}

Awaited<UploadSink::Outcome> UploadSink::finish() {
  auto answer = std::make_shared<OneShot<Outcome>>(core_.executor);
  const bool taken = core_.upload_writer.post([answer, state = state_, io = core_.executor] {
    auto outcome = state->close();
    boost::asio::post(io, [answer, told = std::move(outcome)]() mutable { answer->set(std::move(told)); });
  });
  if (!taken) answer->set(busy());
  return answer;
}

std::shared_ptr<const Upload> UploadSink::upload() const { return state_->upload; }

}  // namespace wardcast::http
