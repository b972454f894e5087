// SPDX-License-Identifier: GPL-3.0-or-later
import { Badge } from "@mantine/core";
import {
  IconAlertOctagon,
  IconAlertTriangle,
  IconCircleCheck,
  IconEye,
  IconHelpCircle,
  IconHourglass,
  type IconProps,
  IconUserCheck,
} from "@tabler/icons-react";
import type { ComponentType } from "react";
import type { Schema } from "../api/client";
import { useHealthWords } from "./words";

export type Verdict = Schema["LineHealth"]["verdict"];
export type Severity = Schema["Fault"]["severity"];
export type FaultState = Schema["Fault"]["state"];
export type Tone = "good" | "watch" | "bad" | "unknown" | "busy";

/** The colour of each tone where there is room for a filled badge, and the shape that says the same without colour. */
export const TONES: Record<Tone, { color: string; icon: ComponentType<IconProps> }> = {
  good: { color: "teal.9", icon: IconCircleCheck },
  watch: { color: "yellow.4", icon: IconEye },
  bad: { color: "red.8", icon: IconAlertTriangle },
  unknown: { color: "gray.7", icon: IconHelpCircle },
  busy: { color: "blue.8", icon: IconHourglass },
};

const UNKNOWN = new Set<Verdict>(["no_reference", "not_measured", "not_tested", "unknown", "no_comm"]);
const WATCH = new Set<Verdict>(["drift", "overload"]);

export function toneOf(verdict: Verdict): Tone {
  if (verdict === "ok") return "good";
  if (WATCH.has(verdict)) return "watch";
  return UNKNOWN.has(verdict) ? "unknown" : "bad";
}

/** A word with a shape and a colour that say the same. */
export function Mark({ tone, text, icon }: { tone: Tone; text: string; icon?: ComponentType<IconProps> }) {
  const Icon = icon ?? TONES[tone].icon;
  return (
    <Badge
      color={TONES[tone].color}
      variant="filled"
      tt="none"
      size="lg"
      data-tone={tone}
      leftSection={<Icon size={16} aria-hidden />}
      style={{ flexShrink: 0, maxWidth: "100%" }}
    >
      {text}
    </Badge>
  );
}

export function VerdictMark({ verdict }: { verdict: Verdict }) {
  const t = useHealthWords();
  return <Mark tone={toneOf(verdict)} text={t(`verdict_${verdict}`)} />;
}

export function SeverityMark({ severity }: { severity: Severity }) {
  const t = useHealthWords();
  const text = t(`severity_${severity}`);
  if (severity === "critical") return <Mark tone="bad" icon={IconAlertOctagon} text={text} />;
  if (severity === "major") return <Mark tone="bad" text={text} />;
  return <Mark tone={severity === "minor" ? "watch" : "unknown"} text={text} />;
}

export function StateMark({ state }: { state: FaultState }) {
  const t = useHealthWords();
  const text = t(`state_${state}`);
  if (state === "new") return <Mark tone="busy" icon={IconAlertTriangle} text={text} />;
  if (state === "acknowledged") return <Mark tone="busy" icon={IconUserCheck} text={text} />;
  return <Mark tone={state === "resolved" ? "good" : "unknown"} icon={IconCircleCheck} text={text} />;
}
