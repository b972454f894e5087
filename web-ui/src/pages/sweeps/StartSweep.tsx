// SPDX-License-Identifier: GPL-3.0-or-later
import { Button, Checkbox, Group, Modal, Radio, Stack, Text } from "@mantine/core";
import { useDisclosure, useMediaQuery } from "@mantine/hooks";
import { notifications } from "@mantine/notifications";
import { IconPlayerPlay } from "@tabler/icons-react";
import { useState } from "react";
import { api, told } from "../../api/client";
import { type Line, useLines, useNames } from "../../health/site";
import { useCommon } from "../../i18n/common";
import { Loaded } from "../../parts/Loaded";
import { useCommand } from "../../parts/useCommand";
import { useWords } from "./words";

/** Begins a session now, of all lines or some. */
export function StartSweep() {
  const t = useWords();
  const small = useMediaQuery("(max-width: 48em)");
  const lines = useLines();
  const [open, modal] = useDisclosure(false);
  return (
    <>
      <Button size="md" leftSection={<IconPlayerPlay size={20} aria-hidden />} onClick={modal.open}>
        {t("start")}
      </Button>
      <Modal opened={open} onClose={modal.close} title={t("start")} fullScreen={small}>
        <Loaded query={lines}>{(all) => <Form lines={all} close={modal.close} />}</Loaded>
      </Modal>
    </>
  );
}

function Form({ lines, close }: { lines: Line[]; close: () => void }) {
  const t = useWords();
  const common = useCommon();
  const names = useNames();
  const [which, setWhich] = useState("all");
  const [chosen, setChosen] = useState<string[]>([]);
  const [dry, setDry] = useState(false);
  const start = useCommand(
    () => told(api.POST("/api/v1/sweeps", { body: which === "all" ? { dry } : { dry, lines: chosen } })),
    ["sweeps"],
    () => {
      notifications.show({ message: t("start_started") });
      close();
    },
  );
  return (
    <Stack>
      <Text>{t("start_text")}</Text>
      <Radio.Group label={t("start_which")} value={which} onChange={setWhich}>
        <Stack gap="xs" mt="xs">
          <Radio value="all" label={t("start_all")} />
          <Radio value="some" label={t("start_some")} />
        </Stack>
      </Radio.Group>
      {which === "some" && (
        <Checkbox.Group label={t("start_some")} value={chosen} onChange={setChosen}>
          <Stack gap="xs" mt="xs">
            {lines.map((line) => (
              <Checkbox
                key={line.id}
                size="md"
                classNames={{ description: "soft" }}
                value={line.id}
                label={line.name || line.id}
                description={names.zone(line.zone)}
              />
            ))}
          </Stack>
        </Checkbox.Group>
      )}
      <Checkbox label={t("start_dry")} checked={dry} onChange={(event) => setDry(event.currentTarget.checked)} />
      <Group justify="end">
        <Button variant="default" size="md" onClick={close}>
          {common("cancel")}
        </Button>
        <Button
          size="md"
          loading={start.isPending}
          disabled={which === "some" && chosen.length === 0}
          onClick={() => start.mutate()}
        >
          {t("start_do")}
        </Button>
      </Group>
    </Stack>
  );
}
