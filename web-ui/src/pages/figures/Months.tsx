// SPDX-License-Identifier: GPL-3.0-or-later
import { Table, Title } from "@mantine/core";
import { hours } from "../../i18n/format";
import { Wide } from "../../parts/Wide";
import { Bars } from "./Bars";
import type { Filter } from "./behind";
import { FigureLink } from "./FigureLink";
import classes from "./figures.module.css";
import { type Measure, useMeasure } from "./measure";
import { before, monthsOf, monthText, type Period } from "./period";
import type { Report } from "./query";
import { ORIGINS, usePeriodText, useWords } from "./words";

/** Table 1: programmes and hours of each month. */
export function Months({ report, period, measure }: { report: Report; period: Period; measure: Measure }) {
  const t = useWords();
  const said = usePeriodText();
  const cell = (what: string, value: number, filter?: Filter) => (
    <Table.Td className={classes.value}>
      <FigureLink period={period} what={what} value={value} filter={filter} />
    </Table.Td>
  );
  const sum = (by: Record<string, number>) => ORIGINS.reduce((all, origin) => all + (by[origin] ?? 0), 0);
  const all = Object.fromEntries(report.by_origin.map((row) => [row.key, row.on_air_seconds]));
  return (
    <section>
      <Title order={2} size="h4" mb="xs">
        {t("table_1")}
      </Title>
      <div className={classes.stack}>
        <Wide label={t("table_1")}>
          <Table withTableBorder horizontalSpacing={8} className={classes.table}>
            <Table.Thead>
              <Table.Tr>
                <Table.Th scope="col">{t("month")}</Table.Th>
                {(
                  [
                    "planned",
                    "programmes_aired",
                    "partial",
                    "missed",
                    ...ORIGINS,
                    "total_hours",
                    "items",
                    "item_airings",
                  ] as const
                ).map((name) => (
                  <Table.Th key={name} scope="col" className={classes.value}>
                    {t(name)}
                  </Table.Th>
                ))}
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {report.months.map((month) => {
                const filter = { month: month.key };
                return (
                  <Table.Tr key={month.key}>
                    <Table.Th scope="row">{monthText(month.key)}</Table.Th>
                    {cell("planned", month.planned, filter)}
                    {cell("programmes", month.programmes, filter)}
                    {cell("partial", month.programmes_partial, filter)}
                    {cell("missed", month.programmes_missed, filter)}
                    {ORIGINS.map((origin) => (
                      <Table.Td key={origin} className={classes.value}>
                        <FigureLink
                          period={period}
                          what="on_air"
                          value={month.on_air_by_origin[origin] ?? 0}
                          filter={{ ...filter, origin }}
                        />
                      </Table.Td>
                    ))}
                    <Table.Td className={classes.value}>{hours(sum(month.on_air_by_origin))}</Table.Td>
                    {cell("items", month.items, filter)}
                    {cell("item_airings", month.item_airings, filter)}
                  </Table.Tr>
                );
              })}
            </Table.Tbody>
            <Table.Tfoot>
              <Table.Tr>
                <Table.Th scope="row">{said(period)}</Table.Th>
                {cell("planned", report.planned)}
                {cell("programmes", report.programmes)}
                {cell("partial", report.programmes_partial)}
                {cell("missed", report.programmes_missed)}
                {ORIGINS.map((origin) => (
                  <Table.Td key={origin} className={classes.value}>
                    <FigureLink period={period} what="on_air" value={all[origin] ?? 0} filter={{ origin }} />
                  </Table.Td>
                ))}
                <Table.Td className={classes.value}>{hours(sum(all))}</Table.Td>
                {cell("items", report.items)}
                {cell("item_airings", report.item_airings)}
              </Table.Tr>
            </Table.Tfoot>
          </Table>
        </Wide>
        <MonthsChart report={report} period={period} measure={measure} />
      </div>
    </section>
  );
}

/** Month by month beside the month at the same place of the period before. */
function MonthsChart({ report, period, measure }: { report: Report; period: Period; measure: Measure }) {
  const t = useWords();
  const said = usePeriodText();
  const { of, say, name } = useMeasure(measure);
  const old = report.previous_period;
  const rows = new Map(old?.by_month.map((row) => [row.key, row]));
  const keys = monthsOf(before(period));
  const earlierRows = report.months.map((_, index) => rows.get(keys[index] ?? ""));
  return (
    <Bars
      upright
      names={report.months.map((month) => monthText(month.key))}
      now={{ label: t("this_period"), values: report.months.map(of) }}
      before={
        old && {
          label: t("chart_before", { period: said(before(period)) }),
          values: earlierRows.map((row) => (row ? of(row) : 0)),
        }
      }
      say={say}
      label={t("chart_label", { what: name, title: t("table_1") })}
    />
  );
}
