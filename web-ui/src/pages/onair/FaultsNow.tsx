// SPDX-License-Identifier: GPL-3.0-or-later
import { Anchor, Card, Group, Stack, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { memo } from "react";
import { api, told } from "../../api/client";
import { sentences } from "../../health/finding";
import { SeverityMark, StateMark } from "../../health/Mark";
import { type Fault, faultAddress, usePlace } from "../../health/site";
import { byUrgency, isOpen } from "../../health/urgency";
import { useHealthWords } from "../../health/words";
import { dayAndHour } from "../../i18n/format";
import { useLanguage } from "../../i18n/words";
import { Loaded } from "../../parts/Loaded";
import { useWords } from "./words";

const MOST = 5;
const matters = (fault: Fault) => isOpen(fault) && (fault.severity === "critical" || fault.severity === "major");

/** Open faults that take loudspeakers or programmes away, the most urgent first. */
export const FaultsNow = memo(function FaultsNow() {
  const t = useWords();
  const query = useQuery({
    queryKey: ["faults", "list", "open"],
    queryFn: async () => (await told(api.GET("/api/v1/faults", { params: { query: { state: "open" } } }))).faults,
  });
  return (
    <Loaded query={query}>
      {(faults) => {
        const grave = faults.filter(matters).toSorted(byUrgency);
        return (
          <Stack gap="xs">
            {grave.length === 0 && <Text className="soft">{t("faults_none")}</Text>}
            {grave.slice(0, MOST).map((fault) => (
              <OneFault key={fault.id} fault={fault} />
            ))}
            <Anchor href="#/faults">{t("faults_all")}</Anchor>
          </Stack>
        );
      }}
    </Loaded>
  );
});

function OneFault({ fault }: { fault: Fault }) {
  const health = useHealthWords();
  const language = useLanguage();
  const place = usePlace();
  return (
    <Card withBorder padding="sm">
      <Group gap="xs">
        <SeverityMark severity={fault.severity} />
        <StateMark state={fault.state} />
        <Text size="sm" className="soft numbers">
          {dayAndHour(fault.since)}
        </Text>
        <Anchor href={faultAddress(fault.id)} fw={700}>
          {health(`class_${fault.class}`)}
        </Anchor>
        <Text fw={600}>{place(fault.place)}</Text>
      </Group>
      <Text>{sentences(fault.measured, health, language).join(" ")}</Text>
      <Text className="soft">{fault.advice?.[language]}</Text>
    </Card>
  );
}
