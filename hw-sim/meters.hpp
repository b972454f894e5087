// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <cstddef>
#include <map>
#include <optional>
#include <vector>

#include "hw-sim/model/meter_model.hpp"
#include "hw-sim/model/pieces.hpp"
#include "hw-sim/ward.hpp"

namespace wardcast::sim {

/// The ward's line meters: what each shows is what the decoded sound of the last refresh window really drove into the
/// connected load. A meter is refreshed when somebody looks at it, in two steps, because decoding belongs on another
/// thread: wanted() says what to decode, show() puts the readings on the meters. Nobody looks: nothing is decoded.
/// io thread.
class Meters {
 public:
  /// `ward` must outlive it. `noise`: relative sigma of every reading.
  Meters(Ward& ward, double noise);

  /// A stretch of an amplifier's output, cut where a contact of one of its lines moved.
  struct Piece {
    Interval span;
    std::vector<std::size_t> closed;  ///< lines, by index in Ward::lines
    double level = 0;                 ///< fraction of a full-scale sine
  };
  struct Heard {
    std::size_t amplifier = 0;
    SteadyTime from, to;
    std::vector<Piece> pieces;
  };
  /// What looking at some meters takes.
  struct Look {
    SteadyTime at;
    std::vector<std::size_t> meters;    ///< by index in Ward::meters
    std::vector<Heard> known, unknown;  ///< windows, those that were decoded already and those that were not
    std::vector<LevelJob> jobs;         ///< one for each of `unknown`
  };

  /// Everything that had arrived by `at` must be in the models.
  Look wanted(std::vector<std::size_t> meters, SteadyTime at);
  /// The meter at that place on a bus. None: a relay board, or nobody.
  [[nodiscard]] std::optional<std::size_t> at(std::size_t bus, int unit) const;
  /// `levels`: piece_levels() of each of the look's jobs. A meter with the fault "stuck" keeps what it shows.
  void show(Look look, const std::vector<std::vector<double>>& levels);

 private:
  [[nodiscard]] std::optional<std::size_t> line_at(std::size_t meter, int channel) const;
  [[nodiscard]] Heard cut(std::size_t amplifier, SteadyTime from, SteadyTime to) const;
  [[nodiscard]] LineLoad truth(std::size_t line, const Heard& heard) const;
  [[nodiscard]] bool frozen(std::size_t meter) const;

  Ward& ward_;
  std::vector<MeterModel> models_;       ///< by meter
  std::map<std::size_t, Heard> latest_;  ///< by amplifier: its last decoded window, for the next meter that asks
};

}  // namespace wardcast::sim
