// SPDX-License-Identifier: GPL-3.0-or-later
import { Button, Card, Group, SegmentedControl, Table, Text, Title } from "@mantine/core";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useMemo, useState } from "react";
import { api, type Schema, told } from "../../api/client";
import { signed } from "../../health/finding";
import { VerdictMark } from "../../health/Mark";
import type { Line } from "../../health/site";
import { useCommon } from "../../i18n/common";
import { dayAndHour, number } from "../../i18n/format";
import { useLanguage } from "../../i18n/words";
import { Failed } from "../../parts/Mishap";
import { Wide } from "../../parts/Wide";
import { HistoryChart } from "./HistoryChart";
import { useWords } from "./words";

type Measurement = Schema["Measurement"];
const PAGE = 60;

/** The line's measurements as a graph, and as the table that says the same. */
export function History({ line }: { line: Line }) {
  const t = useWords();
  const [what, setWhat] = useState("all");
  const pages = useInfiniteQuery({
    queryKey: ["lines", line.id, "measurements"],
    queryFn: ({ pageParam }) =>
      told(
        api.GET("/api/v1/lines/{id}/measurements", {
          params: { path: { id: line.id }, query: { limit: PAGE, ...(pageParam ? { after: pageParam } : {}) } },
        }),
      ),
    initialPageParam: 0,
    getNextPageParam: (page) => page.next ?? undefined,
  });
  const rows = useMemo(() => {
    const all = pages.data?.pages.flatMap((page) => page.measurements) ?? [];
    return what === "sweeps" ? newestOfEachSweep(all) : all;
  }, [pages.data, what]);
  return (
    <Card withBorder component="section" aria-label={t("history")}>
      <Group justify="space-between" mb="xs">
        <Title order={3} size="h4">
          {t("history")}
        </Title>
        <SegmentedControl
          aria-label={t("history_show")}
          value={what}
          onChange={setWhat}
          data={[
            { value: "all", label: t("history_all") },
            { value: "sweeps", label: t("history_sweeps") },
          ]}
        />
      </Group>
      {pages.error && <Failed error={pages.error} retry={() => void pages.refetch()} />}
      {pages.data && rows.length === 0 && <Text className="soft">{t("history_none")}</Text>}
      {rows.length > 0 && (
        <>
          <HistoryChart rows={rows} tolerance={line.tolerance} />
          <Rows rows={rows} />
        </>
      )}
      {pages.hasNextPage && (
        <Button variant="default" mt="sm" loading={pages.isFetchingNextPage} onClick={() => void pages.fetchNextPage()}>
          {t("history_older")}
        </Button>
      )}
    </Card>
  );
}

/** A session measures a doubtful line more than once; its last word counts. */
function newestOfEachSweep(rows: Measurement[]) {
  const seen = new Set<string>();
  return rows.filter((row) => row.sweep != null && !seen.has(row.sweep) && seen.add(row.sweep));
}

function Rows({ rows }: { rows: Measurement[] }) {
  const t = useWords();
  const none = useCommon()("not_measured");
  const language = useLanguage();
  const say = (value: number | null) => (value == null ? none : number(value, language, 1));
  return (
    <Wide label={t("history_table")}>
      <Table className="numbers" mt="sm" miw={620}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t("column_when")}</Table.Th>
            <Table.Th ta="right">{t("column_watts")}</Table.Th>
            <Table.Th ta="right">{t("column_reference")}</Table.Th>
            <Table.Th ta="right">{t("column_deviation")}</Table.Th>
            <Table.Th>{t("column_verdict")}</Table.Th>
            <Table.Th>{t("column_why")}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {rows.map((row) => (
            <Table.Tr key={row.id ?? row.at}>
              <Table.Td>{dayAndHour(row.at)}</Table.Td>
              <Table.Td ta="right">{say(row.watts)}</Table.Td>
              <Table.Td ta="right">{say(row.reference_watts)}</Table.Td>
              <Table.Td ta="right">{row.deviation == null ? none : signed(row.deviation * 100, language)}</Table.Td>
              <Table.Td>
                <VerdictMark verdict={row.verdict} />
              </Table.Td>
              <Table.Td>{t(`purpose_${row.purpose}`)}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Wide>
  );
}
