// SPDX-License-Identifier: GPL-3.0-or-later
#include "drivers/media/media_folder.hpp"

#include <fcntl.h>
#include <sodium.h>
#include <sys/eventfd.h>
#include <sys/file.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/statvfs.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <charconv>
#include <cstring>
#include <optional>
#include <stdexcept>
#include <vector>

#include "drivers/media/helper_process.hpp"
#include "drivers/media/ogg_file.hpp"
#include "drivers/media/packet_file.hpp"
#include "drivers/media/refusal_text.hpp"
#include "drivers/media/unique_fd.hpp"

namespace wardcast::media {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kIdLength = 64;
constexpr std::size_t kFolderDigits = 2;
constexpr const char* kTemporary = ".tmp";
constexpr std::uint64_t kBytesPerSecond = 8000;  // 48 kb/s with a third to spare, and the tables
// Speech at 4.75 kb/s, the leanest a phone records, becomes ten times longer.
constexpr std::uint64_t kMostGrowth = 12;
constexpr std::uint64_t kSmallest = std::uint64_t{64} << 10;

fs::path path_in(const fs::path& folder, const MediaId& id) {
  return folder / id.substr(0, kFolderDigits) / (id + ".wop");
}

bool is_media_id(const MediaId& id) {
  return id.size() == kIdLength && id.find_first_not_of("0123456789abcdef") == std::string::npos;
}

Error unavailable(const std::string& what, const fs::path& path, int error) {
  return Error{error == ENOSPC || error == EDQUOT ? ErrorCode::no_space : ErrorCode::unavailable,
               what + " " + path.string() + ": " + std::strerror(error) + "."};
}

Error stopped() {
  return Error{ErrorCode::unavailable, "The station stopped while it prepared this recording; send the file again."};
}

/// What a finished packet file says; maps it, so that memory does not grow with the recording. Error: corrupt,
/// unavailable.
Result<PacketFileInfo> check_file(int fd, const fs::path& path) {
  struct stat status {};
  if (::fstat(fd, &status) < 0) return unavailable("Cannot read", path, errno);
  const auto size = static_cast<std::size_t>(status.st_size);
  if (size == 0) return check_packet_file({});
  void* memory = ::mmap(nullptr, size, PROT_READ, MAP_PRIVATE, fd, 0);
  if (memory == MAP_FAILED) return unavailable("Cannot read", path, errno);
  auto info = check_packet_file({static_cast<const std::byte*>(memory), size});
  ::munmap(memory, size);
  return info;
}

/// BLAKE2b-256 of the file, and its size. Leaves it rewound.
Result<std::pair<MediaId, std::uint64_t>> hash_file(int fd, const fs::path& path) {
  crypto_generichash_state state;
  crypto_generichash_init(&state, nullptr, 0, kIdLength / 2);
  std::vector<unsigned char> block(std::size_t{256} << 10);
  std::uint64_t size = 0;
  while (true) {
    const ssize_t n = ::read(fd, block.data(), block.size());
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) return unavailable("Cannot read", path, errno);
    if (n == 0) break;
    crypto_generichash_update(&state, block.data(), static_cast<std::size_t>(n));
    size += static_cast<std::uint64_t>(n);
  }
  if (::lseek(fd, 0, SEEK_SET) < 0) return unavailable("Cannot read", path, errno);
  std::array<unsigned char, kIdLength / 2> hash{};
  crypto_generichash_final(&state, hash.data(), hash.size());
  std::array<char, kIdLength + 1> text{};
  sodium_bin2hex(text.data(), text.size(), hash.data(), hash.size());
  return std::pair{MediaId(text.data()), size};
}

Prepared describe(const MediaId& id, const PacketFileInfo& info, bool already_there) {
  return Prepared{id, info.samples, info.packets, info.input_lufs, info.gain_db, info.limited, already_there};
}

/// A file that is gone unless it is kept. The lock tells others that somebody is at work on it; the kernel lets it go
/// with the last descriptor, the helper's included.
class Temporary {
 public:
  explicit Temporary(fs::path path)
      : path_(std::move(path)), fd_(::open(path_.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0640)) {
    if (fd_) ::flock(fd_.get(), LOCK_EX | LOCK_NB);
  }
  ~Temporary() {
    if (fd_ && !kept_) ::unlink(path_.c_str());
  }
  Temporary(const Temporary&) = delete;
  Temporary& operator=(const Temporary&) = delete;

