// SPDX-License-Identifier: GPL-3.0-or-later
#include "drivers/notify/mime.hpp"

#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdio>

namespace wardcast::notify {
namespace {

constexpr std::size_t kLineBytes = 57;  // 76 characters of base64
constexpr std::size_t kWordBytes = 45;  // 60 characters, with "=?UTF-8?B?" and "?=" 72

std::string base64(std::string_view bytes) {
  std::string text(4 * ((bytes.size() + 2) / 3) + 1, '\0');  // EVP_EncodeBlock ends it with a zero
  const int length =
      EVP_EncodeBlock(reinterpret_cast<unsigned char*>(text.data()),
                      reinterpret_cast<const unsigned char*>(bytes.data()), static_cast<int>(bytes.size()));
  text.resize(static_cast<std::size_t>(length));
  return text;
}

bool is_control(char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; }

/// As many bytes as fit, ending before a character rather than within it.
std::size_t whole_characters(std::string_view text, std::size_t most) {
  if (text.size() <= most) return text.size();
  std::size_t end = most;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U) --end;
  return end == 0 ? most : end;
}

}  // namespace

std::string header_text(std::string_view text) {
  std::string clean{text};
  std::ranges::replace_if(clean, is_control, ' ');
  const bool plain = clean.size() <= 70 && clean.find("=?") == std::string::npos &&
                     std::ranges::all_of(clean, [](char c) { return static_cast<unsigned char>(c) < 0x80; });
  if (plain) return clean;
  std::string words;
  for (std::string_view left = clean; !left.empty();) {
    const auto size = whole_characters(left, kWordBytes);
    words += (words.empty() ? "=?UTF-8?B?" : "\r\n =?UTF-8?B?") + base64(left.substr(0, size)) + "?=";
    left.remove_prefix(size);
  }
  return words;
}

std::string mail_date(WallTime at) {
  static constexpr std::array kDays{"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
  static constexpr std::array kMonths{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                      "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  const auto whole = std::chrono::floor<std::chrono::seconds>(at);
  const auto day = std::chrono::floor<std::chrono::days>(whole);
  const std::chrono::year_month_day date{day};
  const std::chrono::hh_mm_ss time{whole - day};
  std::array<char, 64> text{};
  (void)std::snprintf(text.data(), text.size(), "%s, %02u %s %04d %02d:%02d:%02d +0000",
                      kDays.at(std::chrono::weekday{day}.c_encoding()), static_cast<unsigned>(date.day()),
                      kMonths.at(static_cast<unsigned>(date.month()) - 1), static_cast<int>(date.year()),
                      static_cast<int>(time.hours().count()), static_cast<int>(time.minutes().count()),
                      static_cast<int>(time.seconds().count()));
  return text.data();
}

std::string mail_text(const Mail& mail, std::string_view from, std::uint64_t number) {
  const auto domain = from.substr(from.find('@') == std::string_view::npos ? 0 : from.find('@') + 1);
  std::string text = "Date: " + mail_date(mail.at) + "\r\nFrom: <" + std::string{from} + ">\r\nTo: <" + mail.to +
                     ">\r\nSubject: " + header_text(mail.subject) + "\r\nMessage-ID: <" +
                     std::to_string(mail.at.time_since_epoch().count()) + "." + std::to_string(number) + "@" +
                     std::string{domain} +
                     ">\r\nAuto-Submitted: auto-generated\r\nMIME-Version: 1.0\r\n"
                     "Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\n";
  std::string body;  // of text, the canonical line end is CRLF
  for (const char c : mail.text) {
    if (c == '\r') continue;
    if (c == '\n') body += '\r';
    body += c;
  }
  for (std::string_view left = body; !left.empty();) {
    text += base64(left.substr(0, kLineBytes)) + "\r\n";
    left.remove_prefix(std::min(kLineBytes, left.size()));
  }
  return text;
}

std::string signature(std::string_view key, std::string_view body) {
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
  unsigned int length = 0;
  (void)HMAC(EVP_sha256(), key.data(), static_cast<int>(key.size()),
             reinterpret_cast<const unsigned char*>(body.data()), body.size(), digest.data(), &length);
  static constexpr std::string_view kHex = "0123456789abcdef";
  std::string text;
  for (std::size_t i = 0; i < length; ++i) {
    text += kHex[digest.at(i) >> 4U];
    text += kHex[digest.at(i) & 0xFU];
  }
  return text;
}

}  // namespace wardcast::notify
