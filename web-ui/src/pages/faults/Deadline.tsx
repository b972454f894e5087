// SPDX-License-Identifier: GPL-3.0-or-later
import { Group, Text } from "@mantine/core";
import { IconClockExclamation } from "@tabler/icons-react";
import { dayAndHour } from "../../i18n/format";
import { useWords } from "./words";

/** When a fault is due; unmistakable once that is past. */
export function Deadline({ at, now }: { at: string; now: number }) {
  const t = useWords();
  if (Date.parse(at) > now)
    return (
      <Text size="sm" className="numbers">
        {t("deadline_is", { time: dayAndHour(at) })}
      </Text>
    );
  return (
    <Group gap={4} wrap="nowrap">
      <IconClockExclamation size={18} aria-hidden />
      <Text size="sm" fw={700} className="numbers">
        {t("overdue", { time: dayAndHour(at) })}
      </Text>
    </Group>
  );
}
