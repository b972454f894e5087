// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <string>

#include "drivers/store/records.hpp"
#include "drivers/store/store.hpp"

// Records with every field filled in, and comparisons of every field.
namespace wardcast::store {

inline WallTime at(std::int64_t seconds_since_1970, std::int64_t micros = 0) {
  return WallTime{seconds{seconds_since_1970}} + microseconds{micros};
}

inline Item sample_item() {
  Item item;
  item.title = "Vệ sinh môi trường tại tổ dân phố số 7";
  item.kind = "tin";
  item.theme = "Môi trường — đời sống";
  item.author = "Nguyễn Thị Đào";
  item.unit = "Hội Phụ nữ phường";
  item.script = "Sáng nay, bà con \"tổ 7\"\nra quân dọn dẹp ngõ xóm; đường thông hè thoáng.";
  item.not_classified = true;
  item.expires_on = CivilDate{std::chrono::year{2018}, std::chrono::month{3}, std::chrono::day{31}};
  item.status = ItemStatus::approved;
  item.note = "đã sửa lỗi chính tả";
  item.owner = 12;
  item.owner_name = "đào";
  item.created = at(1515000000, 123456);
  item.changed = at(1515000100, 1);
  item.media = "9f86d081884c7d65";
  item.samples = 21600000;
  item.packets = 22500;
  item.audio_state = "ready";
  item.audio_problem = "";
  return item;
}

inline Airing sample_airing(const std::string& id = "a12-20180102T170000") {
  Airing airing;
  airing.id = id;
  airing.edition_id = id.substr(1);
  airing.programme = 12;
  airing.title = "Bản tin chiều phường Ô Chợ Dừa";
  airing.origin = "own";
  airing.zones = {"khu-a", "khu-b", "đê La Thành"};
  airing.planned_start = at(1514887200);
  airing.planned_duration = seconds{1800};
  airing.local_date = "2018-01-02";
  airing.started_at = at(1514887200, 2345);
  return airing;
}

inline Segment sample_segment(const std::string& airing = "a12-20180102T170000", int position = 1) {
  Segment segment;
  segment.airing = airing;
  segment.position = position;
  segment.item = 7;
  segment.role = "item";
  segment.title = "Lịch tiêm chủng tháng Giêng";
  segment.kind = "thông báo";
  segment.theme = "y tế";
  segment.author = "Trạm Y tế";
  segment.unit = "Trạm Y tế phường";
  segment.item_packets = 22500;
  segment.first_packet = 20;
  segment.packets = 22480;
  segment.started_at = at(1514887200, 402345);
  segment.steady_ns = 99887766554433;
  segment.run = 1;
  segment.confirmation = Confirmation::confirmed;
  segment.end_reason = "finished";
  return segment;
}

inline bool same(const Item& a, const Item& b) {
  return a.id == b.id && a.title == b.title && a.kind == b.kind && a.theme == b.theme && a.author == b.author &&
         a.unit == b.unit && a.script == b.script && a.not_classified == b.not_classified &&
         a.expires_on == b.expires_on && a.status == b.status && a.note == b.note && a.owner == b.owner &&
         a.owner_name == b.owner_name && a.created == b.created && a.changed == b.changed && a.media == b.media &&
         a.samples == b.samples && a.packets == b.packets && a.audio_state == b.audio_state &&
         a.audio_problem == b.audio_problem && a.duplicate_of == b.duplicate_of;
}

inline bool same(const Airing& a, const Airing& b) {
  return a.id == b.id && a.edition_id == b.edition_id && a.programme == b.programme && a.title == b.title &&
         a.origin == b.origin && a.drill == b.drill && a.repeat == b.repeat && a.zones == b.zones &&
         a.planned_start == b.planned_start && a.planned_duration == b.planned_duration &&
         a.local_date == b.local_date && a.started_at == b.started_at;
}

inline bool same(const Segment& a, const Segment& b) {
  return a.airing == b.airing && a.position == b.position && a.item == b.item && a.role == b.role &&
         a.title == b.title && a.kind == b.kind && a.theme == b.theme && a.author == b.author && a.unit == b.unit &&
         a.item_packets == b.item_packets && a.first_packet == b.first_packet && a.packets == b.packets &&
         a.started_at == b.started_at && a.steady_ns == b.steady_ns && a.run == b.run &&
         a.confirmation == b.confirmation && a.end_reason == b.end_reason;
}

}  // namespace wardcast::store
