// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "daemon/health/judgement.hpp"
#include "daemon/health/line_test.hpp"
#include "drivers/store/records.hpp"

namespace wardcast::health {

/// What is known of one line.
struct LineState {
  LineId place;
  std::string id, name, zone;
  LineFacts facts;
  LineResolution resolution;
  bool measurable = false;  ///< it has a meter
  std::optional<store::LineReference> reference;
  std::optional<store::Measurement> latest;           ///< of its newest test
  std::optional<store::Measurement> latest_measured;  ///< of its newest test that measured something
  std::vector<double> sweep_watts;                    ///< of the last sweeps that found it in order, oldest first
  int in_order_in_a_row = 0;                          ///< sweeps
  SteadyTime tested_at{};                             ///< its last test ended; its meter may have shown the tone since
  int current_while_open = 0;                         ///< how often on end current was seen through its open contact
};

/// What is known of every line, in the site's order. Facts come from the journal at the start and from tests
/// afterwards. io thread only.
class LineBook {
 public:
  /// `latest`: some of each line's measurements, oldest first.
  LineBook(const site::Site& site, const std::vector<store::LineReference>& references,
           const std::vector<store::Measurement>& latest);

  [[nodiscard]] const std::vector<LineState>& lines() const { return lines_; }
  LineState& at(LineId place);
  LineState* find(std::string_view id);
  [[nodiscard]] const LineState* find(std::string_view id) const;
  void note(const store::Measurement& measurement);
  void note(const store::LineReference& reference);

 private:
  std::vector<LineState> lines_;
  std::map<LineId, std::size_t> by_place_;
  std::map<std::string, std::size_t, std::less<>> by_id_;
};

/// A row of the journal: what was measured and what was made of it.
store::Measurement measurement_row(const LineState& line, const TestResult& result, const Judgement& judgement);

}  // namespace wardcast::health
