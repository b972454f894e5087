// SPDX-License-Identifier: GPL-3.0-or-later
#include "daemon/statistics/minutes_words.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>

#include "daemon/health/fault_words.hpp"

namespace wardcast::statistics {
namespace {

struct Words {
  std::string_view vi, en;
  [[nodiscard]] std::string_view in(Language language) const { return language == Language::vi ? vi : en; }
};
struct Named {
  std::string_view key;
  Words words;
};

// In the order of Minute.
constexpr std::array kWords{
    Words{"BIÊN BẢN KIỂM TRA ĐƯỜNG DÂY VÀ LOA", "MINUTES OF THE CHECK OF LINES AND LOUDSPEAKERS"},
    Words{"Đài truyền thanh", "Station"},
    Words{"Buổi", "Session"},
    Words{"Bắt đầu", "Began"},
    Words{"Kết thúc", "Ended"},
    Words{"Kết quả", "Result"},
    Words{"Thành phần", "Present"},
    Words{"Thời tiết", "Weather"},
    Words{"A. Phòng máy", "A. Equipment room"},
    Words{"Thiết bị", "Device"},
    Words{"Trạng thái", "State"},
    Words{"Điện áp ra (V)", "Output voltage (V)"},
    Words{"Dòng (A)", "Current (A)"},
    Words{"Nhiệt độ (°C)", "Temperature (°C)"},
    Words{"Ghi chú", "Note"},
    Words{"Người ghi", "Written by"},
    Words{"Ghi lúc", "Written at"},
    Words{"B. Tuyến loa", "B. Lines"},
    Words{"Tuyến", "Line"},
    Words{"Tên", "Name"},
    Words{"Khu vực", "Zone"},
    Words{"Chiều dài (m)", "Length (m)"},
    Words{"Cách đo", "How measured"},
    Words{"Trở kháng đo (Ω)", "Impedance (Ω)"},
    Words{"Trở kháng chuẩn (Ω)", "Reference impedance (Ω)"},
    Words{"Công suất đo (W)", "Load (W)"},
    Words{"Công suất chuẩn (W)", "Reference load (W)"},
    Words{"Lệch (%)", "Deviation (%)"},
    Words{"Đứt", "Open"},
    Words{"Chập", "Short"},
    Words{"Rò", "Leak"},
    Words{"Cách đầu dây (m)", "Distance down the wire (m)"},
    Words{"Kết luận", "Verdict"},
    Words{"Hiện tượng", "What was found"},
    Words{"C. Cụm loa", "C. Loudspeakers"},
    Words{"Mã", "Id"},
    Words{"Vị trí, tổ", "Place"},
    Words{"Số loa", "Loudspeakers"},
    Words{"Nghe rõ", "Clear"},
    Words{"Nhỏ", "Weak"},
    Words{"Rè", "Distorted"},
    Words{"Hú", "Howling"},
    Words{"Mất tiếng", "Silent"},
    Words{"Loa tốt (ước tính)", "Sounding (estimate)"},
    Words{"Tại chỗ", "On site"},
    Words{"Loa", "Loudspeaker"},
    Words{"Nghe tại chỗ", "Heard on site"},
    Words{"D. Sự cố phát hiện", "D. Faults found"},
    Words{"Mô tả", "Description"},
    Words{"Mức", "Severity"},
    Words{"Đề nghị", "Advised"},
    Words{"Hạn", "Deadline"},
    Words{"Phụ trách", "Owner"},
    Words{"Đ. Sự cố cũ", "E. Earlier faults"},
    Words{"Đã khắc phục", "Repaired"},
    Words{"Tồn đọng", "Outstanding"},
    Words{"Tổng hợp", "Summary"},
    Words{"Tuyến tốt", "Lines in order"},
    Words{"Loa tốt", "Loudspeakers in order"},
    Words{"Tăng âm tốt", "Amplifiers in order"},
    Words{"Ý kiến kết luận", "Conclusion"},
    Words{"Người kiểm tra", "Checked by"},
    Words{"Phụ trách Đài", "Station in charge"},
    Words{"Chứng kiến", "Witness"},
    Words{"Tự động", "Automatic"},
    Words{"có", "yes"},
    Words{"không", "no"},
    Words{"Không có", "None"},
    Words{"ngoài kế hoạch", "beside the plan"},
    Words{"chưa kết thúc", "not over"},
    Words{"chưa rõ", "not known"},
};
static_assert(kWords.size() == static_cast<std::size_t>(Minute::not_known) + 1);

constexpr std::array kStandings{Words{"Tốt", "Good"}, Words{"Theo dõi", "Watch"}, Words{"Hỏng", "Broken"},
                                Words{"–", "–"}};
constexpr std::array kHeard{Named{"clear", {"Nghe rõ", "Clear"}}, Named{"weak", {"Nhỏ", "Weak"}},
                            Named{"distorted", {"Rè", "Distorted"}}, Named{"howling", {"Hú", "Howling"}},
                            Named{"silent", {"Mất tiếng", "Silent"}}};
constexpr std::array kFound{Named{"good", {"Tốt", "Good"}}, Named{"weak", {"Kém", "Weak"}},
                            Named{"broken", {"Hỏng", "Broken"}}};
constexpr std::array kResults{Named{"complete", {"Đủ", "Complete"}}, Named{"partial", {"Thiếu", "Partial"}},
                              Named{"missed", {"Bỏ lỡ", "Missed"}}, Named{"running", {"Đang kiểm tra", "Running"}}};
constexpr std::array kUnjudged{
    Named{"ok", {"", ""}}, Named{"no_reference", {"Chưa có giá trị chuẩn", "Nobody has confirmed its reference yet"}},
    Named{"not_measured", {"Không đo được: không có đồng hồ đo", "Not measured: it has no meter"}},
    Named{"not_tested", {"Chưa kiểm tra", "Not tested"}}};

template <std::size_t size>
std::string_view found_in(const std::array<Named, size>& list, std::string_view key, Language language) {
  const auto* const found = std::ranges::find(list, key, &Named::key);
  return found == list.end() ? key : found->words.in(language);
}

health::Tongue tongue(Language language) { return language == Language::vi ? health::Tongue::vi : health::Tongue::en; }

}  // namespace

std::string_view say(Language language, Minute what) { return kWords.at(static_cast<std::size_t>(what)).in(language); }

std::string_view standing_text(Language language, Standing standing) {
  return kStandings.at(static_cast<std::size_t>(standing)).in(language);
}

std::string hearing_text(Language language, std::string_view hearing) {
  return std::string{found_in(kHeard, hearing, language)};
}

std::string condition_text(Language language, std::string_view condition) {
  return std::string{found_in(kFound, condition, language)};
}

std::string_view result_text(Language language, const store::SweepRecord& session) {
  return found_in(kResults, session.end ? std::string_view{session.end->result} : "running", language);
}

std::string verdict_text(Language language, std::string_view verdict) {
  const auto* const unjudged = std::ranges::find(kUnjudged, verdict, &Named::key);
  if (unjudged != kUnjudged.end()) return std::string{unjudged->words.in(language)};
  return std::string{health::class_name(verdict, tongue(language))};
}

std::string session_text(Language language, const Minutes& minutes) {
  const bool vi = language == Language::vi;
  const auto month = (vi ? "Tháng " : "Month ") + month_text(minutes.month.key) + " – ";
  if (!minutes.number) {
    const auto& sweep = minutes.session.sweep;
    const bool planned = sweep.origin == "planned" && !sweep.dry;
    return month + std::string{say(language, Minute::session)} + " " +
           (planned ? "–/0" + std::to_string(kSessionsAMonth) : std::string{say(language, Minute::beside_plan)});
  }
  std::array<char, 24> place{};
  (void)std::snprintf(place.data(), place.size(), "%02d/%02d", *minutes.number, kSessionsAMonth);
  return month + std::string{say(language, Minute::session)} + " " + place.data();
}

std::string number_text(Language language, const std::optional<double>& number, int decimals) {
  if (!number) return "–";
  if (std::isinf(*number)) return "∞";
  const double scale = std::pow(10, decimals);
  const double rounded = std::round(*number * scale) / scale;
  std::array<char, 64> text{};
  (void)std::snprintf(text.data(), text.size(), "%.*f", decimals, rounded == 0 ? 0.0 : rounded);
  std::string printed{text.data()};
  if (language == Language::vi) std::ranges::replace(printed, '.', ',');
  return printed;
}

}  // namespace wardcast::statistics
