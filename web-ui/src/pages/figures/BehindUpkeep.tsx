// SPDX-License-Identifier: GPL-3.0-or-later
import { Anchor, Table, Text } from "@mantine/core";
import { StateMark } from "../../health/Mark";
import { faultAddress, minutesAddress, usePlace } from "../../health/site";
import { useHealthWords } from "../../health/words";
import { day, dayAndHour, hour } from "../../i18n/format";
import { Loaded } from "../../parts/Loaded";
import { Rows } from "./BehindTables";
import classes from "./figures.module.css";
import type { Period } from "./period";
import { useFaults, useSessions } from "./query";
import { useWords } from "./words";

/** Sessions of line tests of the period that count: held, and not of relays alone. */
export function SessionsBehind({ period }: { period: Period }) {
  const t = useWords();
  return (
    <Loaded query={useSessions(period)}>
      {({ sweeps }) => {
        const list = sweeps.filter((sweep) => !sweep.dry && sweep.ended_at && sweep.result !== "missed");
        if (list.length === 0) return <Text>{t("behind_none")}</Text>;
        return (
          <Rows
            label={t("inspections")}
            heads={[
              t("date"),
              t("planned_at"),
              t("aired_at_session"),
              t("who"),
              t("result"),
              t("lines_good"),
              t("lines_faulty"),
            ]}
            rows={list}
            show={(sweep) => (
              <Table.Tr key={sweep.id}>
                <Table.Td>
                  <Anchor inherit href={minutesAddress(sweep.id)}>
                    {day(sweep.date)}
                  </Anchor>
                </Table.Td>
                <Table.Td>
                  {hour(sweep.planned_start)}–{hour(sweep.planned_end)}
                </Table.Td>
                <Table.Td>
                  {hour(sweep.started_at)}–{sweep.ended_at ? hour(sweep.ended_at) : ""}
                </Table.Td>
                <Table.Td>{sweep.origin === "planned" ? t("by_plan") : (sweep.who ?? "–")}</Table.Td>
                <Table.Td>{t(`session_${sweep.result}`)}</Table.Td>
                <Table.Td className={classes.value}>
                  {sweep.in_order ?? "–"}/{sweep.lines}
                </Table.Td>
                <Table.Td className={classes.value}>{sweep.faulty ?? "–"}</Table.Td>
              </Table.Tr>
            )}
          />
        );
      }}
    </Loaded>
  );
}

/** Faults first found in the period. */
export function FaultsBehind({ period }: { period: Period }) {
  const t = useWords();
  const health = useHealthWords();
  const place = usePlace();
  return (
    <Loaded query={useFaults(period)}>
      {(list) =>
        list.length === 0 ? (
          <Text>{t("behind_none")}</Text>
        ) : (
          <Rows
            label={t("faults")}
            heads={[t("found_at"), t("place"), t("symptom"), t("state"), t("fixed_at")]}
            rows={list}
            show={(fault) => (
              <Table.Tr key={fault.id}>
                <Table.Td>
                  <Anchor inherit href={faultAddress(fault.id)}>
                    {dayAndHour(fault.since)}
                  </Anchor>
                </Table.Td>
                <Table.Td>{place(fault.place)}</Table.Td>
                <Table.Td className={classes.text}>{health(`class_${fault.class}`)}</Table.Td>
                <Table.Td>
                  <StateMark state={fault.state} />
                </Table.Td>
                <Table.Td>{fault.resolved_at ? dayAndHour(fault.resolved_at) : "–"}</Table.Td>
              </Table.Tr>
            )}
          />
        )
      }
    </Loaded>
  );
}