  [[nodiscard]] int fd() const { return fd_.get(); }
  /// Under its final name, and durable. 0 or errno.
  int keep_as(const fs::path& final_path) {
    if (::fsync(fd_.get()) < 0 || ::rename(path_.c_str(), final_path.c_str()) < 0) return errno;
    kept_ = true;
    // The parent too: the folder itself may be new.
    for (const fs::path& name : {final_path.parent_path(), final_path.parent_path().parent_path()}) {
      const UniqueFd folder(::open(name.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
      if (!folder || ::fsync(folder.get()) < 0) return errno;
    }
    return 0;
  }

 private:
  const fs::path path_;
  const UniqueFd fd_;
  bool kept_ = false;
};

MediaFolderOptions with_program(MediaFolderOptions options) {
  if (options.program.empty()) options.program = fs::read_symlink("/proc/self/exe").parent_path() / "wardcast-media";
  if (::access(options.program.c_str(), X_OK) != 0) {
    throw std::runtime_error("the media program " + options.program.string() + " is not there or cannot be run");
  }
  return options;
}

}  // namespace

MediaFolder::MediaFolder(fs::path folder, MediaFolderOptions options)
    : folder_(std::move(folder)),
      options_(with_program(std::move(options))),
      stop_(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)) {
  if (!stop_) throw std::runtime_error(std::string("no eventfd: ") + std::strerror(errno));
  if (sodium_init() < 0) throw std::runtime_error("libsodium does not start");
  fs::create_directories(folder_);
  remove_leftovers();
}

void MediaFolder::remove_leftovers() const {
  for (const auto& folder : fs::directory_iterator(folder_)) {
    if (!folder.is_directory()) continue;
    for (const auto& file : fs::directory_iterator(folder.path())) {
      if (file.path().extension() != kTemporary) continue;
      const UniqueFd fd(::open(file.path().c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW));
      if (fd && ::flock(fd.get(), LOCK_EX | LOCK_NB) == 0) ::unlink(file.path().c_str());
    }
  }
}

fs::path MediaFolder::path_of(const MediaId& id) const { return path_in(folder_, id); }

std::uint64_t MediaFolder::free_bytes() const {
  struct statvfs status {};
  if (::statvfs(folder_.c_str(), &status) != 0) return 0;
  const std::uint64_t free = std::uint64_t{status.f_bavail} * status.f_frsize;
  return free > options_.reserve_bytes ? free - options_.reserve_bytes : 0;
}

void MediaFolder::stop() {
  stopping_ = true;
  const std::uint64_t one = 1;
  (void)!::write(stop_.get(), &one, sizeof one);  // fails only when it is set already
}

Result<Prepared> MediaFolder::prepare(const fs::path& upload) {
  if (stopping_) return stopped();
  const UniqueFd fd(::open(upload.c_str(), O_RDONLY | O_CLOEXEC));
  if (!fd) {
    if (errno == ENOENT) return not_found("The uploaded file " + upload.string() + " is not there.");
    return unavailable("Cannot open", upload, errno);
  }
  auto hashed = hash_file(fd.get(), upload);
  if (!hashed) return hashed.error();
  const auto& [id, size] = *hashed;
  if (const UniqueFd there(::open(path_of(id).c_str(), O_RDONLY | O_CLOEXEC)); there) {
    // A damaged one is simply made again.
    if (const auto info = check_file(there.get(), path_of(id)); info) return describe(id, *info, true);
  }
  return prepare_new(id, fd.get(), size);
}

Result<Prepared> MediaFolder::prepare_new(const MediaId& id, int upload, std::uint64_t upload_bytes) {
  if (upload_bytes == 0) return refusal_of(Verdict::empty, options_.max_length);
  const std::uint64_t most = kSmallest + static_cast<std::uint64_t>(options_.max_length.count()) * kBytesPerSecond;
  const std::uint64_t need = std::min(kSmallest + upload_bytes * kMostGrowth, most);
  if (free_bytes() < need) return no_space_for(need, free_bytes());

  const fs::path path = path_of(id);
  std::error_code error;
  fs::create_directory(path.parent_path(), error);
  if (error) return unavailable("Cannot write in", folder_, error.value());
  Temporary temporary(path.parent_path() /
                      (id + "." + std::to_string(::getpid()) + "-" + std::to_string(temporaries_++) + kTemporary));
  if (temporary.fd() < 0) return unavailable("Cannot write in", path.parent_path(), errno);

  auto end = run_helper(options_.program, {"3", "4", std::to_string(options_.max_length.count()), std::to_string(most)},
                        upload, temporary.fd(), options_.deadline, stop_.get());
  if (!end) return end.error();
  if (end->how == HelperEnd::How::stopped) return stopped();
  if (const auto refused = why_refused(*end, options_.max_length, options_.deadline); refused) return *refused;

  const auto info = check_file(temporary.fd(), path);
  if (!info)
    return Error{ErrorCode::internal, "The media program wrote a file that does not check; the log has the details."};
  if (const int failed = temporary.keep_as(path); failed != 0) return unavailable("Cannot keep", path, failed);
  return describe(id, *info, false);
}

