// SPDX-License-Identifier: GPL-3.0-or-later
import { wordsOf } from "../../i18n/words";

export const useWords = wordsOf(
  "sessions",
  {
    none: "Không có phiên đăng nhập nào.",
    current: "phiên này",
    from: "Máy {{peer}}",
    times: "đăng nhập {{created}}, dùng lần cuối {{seen}}, hết hạn muộn nhất {{expires}}",
    end: "Kết thúc phiên",
    end_from: "Kết thúc phiên từ máy {{peer}}, đăng nhập {{created}}",
    ended: "Đã kết thúc phiên từ máy {{peer}}.",
  },
  {
    none: "No open session.",
    current: "this session",
    from: "Computer {{peer}}",
    times: "logged in {{created}}, last used {{seen}}, over by {{expires}}",
    end: "End the session",
    end_from: "End the session from {{peer}}, logged in {{created}}",
    ended: "The session from {{peer}} has ended.",
  },
);
