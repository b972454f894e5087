// SPDX-License-Identifier: GPL-3.0-or-later
import { Group, Stack, Text } from "@mantine/core";
import type { Schema } from "../../api/client";
import { Mark } from "../../health/Mark";
import { unplanned } from "../../health/sessions";
import { monthOf } from "./period";
import { useWords } from "./words";

type Month = Schema["MonthOfSessions"];

function Verdict({ month, counted }: { month: Month; counted: boolean }) {
  const t = useWords();
  if (!counted) return <Mark tone="unknown" text={t("month_unplanned")} />;
  const met = month.held >= month.target;
  return <Mark tone={met ? "good" : "watch"} text={t(met ? "month_met" : "month_behind")} />;
}

/** Sessions held in each month against the target, newest first. `now`: the station's month, such as 2018-03. */
export function Months({ months, now }: { months: Record<string, Month>; now: string }) {
  const t = useWords();
  return (
    <Stack gap={6}>
      {Object.entries(months)
        .toSorted(([one], [other]) => other.localeCompare(one))
        .map(([key, month]) => (
          <Group key={key} gap="sm" data-month={key}>
            <Text fw={600} className="numbers">
              {t("month", { month: monthOf(key) })}
            </Text>
            <Text className="numbers">{t("month_count", { held: month.held, target: month.target })}</Text>
            <Verdict month={month} counted={!unplanned(key, month, now)} />
            {month.by_person > 0 && <Text className="soft">{t("month_beside", { count: month.by_person })}</Text>}
          </Group>
        ))}
    </Stack>
  );
}
