// SPDX-License-Identifier: GPL-3.0-or-later
#include "hw-sim/rtp/amplifier.hpp"

#include "hw-sim/opus_decoder.hpp"

namespace wardcast::sim {

std::vector<RunEdge> Amplifier::on_datagram(Bytes datagram, SteadyTime arrival) {
  std::vector<RunEdge> edges;
  if (!running_.value()) return edges;
  const auto packet = parse_rtp(datagram);
  const std::uint32_t samples = packet ? opus_samples(packet->payload) : 0;
  if (samples == 0 || packet->header.payload_type != payload_type_) {
    ++figures_.not_ours;
    return edges;
  }
  const RtpHeader& header = packet->header;
  if (auto ended = on_tick(arrival)) edges.push_back(*ended);
  const Order order = reception_.on_packet(header, packet->payload);
  const auto place = play_out_.place(header, samples, order, arrival);
  if (place && place->starts_spurt) reception_.restart_jitter();
  if (order != Order::duplicate) reception_.on_arrival(header.timestamp, arrival);
  if (place) log_.append(*place, samples, packet->payload);

  if (!in_run_) {
    in_run_ = true;
    ++figures_.runs;
    figures_.run_began_at = arrival;
    edges.push_back({true, arrival, header});
  }
  if (!figures_.first_packet_at) figures_.first_packet_at = arrival;
  figures_.last_packet_at = arrival;
  last_header_ = header;
  return edges;
}

std::optional<RunEdge> Amplifier::on_tick(SteadyTime now) {
  if (!in_run_ || now - *figures_.last_packet_at < kRunEnds) return std::nullopt;
  in_run_ = false;
  return RunEdge{false, *figures_.last_packet_at, last_header_};
}

void Amplifier::on_sender_report(const SenderReport& report, SteadyTime arrival) {
  if (!running_.value()) return;
  ++figures_.sender_reports;
  sender_report_ = report;
  sender_report_at_ = arrival;
}

std::optional<ReportBlock> Amplifier::take_report(SteadyTime now) {
  ++figures_.receiver_reports;
  if (!figures_.last_packet_at || now - *figures_.last_packet_at > 2 * kReportEvery) return std::nullopt;
  ReportBlock block = reception_.take_report();
  if (sender_report_ && sender_report_->ssrc == block.source) {
    block.last_sr = static_cast<std::uint32_t>(sender_report_->ntp >> 16U);
    const auto since = std::chrono::duration_cast<microseconds>(now - sender_report_at_).count();
    block.delay_since_last_sr = static_cast<std::uint32_t>(since * 65536 / 1'000'000);
  }
  return block;
}

void Amplifier::forget_before(SteadyTime horizon, std::int64_t sample) {
  running_.forget_before(horizon);
  log_.forget_before(sample);
}

}  // namespace wardcast::sim
