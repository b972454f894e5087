// SPDX-License-Identifier: GPL-3.0-or-later
// Amplifiers whose address is not known: given by a name that is looked up beside all else, or behind a network
// interface that is not there yet. The rest of the station airs without them.
#include <spdlog/spdlog.h>

#include <boost/asio/post.hpp>
#include <exception>
#include <vector>

#include "daemon/composition/devices.hpp"
#include "daemon/composition/house.hpp"

namespace wardcast {
namespace {

std::string cause_of(const site::Amplifier& amplifier) { return "stream_lost:address/" + amplifier.id; }

}  // namespace

void House::look_for_amplifiers() {
  std::vector<std::size_t> lost;
  for (std::size_t i = 0; i < site_.amplifiers.size(); ++i) {
    if (pacer_->destination(i).known()) {
      faults_.clear(cause_of(site_.amplifiers[i]), "Its address is known.", clock_.now());
    } else {
      lost.push_back(i);
    }
  }
  if (lost.empty() || looking_) return;
  if (!names_)
    names_ = std::make_unique<Worker>("names", 1, [](const std::string& what) { spdlog::error("names: {}", what); });
  looking_ = names_->post([this, lost = std::move(lost)] {
    for (const auto index : lost) {
      const auto& amplifier = site_.amplifiers[index];
      try {
        const auto where =
            rtp::resolve("amplifier " + amplifier.id, amplifier.host, amplifier.port, amplifier.multicast_interface);
        boost::asio::post(io_, [this, index, where] { amplifier_found(index, where); });
      } catch (const std::exception& problem) {
        boost::asio::post(io_, [this, index, why = std::string{problem.what()}] { amplifier_lost(index, why); });
      }
    }
    boost::asio::post(io_, [this] { looking_ = false; });
  });
}

void House::amplifier_found(std::size_t index, const rtp::Destination& where) {
  pacer_->locate(index, where);
  rtcp_->locate(index, where);
  faults_.clear(cause_of(site_.amplifiers[index]), "Its address is known.", clock_.now());
}

void House::amplifier_lost(std::size_t index, const std::string& why) {
  faults_.raise("stream_lost", cause_of(site_.amplifiers[index]),
                "Nothing is sent to it: " + why +
                    ". It is looked for again every 10 s; write its IPv4 address in rtp to need no name server.",
                clock_.now());
}

}  // namespace wardcast
