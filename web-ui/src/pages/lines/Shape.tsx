// SPDX-License-Identifier: GPL-3.0-or-later
import { Group, Text } from "@mantine/core";
import type { Tone } from "../../health/Mark";
import classes from "./WardPlan.module.css";
import { useWords } from "./words";

const SIZE = 11;
const LEGEND = ["good", "watch", "bad", "unknown"] as const;

/** A loudspeaker in a drawing; how its line is, is told by shape as well as by colour. */
export function Shape({ x = 0, y = 0, tone }: { x?: number; y?: number; tone: Tone }) {
  if (tone === "bad")
    return <path d={`M${x} ${y - SIZE} L${x + SIZE} ${y + SIZE * 0.8} L${x - SIZE} ${y + SIZE * 0.8} Z`} />;
  if (tone === "watch") return <rect x={x - SIZE * 0.8} y={y - SIZE * 0.8} width={SIZE * 1.6} height={SIZE * 1.6} />;
  return <circle cx={x} cy={y} r={SIZE * 0.85} />;
}

/** The same by itself, among text or on a button. */
export function Sign({ tone }: { tone: Tone }) {
  return (
    <svg width={26} height={26} viewBox="-13 -13 26 26" className={classes[tone]} aria-hidden>
      <Shape tone={tone} />
    </svg>
  );
}

export function Legend() {
  const t = useWords();
  return (
    <Group component="section" aria-label={t("legend")} gap="md">
      {LEGEND.map((tone) => (
        <Group key={tone} gap={4} wrap="nowrap">
          <Sign tone={tone} />
          <Text size="sm">{t(`count_${tone}`)}</Text>
        </Group>
      ))}
    </Group>
  );
}
