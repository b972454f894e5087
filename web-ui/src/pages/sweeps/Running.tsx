// SPDX-License-Identifier: GPL-3.0-or-later
import { Anchor, Button, Card, Group, Modal, Progress, Stack, Text, Title } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconPlayerStopFilled } from "@tabler/icons-react";
import { api, type Schema, told } from "../../api/client";
import { type Verdict, VerdictMark } from "../../health/Mark";
import { lineAddress, minutesAddress, useNames } from "../../health/site";
import { useCommon } from "../../i18n/common";
import { dayAndHour } from "../../i18n/format";
import { useCommand } from "../../parts/useCommand";
import { waiting } from "./waits";
import { useWords } from "./words";

/** A session while it runs: how far it is, what it found so far, what it waits for. */
export function Running({ sweep, works }: { sweep: Schema["RunningSweep"]; works: boolean }) {
  const t = useWords();
  const names = useNames();
  return (
    <Card withBorder component="article" data-running={sweep.id} aria-label={t("progress_label", { id: sweep.id })}>
      <Group justify="space-between" align="start">
        <div>
          <Title order={3} size="h4" className="numbers">
            {t("progress", { done: sweep.done, count: sweep.lines })}
          </Title>
          <Text size="sm" className="soft numbers">
            {[
              t("started", { time: dayAndHour(sweep.started_at) }),
              sweep.origin === "planned" ? t("planned") : t("by", { who: sweep.who ?? "" }),
              sweep.dry ? t("dry") : null,
            ]
              .filter(Boolean)
              .join(" · ")}
          </Text>
        </div>
        {works && <Stop id={sweep.id} />}
      </Group>
      <Progress
        my="sm"
        size="lg"
        value={sweep.lines > 0 ? (100 * sweep.done) / sweep.lines : 0}
        aria-label={t("progress_label", { id: sweep.id })}
      />
      <Text>
        {sweep.testing.length > 0
          ? t("testing_now", { lines: sweep.testing.map(names.line).join(", ") })
          : sweep.waits_for
            ? t("waits_for", { why: waiting(sweep.waits_for, t) })
            : "\u00a0"}
      </Text>
      <Stack gap={4} mt="xs">
        {Object.entries(sweep.verdicts).map(([line, verdict]) => (
          <Group key={line} gap="xs">
            <Anchor href={lineAddress(line)} py={4}>
              {names.line(line)}
            </Anchor>
            <VerdictMark verdict={verdict as Verdict} />
          </Group>
        ))}
      </Stack>
      <Anchor href={minutesAddress(sweep.id)} mt="xs" py={4}>
        {t("open_minutes", { date: dayAndHour(sweep.started_at) })}
      </Anchor>
    </Card>
  );
}

function Stop({ id }: { id: string }) {
  const t = useWords();
  const common = useCommon();
  const [open, modal] = useDisclosure(false);
  const stop = useCommand(
    () => told(api.POST("/api/v1/sweeps/{id}/stop", { params: { path: { id } }, body: {} })),
    ["sweeps"],
    modal.close,
  );
  return (
    <>
      <Button variant="default" leftSection={<IconPlayerStopFilled size={18} aria-hidden />} onClick={modal.open}>
        {t("stop")}
      </Button>
      <Modal opened={open} onClose={modal.close} title={t("stop")}>
        <Stack>
          <Text>{t("stop_ask")}</Text>
          <Group justify="end">
            <Button variant="default" size="md" onClick={modal.close}>
              {common("cancel")}
            </Button>
            <Button color="red.8" size="md" loading={stop.isPending} onClick={() => stop.mutate()}>
              {t("stop")}
            </Button>
          </Group>
        </Stack>
      </Modal>
    </>
  );
}
