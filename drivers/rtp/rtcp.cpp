// SPDX-License-Identifier: GPL-3.0-or-later
#include "drivers/rtp/rtcp.hpp"

#include <algorithm>
#include <boost/endian/conversion.hpp>

namespace wardcast::rtp {
namespace {

constexpr unsigned kSenderReport = 200;
constexpr unsigned kReceiverReport = 201;
constexpr unsigned kSourceDescription = 202;
constexpr std::byte kCname{1};
constexpr std::size_t kSenderInfoEnd = 28;
constexpr std::size_t kReceiverInfoEnd = 8;
constexpr std::size_t kBlock = 24;

std::uint32_t read32(std::span<const std::byte> bytes, std::size_t at) {
  return boost::endian::load_big_u32(reinterpret_cast<const unsigned char*>(bytes.subspan(at, 4).data()));
}

void append32(std::vector<std::byte>& bytes, std::uint32_t value) {
  for (int shift = 24; shift >= 0; shift -= 8) bytes.push_back(static_cast<std::byte>(value >> shift & 0xff));
}

/// First 32 bits of every RTCP packet. `words` = its length in 32-bit words, less one.
void append_header(std::vector<std::byte>& bytes, unsigned count, unsigned type, std::size_t words) {
  append32(bytes, 2U << 30 | count << 24 | type << 16 | static_cast<std::uint32_t>(words));
}

std::int32_t signed24(std::uint32_t value) {
  const auto low = static_cast<std::int32_t>(value & 0xffffff);
  return low >= 0x800000 ? low - 0x1000000 : low;
}

void read_blocks(std::span<const std::byte> blocks, std::uint32_t reporter, std::vector<ReceptionReport>& reports) {
  for (; blocks.size() >= kBlock; blocks = blocks.subspan(kBlock)) {
    reports.push_back({.reporter = reporter,
                       .source = read32(blocks, 0),
                       .fraction_lost = static_cast<std::uint8_t>(blocks[4]),
                       .lost = signed24(read32(blocks, 4)),
                       .highest_sequence = read32(blocks, 8),
                       .jitter = read32(blocks, 12),
                       .last_sr = read32(blocks, 16),
                       .delay_since_last_sr = read32(blocks, 20)});
  }
}

}  // namespace

std::uint64_t to_ntp(WallTime wall) {
  constexpr std::int64_t kSecondsFrom1900To1970 = 2'208'988'800;
  const auto whole = std::chrono::floor<seconds>(wall);
  const auto micros = static_cast<std::uint64_t>((wall - whole).count());
  const auto since_1900 = static_cast<std::uint64_t>(whole.time_since_epoch().count() + kSecondsFrom1900To1970);
  return since_1900 << 32 | (micros << 32) / 1'000'000;
}

std::vector<std::byte> build_sender_report(const SenderReport& report, std::string_view cname) {
  std::vector<std::byte> bytes;
  append_header(bytes, 0, kSenderReport, kSenderInfoEnd / 4 - 1);
  append32(bytes, report.ssrc);
  append32(bytes, static_cast<std::uint32_t>(report.ntp >> 32));
  append32(bytes, static_cast<std::uint32_t>(report.ntp & 0xffffffff));
  append32(bytes, report.rtp);
  append32(bytes, report.packets);
  append32(bytes, report.octets);

  cname = cname.substr(0, 255);
  const std::size_t chunk = (4 + 2 + cname.size() + 1 + 3) / 4;  // words: SSRC, item, at least one null, to a full word
  append_header(bytes, 1, kSourceDescription, chunk);
  const std::size_t end = bytes.size() + chunk * 4;
  append32(bytes, report.ssrc);
  bytes.push_back(kCname);
  bytes.push_back(static_cast<std::byte>(cname.size()));
  std::transform(cname.begin(), cname.end(), std::back_inserter(bytes),
                 [](char c) { return static_cast<std::byte>(c); });
  bytes.resize(end, std::byte{0});
  return bytes;
}

std::optional<std::vector<ReceptionReport>> parse_reports(std::span<const std::byte> packet) {
  std::vector<ReceptionReport> reports;
  if (packet.size() < kReceiverInfoEnd) return std::nullopt;
  for (bool first = true; !packet.empty(); first = false) {
    if (packet.size() < 4) return std::nullopt;
    const std::uint32_t header = read32(packet, 0);
    const std::size_t length = (static_cast<std::size_t>(header & 0xffff) + 1) * 4;
    const unsigned type = header >> 16 & 0xff;
    const std::size_t count = header >> 24 & 0x1f;
    if (header >> 30 != 2 || length > packet.size()) return std::nullopt;
    if (first && type != kSenderReport && type != kReceiverReport) return std::nullopt;

    std::span<const std::byte> body = packet.first(length);
    packet = packet.subspan(length);
    if ((header >> 29 & 1) != 0) {
      const auto padding = static_cast<std::size_t>(body.back());
      const bool sound = packet.empty() && padding != 0 && padding % 4 == 0 && padding <= body.size() - 4;
      if (!sound) return std::nullopt;
      body = body.first(body.size() - padding);
    }
    if (type == kSenderReport || type == kReceiverReport) {
      const std::size_t info = type == kSenderReport ? kSenderInfoEnd : kReceiverInfoEnd;
      if (body.size() < info + count * kBlock) return std::nullopt;
      read_blocks(body.subspan(info, count * kBlock), read32(body, 4), reports);
    }
  }
  return reports;
}

}  // namespace wardcast::rtp
