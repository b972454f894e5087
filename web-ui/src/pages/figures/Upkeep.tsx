// SPDX-License-Identifier: GPL-3.0-or-later
import { Group, Table, Text, Title } from "@mantine/core";
import { IconAlertTriangle, IconCheck, IconClock } from "@tabler/icons-react";
import { unplanned } from "../../health/sessions";
import { Loaded } from "../../parts/Loaded";
import { Wide } from "../../parts/Wide";
import { FigureLink } from "./FigureLink";
import classes from "./figures.module.css";
import { monthOf, monthsOf, monthText, type Period } from "./period";
import { type Report, useSessions } from "./query";
import { useWords } from "./words";

/** Table 5: inspections of each month against their target, and the faults found. */
export function Upkeep({ report, period }: { report: Report; period: Period }) {
  const t = useWords();
  const sessions = useSessions(period);
  return (
    <section>
      <Title order={2} size="h4" mb="xs">
        {t("table_5")}
      </Title>
      <Loaded query={sessions}>
        {({ month: months }) => (
          <Wide label={t("table_5")}>
            <Table withTableBorder horizontalSpacing={8} className={classes.table} maw={720}>
              <Table.Thead>
                <Table.Tr>
                  <Table.Th scope="col">{t("month")}</Table.Th>
                  <Table.Th scope="col" className={classes.value}>
                    {t("held")}
                  </Table.Th>
                  <Table.Th scope="col" className={classes.value}>
                    {t("by_person")}
                  </Table.Th>
                  <Table.Th scope="col" className={classes.value}>
                    {t("target")}
                  </Table.Th>
                  <Table.Th scope="col">{t("verdict")}</Table.Th>
                </Table.Tr>
              </Table.Thead>
              <Table.Tbody>
                {monthsOf(period).map((key) => {
                  const month = months[key] ?? { held: 0, by_person: 0, missed: 0, target: 0 };
                  const now = report.as_of.slice(0, 7);
                  return (
                    <Table.Tr key={key}>
                      <Table.Th scope="row">{monthText(key)}</Table.Th>
                      <Table.Td className={classes.value}>
                        {/* The whole month: so the target is meant, also where the period holds a part of it. */}
                        <FigureLink period={monthOf(key)} what="inspections" value={month.held} />
                      </Table.Td>
                      <Table.Td className={classes.value}>
                        <FigureLink period={monthOf(key)} what="inspections" value={month.by_person} />
                      </Table.Td>
                      <Table.Td className={classes.value}>{month.target}</Table.Td>
                      <Table.Td className={classes.text}>
                        {unplanned(key, month, now) ? (
                          t("not_planned")
                        ) : (
                          <Verdict reached={month.held >= month.target} over={key < now} />
                        )}
                      </Table.Td>
                    </Table.Tr>
                  );
                })}
              </Table.Tbody>
            </Table>
          </Wide>
        )}
      </Loaded>
      <Text mt="xs">
        {t("faults")}: <FigureLink period={period} what="faults" value={report.faults} />
      </Text>
    </section>
  );
}

function Verdict({ reached, over }: { reached: boolean; over: boolean }) {
  const t = useWords();
  const Icon = reached ? IconCheck : over ? IconAlertTriangle : IconClock;
  return (
    <Group gap={6} wrap="nowrap">
      <Icon size={16} aria-hidden className="no-print" />
      {t(reached ? "reached" : over ? "not_reached" : "not_over")}
    </Group>
  );
}
