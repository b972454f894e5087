// SPDX-License-Identifier: GPL-3.0-or-later
import { Alert, Anchor, Group, SimpleGrid, Stack, Text, Title } from "@mantine/core";
import { IconArrowLeft, IconLock } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { api, told } from "../../api/client";
import { may, usePerson } from "../../app/session";
import { Mark, VerdictMark } from "../../health/Mark";
import { faultAddress, type Line, useNames } from "../../health/site";
import { useHealthWords } from "../../health/words";
import { Loaded } from "../../parts/Loaded";
import { Commission } from "./Commission";
import { History } from "./History";
import { LineNow } from "./LineNow";
import { Speakers } from "./Speakers";
import { TestNow } from "./TestNow";
import { useWords } from "./words";

/** One line: how it is, what can be seen of it, its loudspeakers and its history. */
export function LinePage({ id }: { id: string }) {
  const t = useWords();
  const line = useQuery({
    queryKey: ["lines", id],
    queryFn: () => told(api.GET("/api/v1/lines/{id}", { params: { path: { id } } })),
  });
  return (
    <Stack>
      <Anchor href="#/lines" className="no-print">
        <Group gap={4} py={6}>
          <IconArrowLeft size={18} aria-hidden />
          {t("back")}
        </Group>
      </Anchor>
      <Loaded query={line}>{(data) => <Shown line={data} />}</Loaded>
    </Stack>
  );
}

function Shown({ line }: { line: Line }) {
  const t = useWords();
  const health = useHealthWords();
  const names = useNames();
  const works = may(usePerson(), "technician");
  return (
    <>
      <Group justify="space-between" align="start">
        <div>
          <Title order={2} size="h3">
            {line.name || line.id}
          </Title>
          <Text className="soft">
            {names.zone(line.zone)} · {names.amplifier(line.amplifier)}
          </Text>
        </div>
        {line.tested ? <Mark tone="busy" text={health("testing")} /> : <VerdictMark verdict={line.health.verdict} />}
      </Group>
      {line.latched && (
        <Alert color="red" icon={<IconLock aria-hidden />} title={t("latched_title")}>
          {t("latched_text")}
        </Alert>
      )}
      {line.faults.map((fault) => (
        <Anchor key={fault.id} href={faultAddress(fault.id)} fw={600} py={4}>
          {t("open_fault", {
            id: fault.id,
            what: health(`class_${fault.class}` as "class_open"),
          })}
        </Anchor>
      ))}
      {works && line.meter && (
        <Group align="start">
          {!line.latched && <TestNow line={line} />}
          {!line.latched && <Commission line={line} />}
        </Group>
      )}
      <SimpleGrid cols={{ base: 1, md: 2 }}>
        <LineNow line={line} />
        <Speakers line={line} />
      </SimpleGrid>
      <History line={line} />
    </>
  );
}
