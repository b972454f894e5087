// SPDX-License-Identifier: GPL-3.0-or-later
import { Badge, Group, Stack, Text } from "@mantine/core";
import { IconAlertTriangle, IconCircleCheck } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { memo } from "react";
import { api, type Schema, told } from "../../api/client";
import { dayAndHour, length } from "../../i18n/format";
import { sameNames, type Zone } from "../../live/station";
import { Loaded } from "../../parts/Loaded";
import classes from "./NextDay.module.css";
import { useWords } from "./words";

const DAY_MS = 86_400_000;

async function nextDay(from: string) {
  const to = new Date(Date.parse(from) + DAY_MS).toISOString();
  const { editions } = await told(api.GET("/api/v1/timetable", { params: { query: { from, to } } }));
  return editions.filter((edition) => !edition.cancelled);
}

/** A new question every ten minutes; what changes meanwhile is told by events. */
const tenMinutes = (at: string) => `${at.slice(0, 15)}0:00${at.slice(at.length - 6)}`;

interface Given {
  at: string;
  zones: Zone[];
}
/** Levels come many times a second, and change nothing here. */
const same = (one: Given, other: Given) =>
  tenMinutes(one.at) === tenMinutes(other.at) && sameNames(one.zones, other.zones);

/** The 24 hours from now as a strip with their programmes, and in words what of them will not air as planned. */
export const NextDay = memo(function NextDay({ at, zones }: Given) {
  const t = useWords();
  const from = tenMinutes(at);
  const query = useQuery({ queryKey: ["timetable", "day", from], queryFn: () => nextDay(from) });
  return (
    <Loaded query={query}>
      {(editions) =>
        editions.length === 0 ? (
          <Text className="soft">{t("strip_none")}</Text>
        ) : (
          <Stack gap="xs">
            <Strip editions={editions} from={from} />
            {editions.map((edition) => (
              <Planned key={edition.id} edition={edition} zones={zones} />
            ))}
          </Stack>
        )
      }
    </Loaded>
  );
}, same);

type Edition = Schema["Edition"];
const sound = (edition: Edition) =>
  edition.refusals.length === 0 && edition.clashes.length === 0 && edition.warnings.length === 0;

const TICK_HOURS = 3;
/** Part of the strip behind which a phone has no room for an hour: it is left out rather than cut off. */
const LAST_WITH_ROOM = 0.92;

/** Where the whole hours of the station lie, three hours apart: how far into the strip, and what its clocks read then. */
function ticks(from: string) {
  const minutes = Number(from.slice(11, 13)) * 60 + Number(from.slice(14, 16));
  const first = Math.ceil(minutes / (TICK_HOURS * 60)) * TICK_HOURS;
  return Array.from({ length: 24 / TICK_HOURS }, (_, index) => {
    const hour = first + index * TICK_HOURS;
    return { at: (hour * 60 - minutes) / 1440, text: `${hour % 24}h` };
  }).filter(({ at }) => at <= LAST_WITH_ROOM);
}

/** The same as the list below it says in words, so nothing for those who listen to the page. */
function Strip({ editions, from }: { editions: Edition[]; from: string }) {
  const begin = Date.parse(from);
  return (
    <div aria-hidden>
      <div className={classes.strip}>
        {editions.map((edition) => (
          <div
            key={edition.id}
            className={sound(edition) ? classes.sound : classes.doubtful}
            style={{
              left: `${Math.max(0, (100 * (Date.parse(edition.start) - begin)) / DAY_MS)}%`,
              width: `${(100 * edition.duration * 1000) / DAY_MS}%`,
            }}
          />
        ))}
      </div>
      <div className={`${classes.hours} soft`}>
        {ticks(from).map((tick) => (
          <span key={tick.text} style={{ left: `${100 * tick.at}%` }}>
            {tick.text}
          </span>
        ))}
      </div>
    </div>
  );
}

function Planned({ edition, zones }: { edition: Edition; zones: Zone[] }) {
  const t = useWords();
  const names = zones.filter((zone) => edition.zones.includes(zone.id)).map((zone) => zone.name);
  const troubles = [
    ...(edition.refusals.length > 0 ? [t("refused")] : []),
    ...(edition.clashes.length > 0 ? [t("clashing")] : []),
    ...edition.warnings.map((warning) => t(`warning_${warning.reason}`, { length: length(warning.seconds ?? 0) })),
  ];
  return (
    <Group gap="sm">
      <time className="numbers" dateTime={edition.start}>
        {dayAndHour(edition.start)}
      </time>
      <Text fw={600}>{edition.title}</Text>
      <Text className="soft" size="sm">
        {names.join(", ")}
      </Text>
      {troubles.length === 0 ? (
        <Badge variant="light" leftSection={<IconCircleCheck size={14} aria-hidden />}>
          {t("ready")}
        </Badge>
      ) : (
        <Badge color="orange.9" className={classes.trouble} leftSection={<IconAlertTriangle size={14} aria-hidden />}>
          {troubles.join(", ")}
        </Badge>
      )}
    </Group>
  );
}
