// SPDX-License-Identifier: GPL-3.0-or-later
import { Alert, Group, SimpleGrid, Stack, Title } from "@mantine/core";
import { may, usePerson } from "../../app/session";
import { useLive } from "../../live/station";
import { Waiting } from "../../parts/Waiting";
import { Emergencies } from "./Emergencies";
import { FaultsNow } from "./FaultsNow";
import { NextDay } from "./NextDay";
import { RaiseEmergency } from "./RaiseEmergency";
import { StopAll } from "./StopAll";
import { useWords } from "./words";
import { ZoneCard } from "./ZoneCard";

/** What sounds now in each zone, what comes next and what is wrong, and the ways to stop it or to warn people. */
export default function OnairPage() {
  const t = useWords();
  const person = usePerson();
  const { onair } = useLive();
  if (!onair) return <Waiting />;
  const silent = onair.boards.filter((board) => !board.reachable);
  return (
    <Stack>
      <Emergencies onAir={onair.emergencies} />
      {onair.clock_wrong && <Alert color="red">{t("clock_wrong", { why: onair.clock_wrong })}</Alert>}
      {onair.hold && (
        <Alert color="yellow" title={t("hold_title")}>
          {t("hold_text")}
        </Alert>
      )}
      {silent.map((board) => (
        <Alert key={board.id} color="orange">
          {t("board_lost", { board: board.id, problem: board.problem ?? "" })}
        </Alert>
      ))}
      <Group justify="space-between">
        <Title order={2} size="h3">
          {t("zones")}
        </Title>
        <Group>
          {may(person, "operator") && <RaiseEmergency zones={onair.zones} />}
          <StopAll held={onair.hold} />
        </Group>
      </Group>
      <SimpleGrid cols={{ base: 1, sm: 2, lg: 3, xl: 4 }}>
        {onair.zones.map((zone) => (
          <ZoneCard key={zone.id} zone={zone} />
        ))}
      </SimpleGrid>
      <Title order={2} size="h3">
        {t("strip")}
      </Title>
      <NextDay at={onair.at} zones={onair.zones} />
      <Title order={2} size="h3">
        {t("faults_now")}
      </Title>
      <FaultsNow />
    </Stack>
  );
}
