// SPDX-License-Identifier: GPL-3.0-or-later
import { Checkbox, Group, SegmentedControl, SimpleGrid, Stack, Text, Title } from "@mantine/core";
import { useState } from "react";
import { TONES, type Tone, toneOf } from "../../health/Mark";
import { type Line, useLines, useNames } from "../../health/site";
import { Loaded } from "../../parts/Loaded";
import { PlanView } from "./PlanView";
import { useWords } from "./words";
import { ZoneLines } from "./ZoneLines";

/** Zones, their lines and how each is, as a list or on a plan. */
export function Overview() {
  return <Loaded query={useLines()}>{(lines) => <Lines lines={lines} />}</Loaded>;
}

function Lines({ lines }: { lines: Line[] }) {
  const t = useWords();
  const [view, setView] = useState("list");
  const [only, setOnly] = useState(false);
  if (lines.length === 0) return <Text className="soft">{t("none")}</Text>;
  const shown = only ? lines.filter((line) => line.faults.length > 0 || toneOf(line.health.verdict) !== "good") : lines;
  return (
    <Stack>
      <Summary lines={lines} />
      <Group justify="space-between">
        <Checkbox label={t("only_trouble")} checked={only} onChange={(event) => setOnly(event.currentTarget.checked)} />
        <SegmentedControl
          aria-label={t("view")}
          value={view}
          onChange={setView}
          data={[
            { value: "list", label: t("view_list") },
            { value: "plan", label: t("view_plan") },
          ]}
        />
      </Group>
      {shown.length === 0 && <Text className="soft">{t("none_trouble")}</Text>}
      {view === "plan" ? <PlanView lines={shown} all={lines} /> : <List lines={shown} />}
    </Stack>
  );
}

const ORDER: Exclude<Tone, "busy">[] = ["bad", "watch", "good", "unknown"];

function Summary({ lines }: { lines: Line[] }) {
  const t = useWords();
  return (
    <Stack gap="xs">
      <Title order={2} size="h3">
        {t("summary")}
      </Title>
      <SimpleGrid cols={{ base: 2, sm: 4 }} maw={760}>
        {ORDER.map((tone) => {
          const { icon: Icon } = TONES[tone];
          const count = lines.filter((line) => toneOf(line.health.verdict) === tone).length;
          return (
            <Group key={tone} gap="xs" wrap="nowrap">
              <Icon size={28} aria-hidden />
              <div>
                <Text fw={700}>{t(`count_${tone}`)}</Text>
                <Text className="numbers">{t("of_lines", { count })}</Text>
              </div>
            </Group>
          );
        })}
      </SimpleGrid>
    </Stack>
  );
}

function List({ lines }: { lines: Line[] }) {
  const names = useNames();
  const zones = new Map<string, Line[]>();
  for (const line of lines) zones.set(line.zone, [...(zones.get(line.zone) ?? []), line]);
  return (
    <SimpleGrid cols={{ base: 1, lg: 2 }}>
      {[...zones].map(([zone, inside]) => (
        <ZoneLines key={zone} zone={zone} name={names.zone(zone)} amplifier={names.amplifier} lines={inside} />
      ))}
    </SimpleGrid>
  );
}
