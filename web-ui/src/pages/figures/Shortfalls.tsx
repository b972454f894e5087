// SPDX-License-Identifier: GPL-3.0-or-later
import { Table, Text, Title } from "@mantine/core";
import { day, hour, hours } from "../../i18n/format";
import { Wide } from "../../parts/Wide";
import classes from "./figures.module.css";
import { type Report, useZoneNames } from "./query";
import { useReasons, useWords } from "./words";

/** Missed or partly aired programmes, each with its reason. */
export function Shortfalls({ list, title }: { list: Report["missed"]; title: string }) {
  const t = useWords();
  const zones = useZoneNames();
  const reasons = useReasons();
  return (
    <section>
      <Title order={2} size="h4" mb="xs">
        {title}
      </Title>
      {list.length === 0 ? (
        <Text>{t("none")}</Text>
      ) : (
        <Wide label={title}>
          <Table withTableBorder horizontalSpacing={8} className={classes.table}>
            <Table.Thead>
              <Table.Tr>
                {(["date", "time", "programme", "zones", "on_air", "reason"] as const).map((name) => (
                  <Table.Th key={name} scope="col">
                    {t(name)}
                  </Table.Th>
                ))}
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {list.map((one) => (
                <Table.Tr key={one.airing_id}>
                  <Table.Td>{day(one.planned_start)}</Table.Td>
                  <Table.Td>{hour(one.planned_start)}</Table.Td>
                  <Table.Td className={classes.text}>{one.title}</Table.Td>
                  <Table.Td className={classes.text}>{zones(one.zones)}</Table.Td>
                  <Table.Td className={classes.value}>{hours(one.on_air_seconds)}</Table.Td>
                  <Table.Td className={classes.text}>{reasons(one.reasons) || t("not_given")}</Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </Wide>
      )}
    </section>
  );
}
