// SPDX-License-Identifier: GPL-3.0-or-later
import { Alert, Button, Group, List, SegmentedControl, Stack, Text, Title } from "@mantine/core";
import { IconDownload, IconPrinter } from "@tabler/icons-react";
import { useId, useState } from "react";
import { useHashLocation } from "wouter/use-hash-location";
import { dayAndHour } from "../../i18n/format";
import { useLanguage } from "../../i18n/words";
import { useToday } from "../../live/clock";
import { Loaded } from "../../parts/Loaded";
import { Behind } from "./Behind";
import { Breakdown } from "./Breakdown";
import { filterAt } from "./behind";
import classes from "./figures.module.css";
import { Headline } from "./Headline";
import { Months } from "./Months";
import type { Measure } from "./measure";
import { PaperHead, Signatures } from "./Paper";
import { PeriodPicker } from "./PeriodPicker";
import { before, type Period, periodAt, quarterAt } from "./period";
import { type Report, useReport } from "./query";
import { Shortfalls } from "./Shortfalls";
import { Upkeep } from "./Upkeep";
import { usePeriodText, useWords } from "./words";

/** The figures of a quarter or any period, or the list behind one of them: /figures/2018Q1/items/kind=… */
export default function FiguresPage() {
  const t = useWords();
  const today = useToday();
  // As it stands in the address: a key may contain what the router would take for its own.
  const [path] = useHashLocation();
  const [, , address, what, ...filter] = path.split("/");
  const period = address ? periodAt(address) : quarterAt(today);
  if (!period)
    return (
      <Stack>
        <Alert color="red">{t("wrong_period")}</Alert>
        <PeriodPicker period={quarterAt(today)} today={today} />
      </Stack>
    );
  if (what) return <Behind period={period} what={what} filter={filterAt(filter)} />;
  return <PeriodFigures period={period} today={today} />;
}

function PeriodFigures({ period, today }: { period: Period; today: string }) {
  const report = useReport(period);
  return (
    <Stack>
      <PeriodPicker period={period} today={today} />
      <Loaded query={report}>{(data) => <ReportTables report={data} period={period} />}</Loaded>
    </Stack>
  );
}

function ReportTables({ report, period }: { report: Report; period: Period }) {
  const t = useWords();
  const said = usePeriodText();
  const [measure, setMeasure] = useState<Measure>("items");
  const label = useId();
  const empty = report.planned === 0 && report.by_origin.length === 0;
  return (
    <Stack gap="lg" className={classes.page}>
      <PaperHead report={report} period={period} />
      <Group justify="space-between" className="no-print">
        <div>
          <Title order={2} size="h3">
            {t("head")}, {said(period)}
          </Title>
          <Text size="sm" className="soft">
            {t("as_of", { time: dayAndHour(report.as_of) })}.{" "}
            {!report.previous_period && t("against_none", { period: said(before(period)) })}
          </Text>
        </div>
        <Downloads period={period} />
      </Group>
      {empty && <Alert color="gray">{t("nothing")}</Alert>}
      <Headline report={report} period={period} />
      {!empty && (
        <>
          <Group className="no-print" gap="xs">
            <Text id={label} fw={600}>
              {t("chart_of")}
            </Text>
            <SegmentedControl
              aria-labelledby={label}
              value={measure}
              onChange={(value) => setMeasure(value as Measure)}
              data={[
                { value: "items", label: t("items") },
                { value: "on_air", label: t("on_air") },
              ]}
            />
          </Group>
          <Months report={report} period={period} measure={measure} />
          <Breakdown by="kind" report={report} period={period} measure={measure} />
          <Breakdown by="unit" report={report} period={period} measure={measure} />
          <Breakdown by="theme" report={report} period={period} measure={measure} />
          <Breakdown by="origin" report={report} period={period} measure={measure} />
        </>
      )}
      <Upkeep report={report} period={period} />
      <Shortfalls list={report.missed} title={t("list_missed")} />
      <Shortfalls list={report.partial} title={t("list_partial")} />
      <section>
        <Title order={2} size="h4" mb="xs">
          {t("rules")}
        </Title>
        <List size="sm" type="ordered" pr="md">
          {report.counting_rules.map((rule) => (
            <List.Item key={rule}>{rule}</List.Item>
          ))}
        </List>
      </section>
      <Signatures />
    </Stack>
  );
}

function Downloads({ period }: { period: Period }) {
  const t = useWords();
  const language = useLanguage();
  const address = (format: string) =>
    `/api/v1/reports?${new URLSearchParams({ from: period.from, to: period.to, format, language })}`;
  return (
    <Group gap="xs">
      {(["csv", "json"] as const).map((format) => (
        <Button
          key={format}
          component="a"
          href={address(format)}
          download={`wardcast-${period.from}-${period.to}.${format}`}
          variant="default"
          leftSection={<IconDownload size={18} aria-hidden />}
        >
          {t(format)}
        </Button>
      ))}
      <Button variant="default" leftSection={<IconPrinter size={18} aria-hidden />} onClick={() => window.print()}>
        {t("print")}
      </Button>
    </Group>
  );
}
