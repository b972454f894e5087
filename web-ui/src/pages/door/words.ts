// SPDX-License-Identifier: GPL-3.0-or-later
import { wordsOf } from "../../i18n/words";

export const useWords = wordsOf(
  "door",
  {
    login: "Đăng nhập",
    username: "Tên đăng nhập",
    password: "Mật khẩu",
    wrong: "Sai tên đăng nhập hoặc mật khẩu.",
    wait: "Thử quá nhiều lần; hãy đợi {{seconds}} giây.",
    setup_title: "Tạo tài khoản quản trị đầu tiên",
    setup_text:
      "Chưa ai có tài khoản. Mã thiết lập được in ra khi chương trình khởi động và nằm trong tệp setup-code của thư mục dữ liệu.",
    setup_code: "Mã thiết lập",
    setup_name_rule: "2–32 ký tự: a–z, 0–9, dấu chấm, gạch dưới, gạch nối.",
    setup_password_rule: "Ít nhất 10 ký tự.",
    setup_again: "Nhập lại mật khẩu",
    setup_do: "Tạo tài khoản",
    setup_differ: "Hai mật khẩu không giống nhau.",
    setup_wrong: "Mã thiết lập không đúng.",
    setup_unfit: "Tên đăng nhập hoặc mật khẩu không đúng quy tắc.",
    setup_over: "Đài đã có tài khoản; hãy đăng nhập.",
  },
  {
    login: "Log in",
    username: "User name",
    password: "Password",
    wrong: "Wrong user name or password.",
    wait: "Too many attempts; wait {{seconds}} seconds.",
    setup_title: "Make the first administrator",
    setup_text:
      "Nobody has an account yet. The set-up code was printed when the daemon started and is in the file setup-code of its data folder.",
    setup_code: "Set-up code",
    setup_name_rule: "2–32 characters: a–z, 0–9, dot, underscore, hyphen.",
    setup_password_rule: "At least 10 characters.",
    setup_again: "Password again",
    setup_do: "Make the account",
    setup_differ: "The two passwords differ.",
    setup_wrong: "The set-up code is wrong.",
    setup_unfit: "The user name or the password does not follow the rules.",
    setup_over: "The station has accounts already; log in.",
  },
);
