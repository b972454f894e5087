// SPDX-License-Identifier: GPL-3.0-or-later
import { Button, Table } from "@mantine/core";
import { type ReactNode, useState } from "react";
import { clock, day, hour, length, number } from "../../i18n/format";
import { useLanguage } from "../../i18n/words";
import { Wide } from "../../parts/Wide";
import type { Airing, Entry } from "./behind";
import classes from "./figures.module.css";
import { useZoneNames } from "./query";
import { useKind, useReasons, useWords } from "./words";

const AT_A_TIME = 300;

/** A long table, its beginning first. */
export function Rows<T>({
  label,
  heads,
  rows,
  show,
}: {
  label: string;
  heads: string[];
  rows: T[];
  show: (row: T) => ReactNode;
}) {
  const t = useWords();
  const [shown, setShown] = useState(AT_A_TIME);
  return (
    <>
      <Wide label={label}>
        <Table withTableBorder horizontalSpacing={8} className={classes.table}>
          <Table.Thead>
            <Table.Tr>
              {heads.map((head) => (
                <Table.Th key={head} scope="col">
                  {head}
                </Table.Th>
              ))}
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>{rows.slice(0, shown).map(show)}</Table.Tbody>
        </Table>
      </Wide>
      {rows.length > shown && (
        <Button variant="default" onClick={() => setShown(shown + AT_A_TIME)} className="no-print">
          {t("more", { count: Math.min(AT_A_TIME, rows.length - shown) })}
        </Button>
      )}
    </>
  );
}

export function AiringsTable({ airings }: { airings: Airing[] }) {
  const t = useWords();
  const zones = useZoneNames();
  const reasons = useReasons();
  const reasonsOf = (airing: Airing) => [
    ...new Set([
      ...(airing.reason ? [airing.reason] : []),
      ...airing.skips.filter((skip) => skip.role === "item").map((skip) => skip.reason),
    ]),
  ];
  return (
    <Rows
      label={t("programmes")}
      heads={[
        t("date"),
        t("planned_at"),
        t("aired_at"),
        t("length"),
        t("programme"),
        t("zones"),
        t("result"),
        t("reason"),
      ]}
      rows={airings}
      show={(airing) => (
        <Table.Tr key={airing.id}>
          <Table.Td>{day(airing.planned_start)}</Table.Td>
          <Table.Td>{hour(airing.planned_start)}</Table.Td>
          <Table.Td className="numbers">
            {airing.started_at ? `${clock(airing.started_at)}–${airing.ended_at ? clock(airing.ended_at) : ""}` : "–"}
          </Table.Td>
          <Table.Td className={classes.value}>{length(airing.on_air_seconds)}</Table.Td>
          <Table.Td className={classes.text}>
            {airing.title}
            {airing.repeat && ` (${t("repeat")})`}
          </Table.Td>
          <Table.Td className={classes.text}>{zones(airing.zones)}</Table.Td>
          <Table.Td>{t(airing.result ?? "going_on")}</Table.Td>
          <Table.Td className={classes.text}>{airing.result === "full" ? "" : reasons(reasonsOf(airing))}</Table.Td>
        </Table.Tr>
      )}
    />
  );
}

export function EntriesTable({ entries }: { entries: Entry[] }) {
  const t = useWords();
  const language = useLanguage();
  const kind = useKind();
  return (
    <Rows
      label={t("items")}
      heads={[
        t("date"),
        t("aired_at"),
        t("title"),
        t("kind"),
        t("theme"),
        t("unit"),
        t("author"),
        t("length"),
        t("share"),
      ]}
      rows={entries}
      show={({ airing, first, seconds, share }) => (
        <Table.Tr key={`${airing.id}/${first.position}/${first.item_id}`}>
          <Table.Td>{day(airing.planned_start)}</Table.Td>
          <Table.Td>{clock(first.started_at)}</Table.Td>
          <Table.Td className={classes.text}>
            {first.title}
            {first.role !== "item" && ` (${t(`role_${first.role}`)})`}
          </Table.Td>
          <Table.Td className={classes.text}>{kind(first.kind)}</Table.Td>
          <Table.Td className={classes.text}>{first.theme}</Table.Td>
          <Table.Td className={classes.text}>{first.unit}</Table.Td>
          <Table.Td className={classes.text}>{first.author}</Table.Td>
          <Table.Td className={classes.value}>{length(seconds)}</Table.Td>
          <Table.Td className={classes.value}>{share === null ? "–" : number(share * 100, language, 1)}</Table.Td>
        </Table.Tr>
      )}
    />
  );
}
