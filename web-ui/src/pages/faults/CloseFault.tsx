// SPDX-License-Identifier: GPL-3.0-or-later
import { Button, Group, Modal, Stack, Text, Textarea } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { useState } from "react";
import { api, told } from "../../api/client";
import { useCommon } from "../../i18n/common";
import { useCommand } from "../../parts/useCommand";
import type { FaultWithStory } from "./FaultPage";
import { useWords } from "./words";

/** Puts a resolved fault away; that cannot be undone, so it is asked for twice. */
export function CloseFault({ fault }: { fault: FaultWithStory }) {
  const t = useWords();
  const common = useCommon();
  const [open, modal] = useDisclosure(false);
  const [note, setNote] = useState("");
  const close = useCommand(
    () =>
      told(
        api.POST("/api/v1/faults/{id}/close", {
          params: { path: { id: fault.id } },
          body: note.trim() ? { note: note.trim() } : {},
        }),
      ),
    ["faults"],
    modal.close,
  );
  return (
    <>
      <Button size="md" onClick={modal.open}>
        {t("close")}
      </Button>
      <Modal opened={open} onClose={modal.close} title={t("close")}>
        <Stack>
          <Text>{t("close_text")}</Text>
          <Textarea
            label={t("close_note")}
            autosize
            minRows={2}
            maxLength={4000}
            value={note}
            onChange={(event) => setNote(event.currentTarget.value)}
          />
          <Group justify="end">
            <Button variant="default" size="md" onClick={modal.close}>
              {common("cancel")}
            </Button>
            <Button size="md" loading={close.isPending} onClick={() => close.mutate()}>
              {t("close")}
            </Button>
          </Group>
        </Stack>
      </Modal>
    </>
  );
}
