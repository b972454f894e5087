// SPDX-License-Identifier: GPL-3.0-or-later
import { Badge, Card, Group, Text, Title } from "@mantine/core";
import { memo } from "react";
import { clock } from "../../i18n/format";
import { useLanguage } from "../../i18n/words";
import { useLivePart, type Zone } from "../../live/station";
import { Progress } from "./Progress";
import { useWords } from "./words";
import classes from "./ZoneCard.module.css";

const LEAST_DB = -60;

/** All of a zone but its level, which changes many times a second and is drawn by itself. */
const steady = (zone: Zone) => JSON.stringify({ ...zone, level_dbfs: null });

/** What one zone hears now. Drawn again only when something of it changed that people read. */
export const ZoneCard = memo(
  function ZoneCard({ zone }: { zone: Zone }) {
    const t = useWords();
    useLanguage();
    const urgent = zone.source === "emergency" || zone.source === "drill";
    const live = zone.source !== "none";
    const state = urgent ? (zone.source as "emergency" | "drill") : live ? "on_air" : "idle";
    return (
      <Card
        withBorder
        component="article"
        data-zone={zone.id}
        aria-label={zone.name}
        className={live ? classes.live : undefined}
      >
        <Group justify="space-between" wrap="nowrap" align="start">
          <Title order={3} size="h4">
            {zone.name}
          </Title>
          <Badge
            color={urgent ? "red" : live ? "teal" : "gray"}
            variant={live ? "filled" : "light"}
            className={classes.state}
          >
            {t(state)}
          </Badge>
        </Group>
        {live ? (
          <>
            <Text fw={600}>{zone.programme ?? ""}</Text>
            <Text>{zone.item ?? ""}</Text>
            <Text size="sm" className="soft numbers">
              {zone.since ? t("since", { time: clock(zone.since) }) : ""}
            </Text>
            <Progress zone={zone} />
            <Level id={zone.id} name={zone.name} />
          </>
        ) : (
          <Text className="soft">{t("silence")}</Text>
        )}
        <Text size="sm" className="soft" mt="xs">
          {t("relay")}: {t(`relay_${zone.relay}`)}
        </Text>
        <ul className={classes.lines}>
          {zone.lines.map((line) => (
            <li key={line.id} data-relay={line.relay}>
              {line.name || line.id}: {lineState(line, t)}
            </li>
          ))}
        </ul>
      </Card>
    );
  },
  (before, after) => steady(before.zone) === steady(after.zone),
);

function lineState(line: Zone["lines"][number], t: ReturnType<typeof useWords>) {
  if (line.latched) return t("latched");
  if (line.tested) return t("tested");
  return line.relay === "open" && line.wanted_closed ? t("relay_wanted") : t(`relay_${line.relay}`);
}

function Level({ id, name }: { id: string; name: string }) {
  const t = useWords();
  const db = useLivePart(({ onair }) => onair?.zones.find((zone) => zone.id === id)?.level_dbfs ?? null);
  const shown = db === null ? LEAST_DB : Math.max(LEAST_DB, Math.min(0, db));
  return (
    <div className={classes.level}>
      <meter aria-label={t("level", { zone: name })} min={LEAST_DB} max={0} value={shown} />
      <output className="numbers">{db === null ? "" : `${String(db).replace("-", "−")} dB`}</output>
    </div>
  );
}
