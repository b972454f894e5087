// SPDX-License-Identifier: GPL-3.0-or-later
import { Card, Text } from "@mantine/core";
import type { ReactNode } from "react";
import { hours, number } from "../../i18n/format";
import { useLanguage } from "../../i18n/words";
import { FigureLink } from "./FigureLink";
import classes from "./figures.module.css";
import { monthsOf, type Period } from "./period";
import type { Report } from "./query";
import { useWords } from "./words";

export const SESSIONS_A_MONTH = 4;

/** The numbers that are handed in, each beside that of the period before. */
export function Headline({ report, period }: { report: Report; period: Period }) {
  const t = useWords();
  const language = useLanguage();
  const old = report.previous_period;
  const count = (value: number | undefined) => (value === undefined ? null : number(value, language));
  const target = monthsOf(period).length * SESSIONS_A_MONTH;
  const link = (what: string, value: number) => <FigureLink period={period} what={what} value={value} />;
  return (
    <dl className={`${classes.head} no-print`}>
      <Figure
        name={t("programmes")}
        value={link("programmes", report.programmes)}
        note={t("of_planned", { planned: number(report.planned, language) })}
        old={count(old?.programmes)}
      />
      <Figure
        name={t("on_air")}
        value={link("on_air", report.on_air_seconds)}
        note={
          report.unconfirmed_seconds > 0 ? t("unconfirmed", { hours: hours(report.unconfirmed_seconds) }) : undefined
        }
        old={old ? hours(old.on_air_seconds) : null}
      />
      <Figure name={t("items")} value={link("items", report.items)} old={count(old?.items)} />
      <Figure
        name={t("item_airings")}
        value={link("item_airings", report.item_airings)}
        old={count(old?.item_airings)}
      />
      <Figure
        name={t("partial")}
        value={link("partial", report.programmes_partial)}
        old={count(old?.programmes_partial)}
      />
      <Figure name={t("missed")} value={link("missed", report.programmes_missed)} old={count(old?.programmes_missed)} />
      <Figure
        name={t("inspections")}
        value={link("inspections", report.sweeps)}
        note={t("of_target", { target })}
        old={count(old?.sweeps)}
      />
      <Figure name={t("faults")} value={link("faults", report.faults)} old={count(old?.faults)} />
    </dl>
  );
}

function Figure({
  name,
  value,
  note,
  old,
}: {
  name: string;
  value: ReactNode;
  note?: string | undefined;
  old: string | null;
}) {
  const t = useWords();
  return (
    <Card withBorder padding="sm" component="div" style={{ margin: 0 }}>
      <Text component="dt" size="sm" fw={600}>
        {name}
      </Text>
      <dd style={{ margin: 0 }}>
        <span className={`${classes.big} numbers`}>{value}</span>
        {note && <Text size="sm">{note}</Text>}
        <Text size="sm" className="soft numbers">
          {old !== null && t("against", { value: old })}
        </Text>
      </dd>
    </Card>
  );
}
