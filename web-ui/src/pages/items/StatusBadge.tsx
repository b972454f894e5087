// SPDX-License-Identifier: GPL-3.0-or-later
import { Badge } from "@mantine/core";
import { IconArrowBackUp, IconBan, IconCheck, IconClock, IconPencil } from "@tabler/icons-react";
import type { Status } from "./rights";
import { useWords } from "./words";

const LOOK = {
  draft: { icon: IconPencil, color: "gray" },
  submitted: { icon: IconClock, color: "blue" },
  approved: { icon: IconCheck, color: "teal" },
  returned: { icon: IconArrowBackUp, color: "orange" },
  withdrawn: { icon: IconBan, color: "red" },
} satisfies Record<Status, { icon: unknown; color: string }>;

export function StatusBadge({ status }: { status: Status }) {
  const t = useWords();
  const { icon: Icon, color } = LOOK[status];
  return (
    <Badge
      variant="default"
      size="lg"
      leftSection={<Icon size={16} aria-hidden color={`var(--mantine-color-${color}-filled)`} />}
      style={{ flexShrink: 0 }}
      tt="none"
      data-status={status}
    >
      {t(status)}
    </Badge>
  );
}
