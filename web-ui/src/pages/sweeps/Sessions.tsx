// SPDX-License-Identifier: GPL-3.0-or-later
import { Group, NativeSelect, SimpleGrid, Stack, Text, Title } from "@mantine/core";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { api, type Schema, told } from "../../api/client";
import { may, usePerson } from "../../app/session";
import { day, hour } from "../../i18n/format";
import { useToday } from "../../live/clock";
import { Loaded } from "../../parts/Loaded";
import { Months } from "./Months";
import { Postpone } from "./Postpone";
import { lastDays } from "./period";
import { Running } from "./Running";
import { SessionRow } from "./SessionRow";
import { StartSweep } from "./StartSweep";
import { useWords } from "./words";

/** As many days back as each choice shows; the API's own choice is the first. */
const PERIODS = { recent: 92, year: 366, all: 3650 };

export function Sessions() {
  const t = useWords();
  const [period, setPeriod] = useState<keyof typeof PERIODS>("recent");
  const today = useToday();
  const sweeps = useQuery({
    queryKey: ["sweeps", "list", period, today],
    queryFn: () => told(api.GET("/api/v1/sweeps", { params: { query: lastDays(PERIODS[period], today) } })),
    placeholderData: keepPreviousData,
  });
  const works = may(usePerson(), "technician");
  return (
    <Loaded query={sweeps}>
      {(data) => (
        <Stack>
          {works && (
            <Group align="start">
              <StartSweep />
              <Postpone
                session={data.running[0]?.id ?? (data.planned[0] ? `s${data.planned[0].date}` : null)}
                until={data.postponed_until}
              />
            </Group>
          )}
          <Title order={2} size="h3">
            {t("running")}
          </Title>
          {data.running.length === 0 && <Text className="soft">{t("running_none")}</Text>}
          {data.running.map((sweep) => (
            <Running key={sweep.id} sweep={sweep} works={works} />
          ))}
          <SimpleGrid cols={{ base: 1, md: 2 }}>
            <section>
              <Title order={2} size="h3" mb="xs">
                {t("months")}
              </Title>
              <Months months={data.month} now={today.slice(0, 7)} />
            </section>
            <section>
              <Title order={2} size="h3" mb="xs">
                {t("next")}
              </Title>
              <Planned planned={data.planned} />
            </section>
          </SimpleGrid>
          <Group justify="space-between">
            <Title order={2} size="h3">
              {t("sessions")}
            </Title>
            <NativeSelect
              aria-label={t("period")}
              value={period}
              onChange={(event) => setPeriod(event.currentTarget.value as keyof typeof PERIODS)}
              data={(Object.keys(PERIODS) as (keyof typeof PERIODS)[]).map((value) => ({
                value,
                label: t(`period_${value}`),
              }))}
            />
          </Group>
          {over(data.sweeps).length === 0 && <Text className="soft">{t("sessions_none")}</Text>}
          {over(data.sweeps)
            .toSorted((one, other) => other.started_at.localeCompare(one.started_at))
            .map((sweep) => (
              <SessionRow key={sweep.id} sweep={sweep} />
            ))}
        </Stack>
      )}
    </Loaded>
  );
}

/** What still runs stands above, with its progress. */
const over = (sweeps: Schema["Sweep"][]) => sweeps.filter((sweep) => sweep.result !== "running");

function Planned({ planned }: { planned: Schema["PlannedSweep"][] }) {
  const t = useWords();
  if (planned.length === 0) return <Text className="soft">{t("next_none")}</Text>;
  return (
    <Stack gap={4}>
      {planned.map((slot) => (
        <time key={slot.from} dateTime={slot.from} className="numbers">
          {t("next_text", { date: day(slot.from), from: hour(slot.from), until: hour(slot.until) })}
        </time>
      ))}
    </Stack>
  );
}
