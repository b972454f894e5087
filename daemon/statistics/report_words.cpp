// SPDX-License-Identifier: GPL-3.0-or-later
#include "daemon/statistics/report_words.hpp"

#include <array>
#include <cmath>
#include <cstdio>
#include <cstdlib>

namespace wardcast::statistics {
namespace {

struct Words {
  std::string_view vi, en;
  [[nodiscard]] std::string_view in(Language language) const { return language == Language::vi ? vi : en; }
};

// In the order of Say.
constexpr std::array kWords{
    Words{"BÁO CÁO KẾT QUẢ PHÁT THANH", "BROADCASTING REPORT"},
    Words{"Đài truyền thanh", "Station"},
    Words{"Kỳ báo cáo", "Period"},
    Words{"Từ ngày", "From"},
    Words{"Đến ngày", "To"},
    Words{"Số liệu tính đến", "Figures as of"},
    Words{"Tổng hợp", "Summary"},
    Words{"Kỳ này", "This period"},
    Words{"Kỳ trước", "Period before"},
    Words{"Cùng kỳ năm trước", "Same period last year"},
    Words{"Tăng, giảm so với kỳ trước (%)", "Change from the period before (%)"},
    Words{"Chương trình đã phát", "Programmes aired"},
    Words{"Trong đó phát thiếu", "Partly aired among them"},
    Words{"Bỏ lỡ", "Missed"},
    Words{"Thời lượng phát", "Time on air"},
    Words{"Trong đó chưa đọc được rơ-le", "Of it with no relay board read"},
    Words{"Tin, bài", "Items"},
    Words{"Lượt phát tin, bài", "Item airings"},
    Words{"Biểu 1. Chương trình phát thanh", "Table 1. Programmes"},
    Words{"Tháng", "Month"},
    Words{"Kế hoạch", "Planned"},
    Words{"Đã phát", "Aired"},
    Words{"Phát thiếu", "Partly aired"},
    Words{"Tự sản xuất", "Own production"},
    Words{"Tiếp âm", "Relay"},
    Words{"Thông báo", "Notice"},
    Words{"Khẩn cấp", "Emergency"},
    Words{"Tổng giờ", "Total hours"},
    Words{"Biểu 2. Tin, bài theo thể loại (SL: số tin, bài; L: lượt phát)",
          "Table 2. Items by kind (N: items; A: airings)"},
    Words{"Thể loại", "Kind"},
    Words{"SL", "N"},
    Words{"L", "A"},
    Words{"CỘNG", "TOTAL"},
    Words{"Biểu 3. Tin, bài theo đơn vị", "Table 3. Items by unit"},
    Words{"Đơn vị", "Unit"},
    Words{"Biểu 4. Tin, bài theo lĩnh vực", "Table 4. Items by theme"},
    Words{"Lĩnh vực", "Theme"},
    Words{"Biểu 5. Kiểm tra đường dây, loa và sự cố", "Table 5. Line checks and faults"},
    Words{"Buổi kiểm tra đường dây, loa", "Sweeps of lines and loudspeakers"},
    Words{"Sự cố phát hiện", "Faults found"},
    Words{"Chương trình bỏ lỡ", "Missed programmes"},
    Words{"Chương trình phát thiếu", "Partly aired programmes"},
    Words{"STT", "No."},
    Words{"Ngày", "Date"},
    Words{"Giờ", "Time"},
    Words{"Chương trình", "Programme"},
    Words{"Khu vực phát", "Zones"},
    Words{"Lý do", "Reason"},
    Words{"Không có", "None"},
    Words{"Quy tắc đếm", "Counting rules"},
    Words{"(không ghi)", "(not given)"},
};
static_assert(kWords.size() == static_cast<std::size_t>(Say::none) + 1);

constexpr std::array<std::string_view, 6> kRulesVi{
    "Chương trình: một số phát theo lịch có phần được phát đi. Đủ khi mỗi tin, bài được phát từ 95 % trở lên, nếu "
    "không là "
    "phát thiếu (vẫn tính); không phát được gì là bỏ lỡ, không tính. Phát lại là lượt phát, không phải chương trình "
    "mới.",
    "Tin, bài: số tin, bài khác nhau được phát lần đầu trong kỳ, mỗi tin, bài phát từ 95 % trở lên trong một lượt; bị "
    "cắt thì "
    "chỉ tính thời lượng. Lượt phát được đếm riêng.",
    "Thời lượng: tính từ các gói âm thanh đã gửi thật tới ít nhất một đường dây đọc lại là đang đóng (không đọc được "
    "rơ-le nào "
    "thì vẫn tính và ghi rõ), một lần dù bao nhiêu khu vực cùng phát.",
    "Số liệu chính là chương trình tự sản xuất; tiếp âm, thông báo, khẩn cấp tính riêng; diễn tập và thử máy không "
    "tính.",
    "Ngày tính theo giờ địa phương, kể cả ngày đầu và ngày cuối; một lượt phát thuộc về ngày bắt đầu theo lịch. Cộng "
    "theo gói, "
    "chỉ làm tròn khi in.",
    "Kế hoạch: số chương trình đã đến giờ phát tính đến lúc lập báo cáo, gồm đã phát và bỏ lỡ.",
};
constexpr std::array<std::string_view, 6> kRulesEn{
    "Programme: one scheduled edition of which something was sent. Full when at least 95 % of every item was sent, "
    "else partly "
    "aired (counted); of which nothing was sent: missed, not counted. A repeat is another airing, not another "
    "programme.",
    "Item: a distinct item first aired in the period, at least 95 % of it in one airing; a cut one gives time, no "
    "item. Airings "
    "are counted beside it.",
    "Time on air: from packets really sent to at least one line read back closed (where no board can be read: counted "
    "and "
    "marked), once however many zones played.",
    "The headline is own programmes; relay, notice and emergency are kept apart; drills and tests never count.",
    "Dates are local and inclusive; an airing belongs to the date of its planned start. Packets are summed, only what "
    "is "
    "printed is rounded.",
    "Planned: programmes whose time had come when the report was made, aired and missed.",
};

struct Reason {
  std::string_view word;
  Words said;
};
constexpr std::array kReasons{
    Reason{"not_running", {"máy không chạy", "the daemon was not running"}},
    Reason{"empty_rundown", {"không có tin, bài", "empty rundown"}},
    Reason{"nothing_playable", {"không có tin, bài phát được", "nothing playable in the rundown"}},
    Reason{"hours_guard", {"ngoài giờ được phép phát", "outside the allowed hours"}},
    Reason{"busy", {"khu vực đang phát nội dung khác", "the zones were busy"}},
    Reason{"hold", {"đài đang tạm dừng", "the station was on hold"}},
    Reason{"stopped", {"bị dừng bằng tay", "stopped by hand"}},
    Reason{"cancelled", {"đã hủy", "cancelled"}},
    Reason{"slot_end", {"hết khung giờ", "the slot ended"}},
    Reason{"interrupted", {"bị nội dung ưu tiên chen vào", "interrupted by a higher priority"}},
    Reason{"preempted", {"bị nội dung ưu tiên chen vào", "interrupted by a higher priority"}},
    Reason{"shutdown", {"máy bị tắt", "the daemon was stopped"}},
    Reason{"crash", {"máy dừng đột ngột", "the daemon ended suddenly"}},
    Reason{"joined_late", {"vào giữa chừng", "joined late"}},
    Reason{"missed", {"không phát", "not aired"}},
    Reason{"cut", {"bị cắt", "cut"}},
    Reason{"unreadable", {"tệp âm thanh không đọc được", "recording unreadable"}},
    Reason{"no_audio", {"chưa có âm thanh", "no recording"}},
    Reason{"unapproved", {"chưa duyệt", "not approved"}},
    Reason{"withdrawn", {"đã thu hồi", "withdrawn"}},
    Reason{"expired", {"đã hết hạn", "expired"}},
    Reason{"not_heard", {"đường dây không đóng", "no line was closed"}},
    Reason{"clock_wrong", {"đồng hồ máy sai", "the clock was wrong"}},
};

constexpr std::array<std::string_view, 4> kRoman{"I", "II", "III", "IV"};

}  // namespace

Language language_of(std::string_view code) { return code == "en" ? Language::en : Language::vi; }

std::string_view say(Language language, Say what) { return kWords.at(static_cast<std::size_t>(what)).in(language); }

std::span<const std::string_view> counting_rules(Language language) {
  if (language == Language::vi) return kRulesVi;
  return kRulesEn;
}

std::string reason_text(Language language, std::string_view reason) {
  for (const auto& known : kReasons) {
    if (known.word == reason) return std::string{known.said.in(language)};
  }
  return std::string{reason};
}

std::string hours_text(microseconds time) {
  const auto minutes = std::chrono::round<std::chrono::minutes>(time).count();
  char text[40];
  (void)std::snprintf(text, sizeof text, "%lldh%02d'", static_cast<long long>(minutes / 60),
                      static_cast<int>(minutes % 60));
  return text;
}

std::string date_text(CivilDate date) {
  char text[40];
  (void)std::snprintf(text, sizeof text, "%02u/%02u/%04d", static_cast<unsigned>(date.day()),
                      static_cast<unsigned>(date.month()), static_cast<int>(date.year()));
  return text;
}

std::string moment_text(WallTime instant, const TimeZone& zone) {
  return date_text(zone.date_of(instant)) + " " + format_civil(zone.to_civil(instant)).substr(11, 5);
}

std::string month_text(std::string_view key) {
  return std::string{key.substr(5, 2)} + "/" + std::string{key.substr(0, 4)};
}

std::string count_text(Language language, std::int64_t count) {
  auto text = std::to_string(count);
  const auto mark = language == Language::vi ? '.' : ',';
  for (auto at = static_cast<std::ptrdiff_t>(text.size()) - 3; at > (count < 0 ? 1 : 0); at -= 3) {
    text.insert(static_cast<std::size_t>(at), 1, mark);
  }
  return text;
}

std::string change_text(Language language, std::int64_t before, std::int64_t now) {
  if (before == 0) return "–";
  // Tenths of a percent, rounded half away from zero.
  const auto tenths = std::llround(static_cast<long double>(now - before) * 1000 / static_cast<long double>(before));
  char text[48];
  (void)std::snprintf(text, sizeof text, "%s%lld%c%lld", tenths > 0 ? "+" : (tenths < 0 ? "-" : ""),
                      std::llabs(tenths) / 10, language == Language::vi ? ',' : '.', std::llabs(tenths) % 10);
  return text;
}

std::string period_text(Language language, Period period) {
  if (const auto quarter = quarter_of(period)) {
    return std::string{language == Language::vi ? "Quý " : "Quarter "} +
           std::string{kRoman.at(static_cast<std::size_t>(quarter->number - 1))} + "/" +
           format_date(period.from).substr(0, 4);
  }
  const auto months = months_of(period);
  const auto last = CivilDate{period.from.year() / period.from.month() / std::chrono::last};
  if (months.size() == 1 && period.from.day() == std::chrono::day{1} && period.to == last) {
    return std::string{language == Language::vi ? "Tháng " : "Month "} +
           std::to_string(static_cast<unsigned>(period.from.month())) + "/" + format_date(period.from).substr(0, 4);
  }
  return date_text(period.from) + "–" + date_text(period.to);
}

}  // namespace wardcast::statistics
