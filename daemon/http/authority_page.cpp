// SPDX-License-Identifier: GPL-3.0-or-later
// The page that says how to trust the station's own certificate authority.
#include <string_view>

#include "daemon/http/authority_routes.hpp"

namespace wardcast::http {
namespace {

constexpr std::string_view kPage = R"(<!doctype html>
<html lang="vi">
<head>
  <meta charset="utf-8">
  <meta name="viewport" content="width=device-width, initial-scale=1">
  <title>Cài chứng thư của đài · Trust this station</title>
  <link rel="stylesheet" href="/style.css">
</head>
<body>
<header class="bar"><h1>{station}</h1></header>
<main>
  <h2>Cài chứng thư của đài</h2>
  <p>Đài tự cấp chứng thư, không cần Internet. Mỗi điện thoại, máy tính chỉ cần cài một lần; sau đó trình duyệt không còn
     cảnh báo nữa. Lần đầu vào trang này, trình duyệt cảnh báo vì máy chưa biết chứng thư: chọn “Nâng cao”, rồi “Tiếp tục
     truy cập”. Chưa đăng nhập khi chưa cài xong.</p>
  <p><strong>Trước khi cài, so dấu vân tay SHA-256</strong> dưới đây với dấu in ở nhật ký khởi động của
     <code>wardcastd</code> (hỏi người quản trị, đừng so qua mạng). Máy của bạn hiện dấu này ở phần chi tiết của chứng thư.
     Khác nhau dù chỉ một ký tự thì không cài.</p>
  <p class="card"><code>{fingerprint}</code></p>
  <p><a href="/ca.crt" download="wardcast-ca.crt">Tải chứng thư ca.crt</a> (trên iPhone, iPad: <a href="/ca.crt">mở ca.crt</a>)</p>
  <ul>
    <li><strong>Android</strong>: tải ca.crt; Cài đặt → Bảo mật → Mã hóa và thông tin xác thực → Cài đặt chứng chỉ →
        Chứng chỉ CA → Vẫn cài đặt → chọn tệp vừa tải.</li>
    <li><strong>iPhone, iPad</strong>: mở ca.crt bằng Safari, chọn Cho phép; Cài đặt → Đã tải về hồ sơ → Cài đặt; sau đó
        Cài đặt → Cài đặt chung → Giới thiệu → Cài đặt tin cậy chứng nhận → bật cho “Wardcast CA”.</li>
    <li><strong>Windows</strong>: mở tệp ca.crt → Cài đặt chứng chỉ (Install Certificate) → Người dùng hiện tại → Đặt tất
        cả chứng chỉ vào kho sau → Trusted Root Certification Authorities → Có.</li>
    <li><strong>Linux, Chromium</strong>: Cài đặt → Quyền riêng tư và bảo mật → Bảo mật → Quản lý chứng chỉ → Tổ chức phát
        hành → Nhập → chọn ca.crt, đánh dấu tin cậy cho trang web. Hoặc:
        <code>certutil -d sql:$HOME/.pki/nssdb -A -t C,, -n wardcast -i ca.crt</code></li>
    <li><strong>Firefox</strong>: Cài đặt → Riêng tư và bảo mật → Xem chứng chỉ → Nhà cung cấp → Nhập.</li>
  </ul>
  <p>Cài xong, đóng hẳn trình duyệt rồi mở lại: <a href="/">vào trang của đài</a>. Chứng thư này chỉ chứng nhận được địa chỉ
     trong mạng nội bộ và tên của đài, không giả được trang web nào khác.</p>

  <section lang="en">
  <h2>Trust this station</h2>
  <p>The station is its own certificate authority and needs no Internet. Each phone and computer is told once; from then on
     no browser warns. On the first visit the browser warns because it does not know the authority yet: choose “Advanced”,
     then “Proceed”. Do not log in before all of this is done.</p>
  <p><strong>Before you trust it, compare the SHA-256 fingerprint</strong> above with the one that <code>wardcastd</code>
     writes into its log when it starts (ask the administrator, not over the network). Your device shows it among the
     certificate's details. If a single character differs, do not install it.</p>
  <ul>
    <li><strong>Android</strong>: download ca.crt; Settings → Security → Encryption &amp; credentials → Install a
        certificate → CA certificate → Install anyway → the file.</li>
    <li><strong>iPhone, iPad</strong>: open ca.crt in Safari and allow it; Settings → Profile Downloaded → Install; then
        Settings → General → About → Certificate Trust Settings → switch “Wardcast CA” on.</li>
    <li><strong>Windows</strong>: open ca.crt → Install Certificate → Current User → Place all certificates in the following
        store → Trusted Root Certification Authorities → Yes.</li>
    <li><strong>Linux, Chromium</strong>: Settings → Privacy and security → Security → Manage certificates → Authorities →
        Import → ca.crt, trusted for web sites. Or the <code>certutil</code> line above.</li>
    <li><strong>Firefox</strong>: Settings → Privacy &amp; Security → View Certificates → Authorities → Import.</li>
  </ul>
  <p>Then close the browser and open it again: <a href="/">to the station's page</a>. The authority can vouch for addresses of
     local networks and the station's names only, for no other web site.</p>
  </section>
</main>
</body>
</html>
)";

std::string escaped(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c == '<')
      out += "&lt;";
    else if (c == '&')
      out += "&amp;";
    else
      out += c;
  }
  return out;
}

}  // namespace

std::string authority_page(const AuthorityNotice& notice) {
  std::string page{kPage};
  const auto put = [&page](std::string_view mark, const std::string& text) {
    page.replace(page.find(mark), mark.size(), text);
  };
  put("{fingerprint}", notice.fingerprint);
  put("{station}", escaped(notice.station));
  return page;
}

}  // namespace wardcast::http
