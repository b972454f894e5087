// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/problem.hpp"

// Tables as spreadsheets write them (RFC 4180 with ';'). Pure; any thread.
namespace wardcast::statistics {

inline constexpr char kCsvSeparator = ';';
/// Tells a spreadsheet that the file is UTF-8.
inline constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

struct CsvField {
  std::string text;
  Place place;  ///< of its first character
};
using CsvRow = std::vector<CsvField>;

/// The rows of a table, lines without any character left out. Quoted fields may hold separators, quotes (doubled) and
/// line breaks; lines end with LF or CRLF; a byte order mark is passed over. What is wrong with the quotes goes to
/// `problems`. `text` must be UTF-8. No library tells where in the file a field stands.
std::vector<CsvRow> read_csv(std::string_view text, Problems& problems);

/// Writes fields one by one, quoted where they need it, and ends lines as spreadsheets do (CRLF).
class CsvWriter {
 public:
  CsvWriter& field(std::string_view text);
  CsvWriter& end_line();
  /// One line of these fields.
  CsvWriter& line(const std::vector<std::string>& fields);
  [[nodiscard]] std::string done() { return std::move(text_); }

 private:
  std::string text_{kByteOrderMark};
  bool line_begun_ = false;
};

}  // namespace wardcast::statistics
