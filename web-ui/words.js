// SPDX-License-Identifier: GPL-3.0-or-later
// Every text of the page, in both languages.
"use strict";

const WORDS = {
  vi: {
    other: "English", other_code: "en",
    station: "Đài truyền thanh", login: "Đăng nhập", logout: "Đăng xuất", username: "Tên đăng nhập", password: "Mật khẩu",
    login_wrong: "Sai tên đăng nhập hoặc mật khẩu.", login_wait: "Thử quá nhiều lần; hãy đợi {0} giây.",
    no_station: "Không kết nối được với đài.", no_right: "Tài khoản này không được xem tình trạng phát sóng.",
    failed: "Không thực hiện được: {0}",
    link_live: "Trực tuyến", link_lost: "Mất kết nối, đang nối lại…", link_opening: "Đang kết nối…",
    on_air_now: "Khu vực phát", on_air: "Đang phát", idle: "Chờ", emergency: "KHẨN CẤP", drill: "Diễn tập khẩn cấp", since: "từ {0}", silence: "Không phát",
    programme: "Chương trình", item: "Tin, bài", level: "Mức âm", level_value: "{0} dB",
    relay: "Rơ-le", relay_open: "ngắt", relay_closed: "đóng", relay_unknown: "không rõ", relay_mixed: "không đều",
    relay_none: "không có", relay_wanted: "đang chờ đóng",
    next_up: "Sắp phát", next_none: "Chưa có chương trình nào trong thời gian tới.", next_zone: "{0} khu vực", next_zones: "{0} khu vực",
    hold_title: "Đang giữ im lặng.", hold_text: "Lịch phát không chạy cho đến khi bỏ giữ.",
    stop_all: "Dừng phát", stop_ask: "Dừng phát ở mọi khu vực ngay bây giờ?", stop_once: "Dừng chương trình đang phát",
    stop_hold: "Dừng và giữ im lặng", release: "Bỏ giữ, phát theo lịch", no: "Không",
    board_lost: "Bảng rơ-le {0} không trả lời: {1}",
  },
  en: {
    other: "Tiếng Việt", other_code: "vi",
    station: "Station", login: "Log in", logout: "Log out", username: "User name", password: "Password",
    login_wrong: "Wrong user name or password.", login_wait: "Too many attempts; wait {0} seconds.",
    no_station: "The station cannot be reached.", no_right: "This account may not see what is on air.",
    failed: "It could not be done: {0}",
    link_live: "Online", link_lost: "Offline, reconnecting…", link_opening: "Connecting…",
    on_air_now: "Zones", on_air: "On air", idle: "Idle", emergency: "EMERGENCY", drill: "Emergency drill", since: "since {0}", silence: "Nothing on air",
    programme: "Programme", item: "Item", level: "Level", level_value: "{0} dB",
    relay: "Relay", relay_open: "open", relay_closed: "closed", relay_unknown: "unknown", relay_mixed: "differing",
    relay_none: "none", relay_wanted: "about to close",
    next_up: "Next up", next_none: "No programme is planned for the time ahead.", next_zone: "{0} zone", next_zones: "{0} zones",
    hold_title: "Kept silent.", hold_text: "Nothing scheduled starts until the hold is released.",
    stop_all: "Stop all", stop_ask: "Stop all zones now?", stop_once: "Stop what is on air",
    stop_hold: "Stop and keep silent", release: "Release, follow the schedule", no: "No",
    board_lost: "Relay board {0} does not answer: {1}",
  },
};
