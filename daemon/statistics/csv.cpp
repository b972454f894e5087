// SPDX-License-Identifier: GPL-3.0-or-later
#include "daemon/statistics/csv.hpp"

namespace wardcast::statistics {
namespace {

/// Walks through the text and knows line and column; columns count characters, not bytes.
class Cursor {
 public:
  explicit Cursor(std::string_view text) : text_(text) {}
  [[nodiscard]] bool at_end() const { return next_ == text_.size(); }
  [[nodiscard]] char peek() const { return text_[next_]; }
  [[nodiscard]] bool at_line_end() const {
    return at_end() || peek() == '\n' || (peek() == '\r' && next_ + 1 < text_.size() && text_[next_ + 1] == '\n');
  }
  [[nodiscard]] Place place() const { return place_; }
  char take() {
    const char taken = text_[next_++];
    if (taken == '\n') {
      ++place_.line;
      place_.column = 1;
    } else if (at_end() || (static_cast<unsigned char>(text_[next_]) & 0xC0U) != 0x80U) {
      ++place_.column;
    }
    return taken;
  }
  bool take_if(char wanted) {
    if (at_end() || peek() != wanted) return false;
    (void)take();
    return true;
  }
  void take_line_end() {
    while (!at_end()) {
      if (take() == '\n') return;
    }
  }

 private:
  std::string_view text_;
  std::size_t next_ = 0;
  Place place_{1, 1};
};

std::string quoted(Cursor& cursor, Place begun, Problems& problems) {
  std::string text;
  while (!cursor.at_end()) {
    const char next = cursor.take();
    if (next != '"') {
      text += next;
    } else if (cursor.take_if('"')) {
      text += '"';
    } else {
      return text;
    }
  }
  problems.add(begun, "the quoted text that begins here has no end: add a closing \"");
  return text;
}

CsvField field_at(Cursor& cursor, Problems& problems) {
  CsvField field{.text = {}, .place = cursor.place()};
  if (cursor.take_if('"')) {
    field.text = quoted(cursor, field.place, problems);
    if (cursor.at_line_end() || cursor.peek() == kCsvSeparator) return field;
    problems.add(cursor.place(),
                 "only ';' may follow the closing \" of a quoted text; write \"\" for a quote inside it");
  }
  while (!cursor.at_line_end() && cursor.peek() != kCsvSeparator) field.text += cursor.take();
  return field;
}

/// A spreadsheet would compute it. A number with a sign is just a number.
bool like_a_formula(std::string_view text) {
  if (text.empty()) return false;
  const char first = text.front();
  if (first == '=' || first == '@' || first == '\t' || first == '\r') return true;
  return (first == '+' || first == '-') && text.find_first_not_of("0123456789.,", 1) != std::string_view::npos;
}

}  // namespace

std::vector<CsvRow> read_csv(std::string_view text, Problems& problems) {
  if (text.starts_with(kByteOrderMark)) text.remove_prefix(kByteOrderMark.size());
  std::vector<CsvRow> rows;
  Cursor cursor{text};
  while (!cursor.at_end()) {
    if (!cursor.at_line_end()) {
      auto& row = rows.emplace_back();
      do {
        row.push_back(field_at(cursor, problems));
      } while (cursor.take_if(kCsvSeparator));
    }
    cursor.take_line_end();
  }
  return rows;
}

CsvWriter& CsvWriter::field(std::string_view text) {
  if (line_begun_) text_ += kCsvSeparator;
  line_begun_ = true;
  const bool formula = like_a_formula(text);
  const bool marks = text.find_first_of(";\"\r\n") != std::string_view::npos;
  if (!formula && !marks) {
    text_ += text;
    return *this;
  }
  text_ += '"';
  if (formula) text_ += '\'';
  for (const char letter : text) {
    if (letter == '"') text_ += '"';
    text_ += letter;
  }
  text_ += '"';
  return *this;
}

CsvWriter& CsvWriter::end_line() {
  text_ += "\r\n";
  line_begun_ = false;
  return *this;
}

CsvWriter& CsvWriter::line(const std::vector<std::string>& fields) {
  for (const auto& one : fields) field(one);
  return end_line();
}

}  // namespace wardcast::statistics
