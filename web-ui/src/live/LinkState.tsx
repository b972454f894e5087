// SPDX-License-Identifier: GPL-3.0-or-later
import { Badge } from "@mantine/core";
import { IconPlugConnected, IconPlugConnectedX } from "@tabler/icons-react";
import { wordsOf } from "../i18n/words";
import { useLivePart } from "./station";

const useWords = wordsOf(
  "link",
  { live: "Trực tuyến", opening: "Đang kết nối…", lost: "Mất kết nối từ {{time}}" },
  { live: "Online", opening: "Connecting…", lost: "Offline since {{time}}" },
);

/** Whether what the page shows is of this moment; if not, since when it is old. */
export function LinkState() {
  const t = useWords();
  const link = useLivePart((live) => live.link);
  const lost = link.state === "lost";
  const Icon = lost ? IconPlugConnectedX : IconPlugConnected;
  return (
    <Badge
      role="status"
      color={lost ? "red" : link.state === "live" ? "teal" : "gray"}
      variant={lost ? "filled" : "light"}
      leftSection={<Icon size={14} aria-hidden />}
      style={{ flexShrink: 0 }}
    >
      {link.state === "lost"
        ? t("lost", { time: link.since.toLocaleTimeString("vi-VN", { hour12: false }) })
        : t(link.state)}
    </Badge>
  );
}
