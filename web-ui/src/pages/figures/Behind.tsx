// SPDX-License-Identifier: GPL-3.0-or-later
import { Anchor, Stack, Text, Title } from "@mantine/core";
import { IconArrowLeft } from "@tabler/icons-react";
import { useEffect, useRef } from "react";
import { hours, number } from "../../i18n/format";
import { useLanguage } from "../../i18n/words";
import { Loaded } from "../../parts/Loaded";
import { AiringsTable, EntriesTable } from "./BehindTables";
import { FaultsBehind, SessionsBehind } from "./BehindUpkeep";
import {
  AIRINGS,
  type Airing,
  airingsBehind,
  type Dimension,
  entriesBehind,
  type Filter,
  ITEMS,
  showsEntries,
  TIME,
  type What,
} from "./behind";
import classes from "./figures.module.css";
import { addressOf, daysOf, monthText, type Period } from "./period";
import { type Report, type Row, useAirings, useReport } from "./query";
import { useKind, useOrigin, usePeriodText, useWords } from "./words";

/** The station lists airings of at most so many days at a time. */
const LONGEST_DAYS = 400;
const COUNTED: readonly string[] = [...AIRINGS, ...ITEMS, TIME];
const isCounted = (what: string): what is What => COUNTED.includes(what);

/** The list behind one number of the report. */
export function Behind({ period, what, filter }: { period: Period; what: string; filter: Filter }) {
  const t = useWords();
  const said = usePeriodText();
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  const name = isCounted(what)
    ? t(what === "programmes" ? "programmes_aired" : what)
    : t(what === "faults" ? "faults" : "inspections");
  return (
    <Stack className={classes.page}>
      <Anchor href={`#/figures/${addressOf(period)}`} className="no-print">
        <IconArrowLeft size={16} aria-hidden style={{ verticalAlign: "-3px" }} /> {t("back")}
      </Anchor>
      <Title order={2} size="h3" ref={heading} tabIndex={-1}>
        {name}, {said(period)}
      </Title>
      <Narrowed filter={filter} />
      {isCounted(what) ? (
        <Counted period={period} what={what} filter={filter} />
      ) : what === "faults" ? (
        <FaultsBehind period={period} />
      ) : (
        <SessionsBehind period={period} />
      )}
    </Stack>
  );
}

function Narrowed({ filter }: { filter: Filter }) {
  const t = useWords();
  const origin = useOrigin();
  const kind = useKind();
  const say = (key: Dimension, value: string) =>
    value === ""
      ? t("not_given")
      : key === "month"
        ? monthText(value)
        : key === "origin"
          ? origin(value)
          : key === "kind"
            ? kind(value)
            : value;
  const parts = Object.entries(filter) as [Dimension, string][];
  if (parts.length === 0) return null;
  return (
    <Text>
      {parts.map(([key, value], index) => (
        <span key={key}>
          {index > 0 && "; "}
          {t(key)}: <strong>{say(key, value)}</strong>
        </span>
      ))}
    </Text>
  );
}

function Counted({ period, what, filter }: { period: Period; what: What; filter: Filter }) {
  const t = useWords();
  const fits = daysOf(period) <= LONGEST_DAYS;
  const airings = useAirings(period, fits);
  const report = useReport(period);
  if (!fits) return <Text>{t("too_long", { days: LONGEST_DAYS })}</Text>;
  return (
    <Loaded query={airings}>{(all) => <Rows all={all} report={report.data} what={what} filter={filter} />}</Loaded>
  );
}

function Rows({
  all,
  report,
  what,
  filter,
}: {
  all: Airing[];
  report: Report | undefined;
  what: What;
  filter: Filter;
}) {
  const t = useWords();
  if (showsEntries(what, filter)) {
    const entries = entriesBehind(all, what, filter);
    const seconds = entries.reduce((sum, entry) => sum + entry.seconds, 0);
    return (
      <>
        <Sum report={report} what={what} filter={filter} count={entries.length} seconds={seconds} />
        {entries.length > 0 && <EntriesTable entries={entries} />}
      </>
    );
  }
  const airings = airingsBehind(all, what, filter);
  if (airings.length === 0) return <Text>{t("behind_none")}</Text>;
  const seconds = airings.reduce((sum, airing) => sum + airing.on_air_seconds, 0);
  return (
    <>
      <Sum report={report} what={what} filter={filter} count={airings.length} seconds={seconds} />
      <AiringsTable airings={airings} />
    </>
  );
}

/** The number that the report gives for the same, where it gives one. */
function figureOf(report: Report, what: What, filter: Filter): number | null {
  const { month, ...rest } = filter;
  const [narrowed, ...more] = Object.entries(rest) as [Exclude<Dimension, "month">, string][];
  const of = report.months.find((one) => one.key === month);
  if (more.length > 0 || (month && !of)) return null;
  if (of && narrowed) {
    const [by, key] = narrowed;
    if (by === "origin" && what === TIME) return of.on_air_by_origin[key] ?? null;
    if (by === "kind" && (what === "items" || what === "item_airings"))
      return of.by_kind.find((row) => row.key === key)?.[what] ?? null;
    return null;
  }
  if (narrowed) {
    const row = report[`by_${narrowed[0]}`].find((one: Row) => one.key === narrowed[1]);
    if (!row || what === "planned" || what === "partial" || what === "missed") return null;
    return what === TIME ? row.on_air_seconds : row[what];
  }
  const whole = of ?? report;
  if (what === TIME) return whole.on_air_seconds;
  if (what === "partial") return whole.programmes_partial;
  if (what === "missed") return whole.programmes_missed;
  return whole[what];
}

/** How the list and the report's number go together. */
function Sum({
  report,
  what,
  filter,
  count,
  seconds,
}: {
  report: Report | undefined;
  what: What;
  filter: Filter;
  count: number;
  seconds: number;
}) {
  const t = useWords();
  const language = useLanguage();
  const value = report ? figureOf(report, what, filter) : null;
  const figure = value === null ? "" : what === TIME ? hours(value) : number(value, language);
  // Sums of seconds that are exact to the packet may differ in their last bits.
  const same = value !== null && (what === TIME ? Math.abs(value - seconds) < 0.01 : value === count);
  return (
    <Text>
      {t("behind_count", { count, hours: hours(seconds) })}.{" "}
      {value !== null &&
        (same
          ? t("behind_same", { figure })
          : what === "items"
            ? t("behind_aired_before", { figure, count: count - value })
            : t("behind_differs", { figure }))}
    </Text>
  );
}
