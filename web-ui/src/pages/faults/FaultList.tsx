// SPDX-License-Identifier: GPL-3.0-or-later
import { Anchor, Card, Group, SegmentedControl, Stack, Text, Title } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useMemo, useState } from "react";
import { api, told } from "../../api/client";
import { sentences, spell } from "../../health/finding";
import { SeverityMark, StateMark } from "../../health/Mark";
import { type Fault, faultAddress, usePlace } from "../../health/site";
import { byUrgency, isOpen } from "../../health/urgency";
import { useMinute } from "../../health/useMinute";
import { useHealthWords } from "../../health/words";
import { dayAndHour } from "../../i18n/format";
import { useLanguage } from "../../i18n/words";
import { Loaded } from "../../parts/Loaded";
import { Deadline } from "./Deadline";
import { useWords } from "./words";

export function FaultList() {
  const t = useWords();
  const [what, setWhat] = useState<"open" | "all">("open");
  const faults = useQuery({
    queryKey: ["faults", "list", what],
    queryFn: async () =>
      (await told(api.GET("/api/v1/faults", { params: { query: what === "open" ? { state: "open" } : {} } }))).faults,
  });
  return (
    <Stack>
      <SegmentedControl
        aria-label={t("filter")}
        value={what}
        onChange={(value) => setWhat(value as "open" | "all")}
        style={{ alignSelf: "start" }}
        data={[
          { value: "open", label: t("filter_open") },
          { value: "all", label: t("filter_all") },
        ]}
      />
      <Loaded query={faults}>
        {(list) =>
          list.length === 0 ? (
            <Text className="soft">{t(what === "open" ? "none_open" : "none")}</Text>
          ) : (
            <Cards faults={list} />
          )
        }
      </Loaded>
    </Stack>
  );
}

function Cards({ faults }: { faults: Fault[] }) {
  const t = useWords();
  const place = usePlace();
  const sorted = useMemo(() => faults.toSorted(byUrgency), [faults]);
  return (
    <Stack gap="sm">
      <Title order={2} size="h4">
        {t("count", { count: faults.length })}
      </Title>
      {sorted.map((fault) => (
        <FaultCard key={fault.id} fault={fault} place={place(fault.place)} />
      ))}
    </Stack>
  );
}

function FaultCard({ fault, place }: { fault: Fault; place: string }) {
  const t = useWords();
  const health = useHealthWords();
  const language = useLanguage();
  const now = useMinute();
  const open = isOpen(fault);
  const age = spell((now - Date.parse(fault.since)) / 1000, health);
  return (
    <Card withBorder component="article" data-fault={fault.id} aria-label={t("title", { id: fault.id, what: place })}>
      <Group gap="xs" mb={4}>
        <SeverityMark severity={fault.severity} />
        <StateMark state={fault.state} />
        <Text size="sm" className="soft numbers">
          {dayAndHour(fault.since)}
          {open && ` · ${t("age", { time: age })}`}
        </Text>
      </Group>
      <Anchor href={faultAddress(fault.id)} fw={700} fz="lg" py={4}>
        {health(`class_${fault.class}`)}
      </Anchor>
      <Text fw={600}>{place}</Text>
      <Text>{sentences(fault.measured, health, language).join(" ")}</Text>
      {open && (
        <Group gap="md">
          <Text size="sm" className="soft">
            {fault.owner ? t("owner_is", { who: fault.owner }) : t("nobody")}
          </Text>
          {fault.deadline && <Deadline at={fault.deadline} now={now} />}
        </Group>
      )}
      {fault.retest_by && <Text size="sm">{t("retest_waits", { who: fault.retest_by })}</Text>}
    </Card>
  );
}
