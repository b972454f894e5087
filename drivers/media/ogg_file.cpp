// SPDX-License-Identifier: GPL-3.0-or-later
#include "drivers/media/ogg_file.hpp"

#include <ogg/ogg.h>

#include <algorithm>
#include <string_view>
#include <vector>

#include "base/time.hpp"
#include "drivers/media/little_endian.hpp"

namespace wardcast::media {
namespace {

constexpr std::uint32_t kPacketsPerPage = 50;  // a second

void put_text(std::vector<std::byte>& out, std::string_view text) {
  for (const char c : text) out.push_back(static_cast<std::byte>(c));
}

/// RFC 7845 §5.1
std::vector<std::byte> opus_head() {
  std::vector<std::byte> head;
  put_text(head, "OpusHead");
  put_le<std::uint8_t>(head, 1);   // version
  put_le<std::uint8_t>(head, 1);   // channels
  put_le<std::uint16_t>(head, 0);  // pre-skip
  put_le<std::uint32_t>(head, kSampleRate);
  put_le<std::uint16_t>(head, 0);  // output gain
  put_le<std::uint8_t>(head, 0);   // mapping family: mono or stereo
  return head;
}

/// RFC 7845 §5.2
std::vector<std::byte> opus_tags() {
  constexpr std::string_view kVendor = "wardcast";
  std::vector<std::byte> tags;
  put_text(tags, "OpusTags");
  put_le(tags, static_cast<std::uint32_t>(kVendor.size()));
  put_text(tags, kVendor);
  put_le<std::uint32_t>(tags, 0);  // no comments
  return tags;
}

class OggWriter {
 public:
  explicit OggWriter(std::uint32_t serial) { ok_ = ogg_stream_init(&stream_, static_cast<int>(serial)) == 0; }
  ~OggWriter() { ogg_stream_clear(&stream_); }
  OggWriter(const OggWriter&) = delete;
  OggWriter& operator=(const OggWriter&) = delete;

  void add(std::span<const std::byte> bytes, std::uint64_t granule, bool last) {
    ogg_packet packet{};
    // libogg copies the bytes; its type is merely not const.
    packet.packet = reinterpret_cast<unsigned char*>(const_cast<std::byte*>(bytes.data()));
    packet.bytes = static_cast<long>(bytes.size());
    packet.b_o_s = number_ == 0 ? 1 : 0;
    packet.e_o_s = last ? 1 : 0;
    packet.granulepos = static_cast<ogg_int64_t>(granule);
    packet.packetno = number_++;
    ok_ = ok_ && ogg_stream_packetin(&stream_, &packet) == 0;
  }
  void end_page() {
    ogg_page page{};
    while (ok_ && ogg_stream_flush(&stream_, &page) != 0) {
      file_.append(reinterpret_cast<const char*>(page.header), static_cast<std::size_t>(page.header_len));
      file_.append(reinterpret_cast<const char*>(page.body), static_cast<std::size_t>(page.body_len));
    }
  }
  [[nodiscard]] bool ok() const { return ok_; }
  std::string take() { return std::move(file_); }

 private:
  ogg_stream_state stream_{};
  ogg_int64_t number_ = 0;
  bool ok_ = false;
  std::string file_;
};

}  // namespace

Result<std::string> write_ogg(const Recording& recording, std::uint32_t serial) {
  OggWriter writer(serial);
  for (const auto& header : {opus_head(), opus_tags()}) {
    writer.add(header, 0, false);
    writer.end_page();  // each header has pages of its own
  }
  const std::uint32_t count = recording.packet_count();
  for (std::uint32_t i = 0; i < count; ++i) {
    const std::uint64_t end = std::min((std::uint64_t{i} + 1) * kSamplesPerFrame, recording.samples());
    writer.add(recording.packet(i), end, i + 1 == count);
    if ((i + 1) % kPacketsPerPage == 0 || i + 1 == count) writer.end_page();
  }
  if (!writer.ok()) return Error{ErrorCode::internal, "There is not enough memory to make the listening copy."};
  return writer.take();
}

}  // namespace wardcast::media
