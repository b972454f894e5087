// SPDX-License-Identifier: GPL-3.0-or-later
#include "daemon/editorial/pictures.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <fstream>
#include <iterator>
#include <system_error>

#include "daemon/access/secrets.hpp"

namespace wardcast::editorial {
namespace {

constexpr std::size_t kHashDigits = 64;

struct Kind {
  std::string_view ending, content_type;
};
constexpr std::array kKinds{Kind{".jpg", "image/jpeg"}, Kind{".png", "image/png"}, Kind{".webp", "image/webp"}};

/// By the bytes a file of the kind begins with; nothing for another one.
const Kind* kind_of(std::string_view bytes) {
  if (bytes.starts_with("\xFF\xD8\xFF")) return &kKinds[0];
  if (bytes.starts_with("\x89PNG\r\n\x1A\n")) return &kKinds[1];
  if (bytes.starts_with("RIFF") && bytes.size() > 12 && bytes.substr(8, 4) == "WEBP") return &kKinds[2];
  return nullptr;
}

const Kind* kind_of_name(std::string_view name) {
  if (name.size() < kHashDigits) return nullptr;
  const auto hash = name.substr(0, kHashDigits);
  const bool hex = std::ranges::all_of(hash, [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); });
  const auto* const kind = std::ranges::find(kKinds, name.substr(kHashDigits), &Kind::ending);
  return hex && kind != kKinds.end() ? kind : nullptr;
}

std::string bytes_of(const std::filesystem::path& file) {
  std::ifstream stream{file, std::ios::binary};
  return {std::istreambuf_iterator<char>{stream}, {}};
}

Error cannot_keep(const std::error_code& why) {
  return Error{why == std::errc::no_space_on_device ? ErrorCode::no_space : ErrorCode::unavailable,
               "The picture cannot be kept: " + why.message() + "."};
}

/// What is on the disk after a power cut is whole: only then may the history name it.
void make_durable(const std::filesystem::path& path, int flags) {
  const int descriptor = ::open(path.c_str(), flags | O_CLOEXEC);
  if (descriptor < 0) return;
  (void)::fsync(descriptor);
  (void)::close(descriptor);
}

}  // namespace

Result<std::string> Pictures::keep(const std::filesystem::path& file) const {
  std::error_code failure;
  const auto size = std::filesystem::file_size(file, failure);
  if (failure) return cannot_keep(failure);
  if (size > kMostBytes)
    return invalid("", "The picture is larger than " + std::to_string(kMostBytes >> 20U) + " MB; send a smaller one.");
  const auto bytes = bytes_of(file);
  const auto* const kind = kind_of(bytes);
  if (kind == nullptr) return invalid("", "This is no JPEG, PNG or WebP picture; send it as one of these.");
  const auto name = access::secret_hash(bytes) + std::string{kind->ending};
  std::filesystem::create_directories(folder_, failure);
  if (failure) return cannot_keep(failure);
  make_durable(file, O_RDONLY);
  std::filesystem::rename(file, folder_ / name, failure);
  if (failure) return cannot_keep(failure);
  make_durable(folder_, O_RDONLY | O_DIRECTORY);
  return name;
}

Result<std::string> Pictures::read(std::string_view name) const {
  std::error_code failure;
  if (kind_of_name(name) == nullptr || !std::filesystem::is_regular_file(folder_ / name, failure))
    return not_found("There is no picture of that name.");
  return bytes_of(folder_ / name);
}

std::optional<std::uint64_t> Pictures::bytes(std::string_view name) const {
  std::error_code failure;
  if (kind_of_name(name) == nullptr) return std::nullopt;
  const auto size = std::filesystem::file_size(folder_ / name, failure);
  return failure ? std::nullopt : std::optional{size};
}

void Pictures::remove(std::string_view name) const {
  std::error_code failure;
  if (kind_of_name(name) != nullptr) std::filesystem::remove(folder_ / name, failure);
}

std::string_view Pictures::version(std::string_view name) { return name.substr(0, kHashDigits); }

std::string_view Pictures::content_type(std::string_view name) {
  const auto* const kind = kind_of_name(name);
  return kind == nullptr ? std::string_view{"application/octet-stream"} : kind->content_type;
}

}  // namespace wardcast::editorial
