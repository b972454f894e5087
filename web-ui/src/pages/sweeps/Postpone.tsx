// SPDX-License-Identifier: GPL-3.0-or-later
import { Alert, Button, Group, Modal, NativeSelect, Stack, Text } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { notifications } from "@mantine/notifications";
import { IconClockPause } from "@tabler/icons-react";
import { useState } from "react";
import { api, told } from "../../api/client";
import { useCommon } from "../../i18n/common";
import { dayAndHour } from "../../i18n/format";
import { useCommand } from "../../parts/useCommand";
import { useWords } from "./words";

const HOUR = 3600;
const CHOICES = [1, 4, 24, 72, 168, 336];

/** Keeps sessions waiting for a while. `until`: they wait already. */
export function Postpone({ session, until }: { session: string | null; until: string | null }) {
  const t = useWords();
  const common = useCommon();
  const [open, modal] = useDisclosure(false);
  const [hours, setHours] = useState("4");
  const postpone = useCommand(
    (seconds: number) =>
      told(api.POST("/api/v1/sweeps/{id}/postpone", { params: { path: { id: session ?? "" } }, body: { seconds } })),
    ["sweeps"],
    ({ postponed_seconds }) => {
      modal.close();
      if (postponed_seconds === 0) notifications.show({ message: t("postpone_undone") });
    },
  );
  if (!session) return null;
  return (
    <Stack gap="xs">
      <Group>
        <Button size="md" variant="default" leftSection={<IconClockPause size={20} aria-hidden />} onClick={modal.open}>
          {t("postpone")}
        </Button>
        {until && (
          <Button size="md" variant="subtle" onClick={() => postpone.mutate(0)}>
            {t("postpone_undo")}
          </Button>
        )}
      </Group>
      {until && (
        <Alert color="yellow" role="status">
          {t("postponed", { time: dayAndHour(until) })}
        </Alert>
      )}
      <Modal opened={open} onClose={modal.close} title={t("postpone")}>
        <Stack>
          <Text>{t("postpone_text")}</Text>
          <NativeSelect
            label={t("postpone_by")}
            value={hours}
            onChange={(event) => setHours(event.currentTarget.value)}
            data={CHOICES.map((count) => ({
              value: String(count),
              label: count < 24 ? t("hours", { count }) : t("days", { count: count / 24 }),
            }))}
          />
          <Group justify="end">
            <Button variant="default" size="md" onClick={modal.close}>
              {common("cancel")}
            </Button>
            <Button size="md" loading={postpone.isPending} onClick={() => postpone.mutate(Number(hours) * HOUR)}>
              {t("postpone")}
            </Button>
          </Group>
        </Stack>
      </Modal>
    </Stack>
  );
}
