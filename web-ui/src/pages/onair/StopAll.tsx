// SPDX-License-Identifier: GPL-3.0-or-later
import { Button, Group, Modal, Stack, Text } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconPlayerStopFilled } from "@tabler/icons-react";
import { api, told } from "../../api/client";
import { useCommon } from "../../i18n/common";
import { useCommand } from "../../parts/useCommand";
import { useWords } from "./words";

/** Everything silent now, for this moment or until it is released. */
export function StopAll({ held }: { held: boolean }) {
  const t = useWords();
  const common = useCommon();
  const [asking, ask] = useDisclosure(false);
  const stop = useCommand(
    (hold: boolean) => told(api.POST("/api/v1/stop", { body: { hold } })),
    ["timetable"],
    ask.close,
  );
  const release = useCommand(() => told(api.DELETE("/api/v1/stop")), ["timetable"]);
  return (
    <Group>
      {held && (
        <Button variant="default" loading={release.isPending} onClick={() => release.mutate()}>
          {t("release")}
        </Button>
      )}
      <Button color="red.8" leftSection={<IconPlayerStopFilled size={18} aria-hidden />} onClick={ask.open}>
        {t("stop_all")}
      </Button>
      <Modal opened={asking} onClose={ask.close} title={t("stop_all")}>
        <Stack>
          <Text>{t("stop_ask")}</Text>
          <Button color="red.8" loading={stop.isPending} onClick={() => stop.mutate(false)}>
            {t("stop_once")}
          </Button>
          <Button color="red.8" variant="outline" loading={stop.isPending} onClick={() => stop.mutate(true)}>
            {t("stop_hold")}
          </Button>
          <Button variant="default" onClick={ask.close}>
            {common("cancel")}
          </Button>
        </Stack>
      </Modal>
    </Group>
  );
}
