// SPDX-License-Identifier: GPL-3.0-or-later
import { Badge } from "@mantine/core";
import {
  IconBan,
  IconCircleCheck,
  IconClockOff,
  IconFileAlert,
  IconHistory,
  IconHourglassEmpty,
  IconHourglassHigh,
  type IconProps,
  IconSwords,
  IconX,
} from "@tabler/icons-react";
import type { ComponentType } from "react";
import classes from "./schedule.module.css";
import type { State } from "./states";
import { useWords } from "./words";

export const ICONS: Record<State, ComponentType<IconProps>> = {
  good: IconCircleCheck,
  underfull: IconHourglassEmpty,
  overfull: IconHourglassHigh,
  empty: IconBan,
  notready: IconFileAlert,
  refused: IconClockOff,
  clash: IconSwords,
  cancelled: IconX,
  over: IconHistory,
};

/** The state of an edition by colour, sign and word. */
export function StateBadge({ state }: { state: State }) {
  const t = useWords();
  const Icon = ICONS[state];
  return (
    <Badge className={`${classes.badge} ${classes[state]}`} leftSection={<Icon size={14} aria-hidden />} tt="none">
      {t(`state_${state}`)}
    </Badge>
  );
}
