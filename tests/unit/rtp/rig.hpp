// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <boost/endian/conversion.hpp>
#include <cstring>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "drivers/rtp/stream_table.hpp"

namespace wardcast::rtp::test {

/// An RTP packet as a receiver would read it.
struct Packet {
  SteadyTime at{};
  std::uint16_t amplifier = 0;
  unsigned version = 0, payload_type = 0;
  bool marker = false;
  std::uint16_t sequence = 0;
  std::uint32_t timestamp = 0, ssrc = 0;
  std::string payload;
};

inline Packet read_packet(std::span<const std::byte> header, std::span<const std::byte> payload) {
  const auto* bytes = reinterpret_cast<const unsigned char*>(header.data());
  Packet packet;
  packet.version = bytes[0] >> 6;
  packet.marker = (bytes[1] & 0x80) != 0;
  packet.payload_type = bytes[1] & 0x7f;
  packet.sequence = boost::endian::load_big_u16(bytes + 2);
  packet.timestamp = boost::endian::load_big_u32(bytes + 4);
  packet.ssrc = boost::endian::load_big_u32(bytes + 8);
  packet.payload.assign(reinterpret_cast<const char*>(payload.data()), payload.size());
  return packet;
}

/// The network, as a list. Amplifiers in `refusing` cannot be reached.
class FakeWire final : public Wire {
 public:
  explicit FakeWire(const SteadyTime& now) : now_(now) {}
  void send(std::span<Datagram> batch) override {
    ++batches;
    for (Datagram& datagram : batch) {
      datagram.accepted = !refusing.contains(datagram.amplifier);
      if (!datagram.accepted) continue;
      packets.push_back(read_packet(datagram.header, datagram.payload));
      packets.back().at = now_;
      packets.back().amplifier = datagram.amplifier;
    }
  }
  [[nodiscard]] std::vector<Packet> of(std::uint16_t amplifier) const {
    std::vector<Packet> found;
    for (const Packet& packet : packets) {
      if (packet.amplifier == amplifier) found.push_back(packet);
    }
    return found;
  }
  std::vector<Packet> packets;
  std::set<std::uint16_t> refusing;
  int batches = 0;

 private:
  const SteadyTime& now_;
};

class FakeOutlet final : public ReportOutlet {
 public:
  void report(const Report& report) override { all.push_back(report); }
  void progress(const ClipProgress& report) override { all.push_back(report); }
  template <class T>
  [[nodiscard]] std::vector<T> of() const {
    std::vector<T> found;
    for (const Report& report : all) {
      if (const T* one = std::get_if<T>(&report)) found.push_back(*one);
    }
    return found;
  }
  std::vector<Report> all;
};

/// Packet k of recording `name` reads "name:k".
inline std::shared_ptr<const media::Recording> make_recording(const std::string& name, std::uint32_t packets) {
  std::vector<std::uint32_t> offsets{0};
  std::vector<std::byte> bytes;
  for (std::uint32_t i = 0; i < packets; ++i) {
    for (const char c : name + ":" + std::to_string(i)) bytes.push_back(static_cast<std::byte>(c));
    offsets.push_back(static_cast<std::uint32_t>(bytes.size()));
  }
  return std::make_shared<const media::Recording>(std::uint64_t{packets} * kSamplesPerFrame, offsets, bytes,
                                                  std::vector<float>{});
}

inline AmplifierSet amplifiers(std::initializer_list<std::size_t> indices) {
  AmplifierSet set;
  for (const std::size_t index : indices) set.set(index);
  return set;
}

inline constexpr SteadyTime kStart{std::chrono::hours{10}};

/// A stream table on virtual time.
class Rig {
 public:
  explicit Rig(std::size_t count = 4) : boards(count), table(sessions(count), wire, reports, figures, boards) {}

  static std::vector<RtpSession> sessions(std::size_t count) {
    std::vector<RtpSession> all;
    for (std::size_t i = 0; i < count; ++i) {
      SessionBase base;
      base.ssrc = static_cast<std::uint32_t>(1000 + i);
      base.sequence = 65530;  // the 16 bits on the wire wrap early
      base.timestamp = 0xffffff00;
      all.emplace_back(base, static_cast<std::uint8_t>(96 + i % 32), kStart);
    }
    return all;
  }

  void open(StreamId stream, SteadyTime epoch, AmplifierSet set, bool waits_unheard = false) {
    table.apply(OpenStream{stream, epoch, set, waits_unheard}, now);
  }
  void enqueue(StreamId stream, ClipId clip, const std::shared_ptr<const media::Recording>& recording,
               std::uint32_t first = 0, std::uint32_t count = 1'000'000) {
    count = std::min(count, recording->packet_count() - first);
    kept.push_back(recording);
    table.apply(EnqueueRaw{stream, clip, recording.get(), first, count}, now);
    // As the pacer does: a command may make something due at once.
    next = table.step(now);
  }
  void apply(const EngineCommand& command) {
    table.apply(command, now);
    next = table.step(now);
  }
  /// Wakes exactly when asked to, up to and including `until`.
  void run_until(SteadyTime until) {
    next = table.step(now);
    while (next <= until) {
      now = next;
      next = table.step(now);
    }
    now = until;
  }
  void run_for(nanoseconds span) { run_until(now + span); }

  SteadyTime now = kStart;
  SteadyTime next{};
  FakeWire wire{now};
  FakeOutlet reports;
  PacerFigures figures;
  std::vector<SentBoard> boards;
  std::vector<std::shared_ptr<const media::Recording>> kept;
  StreamTable table;
};

}  // namespace wardcast::rtp::test
