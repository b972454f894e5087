// SPDX-License-Identifier: GPL-3.0-or-later
#include "daemon/health/fault_words.hpp"

#include <algorithm>
#include <array>

namespace wardcast::health {
namespace {

struct Text {
  std::string_view vi, en;
  [[nodiscard]] std::string_view in(Tongue tongue) const { return tongue == Tongue::vi ? vi : en; }
};
struct Entry {
  std::string_view kind;
  Text name, advice;
};

constexpr std::array kEntries{
    Entry{"no_comm",
          {"Thiết bị không trả lời", "A device does not answer"},
          {"Kiểm tra nguồn và dây mạng hoặc dây RS-485 của thiết bị, địa chỉ Modbus và điện trở cuối đường; chưa kết "
           "luận gì về đường dây loa.",
           "Check the device's supply, its network or RS-485 wiring, its Modbus address and the termination; this says "
           "nothing about the loudspeaker lines."}},
    Entry{"relay_stuck",
          {"Rơ-le không đóng", "A relay does not close"},
          {"Kiểm tra nguồn cuộn dây và đo tiếp điểm bằng tay; thay rơ-le hoặc chuyển đường dây sang kênh khác, rồi yêu "
           "cầu kiểm tra lại.",
           "Check the coil's supply and measure the contact by hand; replace the relay or move the line to another "
           "channel, then ask for a re-test."}},
    Entry{
        "welded",
        {"Tiếp điểm rơ-le bị dính", "A relay contact is welded"},
        {"Loa có thể kêu ngoài ý muốn: ngắt đường dây bằng tay, thay rơ-le, tìm chỗ quá dòng đã làm dính, rồi yêu cầu "
         "kiểm tra lại.",
         "The loudspeakers may sound unasked: disconnect the line by hand, replace the relay, look for the "
         "over-current that welded it, then ask for a re-test."}},
    Entry{"no_tone",
          {"Tăng âm không ra tín hiệu", "The amplifier gives no signal"},
          {"Kiểm tra nguồn, cầu chì, âm lượng và đường truyền tới tăng âm; đường dây loa chưa được đo.",
           "Check the amplifier's supply, fuse, volume and network; the loudspeaker line has not been measured."}},
    Entry{"short",
          {"Đường dây bị chập", "A line is shorted"},
          {"Đường dây đã bị khóa, không phát cả khi khẩn cấp. Tìm chỗ chập từ khoảng cách đã báo, sửa rồi yêu cầu kiểm "
           "tra lại để mở khóa.",
           "The line is latched off, for emergencies too. Look for the short at the distance told, repair it, then ask "
           "for a re-test, which unlatches it."}},
    Entry{
        "overload",
        {"Đường dây quá tải", "A line carries too much load"},
        {"Tìm loa mắc thêm, nấc công suất bị đổi hoặc nước vào hộp nối; nếu thay đổi là đúng thì đo lại giá trị chuẩn.",
         "Look for an added loudspeaker, a changed tap or water in a junction box; if the change is wanted, take a "
         "new reference."}},
    Entry{"partial",
          {"Mất một số loa", "Some loudspeakers are lost"},
          {"Nghe từng loa cuối đường dây, kiểm tra chỗ nối và biến áp của loa im tiếng.",
           "Listen to the loudspeakers from the end of the line; check the joints and transformers of those that are "
           "silent."}},
    Entry{"open",
          {"Đường dây bị đứt", "A line is broken"},
          {"Gần như không còn loa nào kêu: kiểm tra đầu dây ở tủ, cầu đấu và chỗ dây đứt gần đầu đường.",
           "Hardly a loudspeaker is left: check the terminals in the cabinet and the wire near its beginning."}},
    Entry{
        "earth",
        {"Đường dây chạm đất", "A line leaks to earth"},
        {"Nguy hiểm điện giật: không chạm vào dây trần. Tìm chỗ vỏ dây hỏng hoặc hộp nối ngấm nước, sửa rồi yêu cầu "
         "kiểm tra lại.",
         "Danger of electric shock: touch no bare wire. Look for damaged insulation or a wet junction box, repair it, "
         "then ask for a re-test."}},
    Entry{"drift",
          {"Đường dây thay đổi dần", "A line changes slowly"},
          {"Chưa phải sự cố: xem chỗ nối bị gỉ và loa yếu dần ở lần kiểm tra tới.",
           "Not a failure yet: look for corroding joints and weak loudspeakers at the next visit."}},
    Entry{"stream_lost",
          {"Tăng âm không nhận được âm thanh", "An amplifier receives nothing"},
          {"Kiểm tra nguồn, dây mạng và bộ chuyển mạch ở phía tăng âm.",
           "Check the amplifier's supply, its network cable and the switch."}},
    Entry{"source_silent",
          {"Nguồn phát im lặng", "A source is silent"},
          {"Kiểm tra nguồn âm thanh đang phát: micrô, đường vào hoặc đài tiếp âm.",
           "Check the source on air: microphone, line input or the relayed station."}},
    Entry{"media_bad",
          {"Bản ghi không đọc được", "A recording cannot be read"},
          {"Tải bản ghi lên lại và nghe thử trước giờ phát.",
           "Upload the recording again and listen to it before it airs."}},
    Entry{"no_device",
          {"Không tìm thấy thiết bị", "A device is missing"},
          {"Kiểm tra thiết bị đã cắm và được nhận chưa.", "Check that the device is plugged in and recognised."}},
    Entry{"schedule_missed",
          {"Chương trình không phát", "A programme was missed"},
          {"Xem lý do, báo cho ban biên tập và xếp phát bù nếu cần.",
           "Read the reason, tell the editors and schedule it again if needed."}},
    Entry{"clock_wrong",
          {"Đồng hồ máy sai", "The clock is wrong"},
          {"Chỉnh giờ máy và kiểm tra pin đồng hồ, NTP: theo lịch không chương trình nào phát cho đến khi giờ đúng.",
           "Set the clock and check its battery and NTP: nothing scheduled airs until it is right."}},
    Entry{"disk_low",
          {"Ổ đĩa gần đầy", "The disk is nearly full"},
          {"Xóa hoặc chuyển bớt tệp khỏi ổ đĩa.", "Remove files from the disk, or move them elsewhere."}},
    Entry{"alert_failed",
          {"Không gửi được cảnh báo", "An alert could not be delivered"},
          {"Kiểm tra mạng Internet, máy chủ thư hoặc địa chỉ webhook của người nhận.",
           "Check the internet connection, the mail server or the recipient's webhook address."}},
};

constexpr Text kUnknownAdvice{"Xem chi tiết sự cố và kiểm tra tại chỗ.", "Read the fault's details and look on site."};
constexpr std::array kSeverities{Text{"lưu ý", "notice"}, Text{"nhẹ", "minor"}, Text{"nặng", "major"},
                                 Text{"khẩn cấp", "critical"}};

}  // namespace

std::string_view class_name(std::string_view kind, Tongue tongue) {
  const auto* const found = std::ranges::find(kEntries, kind, &Entry::kind);
  return found == kEntries.end() ? kind : found->name.in(tongue);
}

std::string_view advice(std::string_view kind, Tongue tongue) {
  const auto* const found = std::ranges::find(kEntries, kind, &Entry::kind);
  return (found == kEntries.end() ? kUnknownAdvice : found->advice).in(tongue);
}

std::string_view severity_name(Severity severity, Tongue tongue) {
  return kSeverities.at(static_cast<std::size_t>(severity)).in(tongue);
}

}  // namespace wardcast::health
