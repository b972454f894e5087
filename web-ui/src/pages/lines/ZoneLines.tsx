// SPDX-License-Identifier: GPL-3.0-or-later
import { Anchor, Card, Group, Stack, Text, Title } from "@mantine/core";
import { memo } from "react";
import { sentences } from "../../health/finding";
import { Mark, VerdictMark } from "../../health/Mark";
import { type Line, lineAddress } from "../../health/site";
import { useHealthWords } from "../../health/words";
import { dayAndHour, number } from "../../i18n/format";
import { useLanguage } from "../../i18n/words";
import { LoadBar } from "./LoadBar";
import { useWords } from "./words";
import classes from "./ZoneLines.module.css";

interface Given {
  zone: string;
  name: string;
  amplifier: (id: string) => string;
  lines: Line[];
}

/** One zone with its lines. */
export function ZoneLines({ zone, name, amplifier, lines }: Given) {
  const t = useWords();
  const fed = [...new Set(lines.map((line) => line.amplifier))];
  return (
    <Card withBorder component="section" data-zone={zone} aria-label={name}>
      <Title order={3} size="h4">
        {name}
      </Title>
      <Text size="sm" className="soft">
        {t("fed_by", { name: fed.map(amplifier).join(", ") })}
      </Text>
      <Stack gap={0} mt="xs">
        {lines.map((line) => (
          <LineRow key={line.id} line={line} />
        ))}
      </Stack>
    </Card>
  );
}

/** A line at a glance. Drawn again only when the line itself changed. */
const LineRow = memo(function LineRow({ line }: { line: Line }) {
  const t = useWords();
  const health = useHealthWords();
  const language = useLanguage();
  const { watts, reference_watts, lost, at } = line.health;
  const reference = reference_watts ?? line.reference?.watts;
  const say = (value: number) => number(value, language, 1);
  return (
    <div className={classes.row} data-line={line.id}>
      <Group justify="space-between" gap="xs">
        <Anchor href={lineAddress(line.id)} fw={600} className={classes.link}>
          {line.name || line.id}
        </Anchor>
        {line.latched ? (
          <Mark tone="bad" text={health("latched")} />
        ) : line.tested ? (
          <Mark tone="busy" text={health("testing")} />
        ) : (
          <VerdictMark verdict={line.health.verdict} />
        )}
      </Group>
      <LoadBar watts={watts} reference={reference} tolerance={line.tolerance} />
      <Text size="sm" className="soft numbers">
        {[
          watts == null
            ? null
            : line.health.verdict === "short"
              ? sentences(line.health, health, language)[0]?.replace(/\.$/, "")
              : reference == null
                ? t("watts_only", { watts: say(watts) })
                : t("watts_of", { watts: say(watts), reference: say(reference) }),
          t("speakers", { count: line.speakers.length }),
          lost && lost.high > 0
            ? t(lost.low === lost.high ? "lost_sure" : "lost_range", { low: lost.low, high: lost.high })
            : null,
          at ? t("measured_at", { time: dayAndHour(at) }) : t("never_measured"),
        ]
          .filter(Boolean)
          .join(" · ")}
      </Text>
    </div>
  );
});