Result<std::shared_ptr<const Recording>> MediaFolder::open(const MediaId& id) {
  if (!is_media_id(id)) return not_found("There is no recording with this id.");
  const fs::path path = path_of(id);
  const UniqueFd fd(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  if (!fd && (errno == ENOENT || errno == ENOTDIR))
    return not_found("The prepared recording " + id + " is not there; upload it again.");
  if (!fd) return unavailable("Cannot open", path, errno);
  const auto state = state_of(fd.get(), path);
  if (!state) return state.error();
  std::vector<std::byte> file(static_cast<std::size_t>(state->size));
  std::size_t done = 0;
  while (done < file.size()) {
    const ssize_t n = ::read(fd.get(), file.data() + done, file.size() - done);
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) return unavailable("Cannot read", path, errno);
    if (n == 0) break;
    done += static_cast<std::size_t>(n);
  }
  file.resize(done);
  auto recording = read_packet_file(std::move(file));
  remember(id, *state, recording ? std::nullopt : std::optional{recording.error()});
  return recording;
}

Result<MediaFolder::FileState> MediaFolder::state_of(int fd, const fs::path& path) {
  struct stat status {};
  if (::fstat(fd, &status) < 0) return unavailable("Cannot read", path, errno);
  const auto ns = [](const timespec& at) { return std::int64_t{at.tv_sec} * 1'000'000'000 + at.tv_nsec; };
  return FileState{status.st_ino, static_cast<std::uint64_t>(status.st_size), ns(status.st_mtim), ns(status.st_ctim)};
}

void MediaFolder::remember(const MediaId& id, const FileState& state, std::optional<Error> error) {
  const std::lock_guard lock{findings_mutex_};
  findings_.insert_or_assign(id, Finding{state, std::move(error)});
}

std::optional<MediaFolder::Finding> MediaFolder::remembered(const MediaId& id) const {
  const std::lock_guard lock{findings_mutex_};
  const auto found = findings_.find(id);
  return found == findings_.end() ? std::nullopt : std::optional{found->second};
}

Result<void> MediaFolder::check(const MediaId& id, Look look) {
  if (!is_media_id(id)) return not_found("There is no recording with this id.");
  const fs::path path = path_of(id);
  const UniqueFd fd(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  if (!fd && (errno == ENOENT || errno == ENOTDIR))
    return not_found("The prepared recording " + id + " is not there; upload it again.");
  if (!fd) return unavailable("Cannot open", path, errno);
  const auto state = state_of(fd.get(), path);
  if (!state) return state.error();
  if (const auto known = remembered(id); known && known->of == *state) {
    if (known->error) return *known->error;
    return {};
  }
  if (look == Look::glance) return {};
  const auto info = check_file(fd.get(), path);
  if (!info && info.error().code != ErrorCode::corrupt) return info.error();  // of the moment, not of the file
  remember(id, *state, info ? std::nullopt : std::optional{info.error()});
  if (!info) return info.error();
  return {};
}

Result<PacketFileInfo> look_at(const fs::path& folder, const MediaId& id) {
  if (!is_media_id(id)) return not_found("There is no recording with this id.");
  const fs::path path = path_in(folder, id);
  const UniqueFd fd(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  if (!fd && (errno == ENOENT || errno == ENOTDIR))
    return not_found("The prepared recording " + id + " is not there; upload it again.");
  struct stat status {};
  std::array<std::byte, kPacketFileHeader> head{};
  if (!fd || ::fstat(fd.get(), &status) < 0) return unavailable("Cannot open", path, errno);
  const ssize_t read = ::pread(fd.get(), head.data(), head.size(), 0);
  if (read < 0) return unavailable("Cannot read", path, errno);
  return check_packet_file_head(std::span{head}.first(static_cast<std::size_t>(read)),
                                static_cast<std::uint64_t>(status.st_size));
}

Result<std::string> MediaFolder::ogg(const MediaId& id) {
  auto recording = open(id);
  if (!recording) return recording.error();
  std::uint32_t serial = 0;
  std::from_chars(id.data(), id.data() + 8, serial, 16);
  return write_ogg(**recording, serial);
}

}  // namespace wardcast::media
