// SPDX-License-Identifier: GPL-3.0-or-later
import i18n from "i18next";
import type { Schema } from "../api/client";
import { wordsOf } from "./words";

type Reason = Schema["Reason"];

/** A reason of openapi.json without its words does not compile. */
const vi: Record<Reason, string> = {
  overlap: "Trùng giờ và khu vực với “{{title}}”, cùng mức ưu tiên.",
  hours_guard: "Ngoài giờ được phép phát.",
  not_a_zone: "Đài không còn khu vực đó.",
  frozen: "“{{title}}” sắp phát trong một phút nữa hoặc đang phát, nên không sửa được nữa. Hãy dừng rồi sửa sau.",
  edition_over: "Buổi phát này đã xong; những gì đã phát giữ nguyên.",
  edition_cancelled: "Buổi phát này đã bị hủy; hãy khôi phục trước.",
  calendar_in_use:
    "Lịch nghỉ này đang được chương trình “{{title}}” dùng; hãy chọn lịch khác cho chương trình đó trước.",
  wrong_state: "Tin, bài đã sang trạng thái khác; hãy xem lại.",
  own_item: "Đây là tin, bài của chính bạn; phải do người khác duyệt, trả lại hoặc thu hồi.",
  title_missing: "Tin, bài chưa có tên.",
  kind_missing: "Chưa chọn thể loại.",
  recording_missing: "Chưa có bản ghi âm.",
  recording_failed: "Không xử lý được bản ghi âm; hãy gửi bản khác.",
  recording_preparing: "Bản ghi âm đang được xử lý; hãy đợi một lát.",
  not_declared: "Chưa đánh dấu xác nhận không phải văn bản mật.",
  fault_state: "Sự cố đã sang trạng thái khác; hãy xem lại.",
  not_repaired: "Đo lại vẫn thấy sự cố.",
  retest_running: "Lần đo lại trước chưa xong; hãy đợi kết quả.",
  photos_full: "Sự cố này đã đủ số ảnh cho phép.",
  remarks_full: "Biên bản này đã ghi quá nhiều, không ghi thêm được.",
  sweep_running: "Đang có một buổi kiểm tra; hãy dừng buổi đó hoặc đợi xong.",
  no_lines: "Đài chưa có đường dây nào để kiểm tra.",
  no_meter: "Đường dây này không có đồng hồ đo.",
  latched_off: "Đường dây này đang bị ngắt vì chập; khi báo đã sửa xong sự cố, đài sẽ đo lại.",
  nothing_measured: "Lần đo này không dùng làm giá trị chuẩn được.",
  held_silent: "Đài đang được giữ im lặng; chỉ phát khẩn cấp thật mới được phát.",
  emergencies_on_air: "Đang có phát khẩn cấp ở các khu vực này, hoặc quá nhiều cùng lúc.",
  emergency_over: "Lần phát khẩn cấp này đã kết thúc.",
  item_unfit: "Tin này không dùng để phát khẩn cấp được: phải được duyệt, có bản ghi âm và còn hạn.",
  last_administrator: "Đây là quản trị viên cuối cùng; hãy tạo thêm một quản trị viên trước.",
  name_taken: "Tên này đã có người dùng.",
  password_wrong: "Mật khẩu hiện tại không đúng.",
  attempts_throttled: "Thử quá nhiều lần; hãy đợi {{seconds}} giây.",
  station_busy: "Đài đang bận; hãy thử lại sau giây lát.",
  disk_full: "Ổ đĩa của đài đã đầy; hãy xóa bớt rồi thử lại.",
};

const en: Record<Reason, string> = {
  overlap: "It overlaps “{{title}}”, of the same priority.",
  hours_guard: "It lies outside the allowed hours.",
  not_a_zone: "The station no longer has that zone.",
  frozen: "“{{title}}” begins within the minute or is on air: it is no longer changed. Stop it, then change it.",
  edition_over: "This edition is over; what has aired stays as it is.",
  edition_cancelled: "This edition is cancelled; bring it back first.",
  calendar_in_use: "The programme “{{title}}” uses this calendar; give it another one first.",
  wrong_state: "The item is in another state by now; look again.",
  own_item: "This is your own item; somebody else must approve, return or withdraw it.",
  title_missing: "The item has no title.",
  kind_missing: "No kind is chosen.",
  recording_missing: "There is no recording yet.",
  recording_failed: "The recording could not be prepared; send another one.",
  recording_preparing: "The recording is still being prepared; wait a moment.",
  not_declared: "Nobody has ticked that it is not a classified document.",
  fault_state: "The fault is in another state by now; look again.",
  not_repaired: "The re-test found the fault again.",
  retest_running: "An earlier re-test is not done yet; wait for its result.",
  photos_full: "This fault has as many photos as it may have.",
  remarks_full: "So much was written about this inspection that nothing more is taken.",
  sweep_running: "An inspection is running; stop it or wait for its end.",
  no_lines: "The station has no line that could be tested.",
  no_meter: "This line has no meter.",
  latched_off: "This line is switched off, being shorted; telling that its fault is repaired tests it again.",
  nothing_measured: "This measurement cannot be a reference.",
  held_silent: "The station is held silent; only a real emergency passes.",
  emergencies_on_air: "There is an emergency on air in these zones, or too many at once.",
  emergency_over: "This emergency is over.",
  item_unfit: "This item cannot be an emergency message: it must be approved, recorded and not expired.",
  last_administrator: "This is the last administrator; make another one first.",
  name_taken: "Somebody has this name already.",
  password_wrong: "The current password is wrong.",
  attempts_throttled: "Too many attempts; wait {{seconds}} seconds.",
  station_busy: "The station is busy; try again in a moment.",
  disk_full: "The station's disk is full; remove something, then try again.",
};

wordsOf("reasons", vi, en);

/** Why the station refused something, in the page's language; `otherwise` for what has no reason that this page knows. */
export function sayReason(reason: Reason | undefined, values: Record<string, string | number>, otherwise: string) {
  return reason && reason in vi ? i18n.t(reason, { ns: "reasons", ...values }) : otherwise;
}
