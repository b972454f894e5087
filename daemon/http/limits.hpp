// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <cstddef>
#include <cstdint>

#include "base/time.hpp"

namespace wardcast::http {

/// What one client may cost. Tests shorten the deadlines.
struct Limits {
  std::uint32_t header_bytes = 8 * 1024;
  std::size_t json_bytes = 1024 * 1024;
  std::size_t json_bytes_before_login = 16 * 1024;
  std::uint64_t upload_bytes = std::uint64_t{1} << 30;
  std::uint64_t keep_free_bytes = std::uint64_t{64} << 20;  ///< an upload never takes the disk's last bytes
  std::size_t uploads_at_once = 8;
  std::size_t connections = 512;  ///< at the cap the longest idle one is closed for a new one

  milliseconds handshake{10'000};
  milliseconds idle{75'000};    ///< between requests of one connection
  milliseconds header{10'000};  ///< from a request's first byte to the end of its header
  milliseconds body{15'000};    ///< for a whole JSON body; for the next bytes of an upload
  /// For 256 KiB of an upload: a phone at the edge of its network gets through, a sender of drops does not.
  milliseconds upload_part{120'000};
  /// A player that asks for "the rest" of a recording gets so much of it, and asks again.
  std::size_t range_bytes = std::size_t{4} << 20;
  /// Recordings being sent, see SendingBudget.
  std::size_t sending_bytes = std::size_t{128} << 20;
  /// To one person: what a browser's six connections ask for.
  std::size_t sending_bytes_each = std::size_t{24} << 20;
  milliseconds write{30'000};  ///< for an answer, plus its size at 16 KiB/s
  milliseconds linger{2'000};  ///< for the client to read a refusal before the connection is closed
  /// Read and dropped meanwhile: many clients read the answer only after they have sent everything.
  std::size_t linger_bytes = std::size_t{32} << 20;
  milliseconds desk{30'000};  ///< for a handler's answer; then 503

  /// A desk that hangs (a dying disk) must not keep people from stopping a broadcast: for what the io thread answers,
  /// somebody recognised so recently is let in without it.
  milliseconds desk_for_station{1'000};
  /// Whoever is known already waits only so long for the desk to confirm it: an emergency must sound within 20 ms.
  milliseconds desk_for_known{5};
  milliseconds recognised{300'000};

  std::size_t event_clients = 64;
  std::size_t events_queued = 256;  ///< for one client; one more and it is dropped
  milliseconds event_ping{15'000};  ///< half the time after which a silent client is dropped
  milliseconds event_close{3'000};  ///< for a dropped client to take its close frame
};

}  // namespace wardcast::http
