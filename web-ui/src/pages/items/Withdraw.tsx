// SPDX-License-Identifier: GPL-3.0-or-later
import { Button, Group, Modal, Stack, Text, Textarea } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { notifications } from "@mantine/notifications";
import { IconBan } from "@tabler/icons-react";
import { useState } from "react";
import { useCommon } from "../../i18n/common";
import { withdrawItem } from "./items";
import type { Item } from "./rights";
import { useItemCommand } from "./useItemCommand";
import { useWords } from "./words";

/** Takes an item back for good, with a reason. */
export function Withdraw({ item }: { item: Item }) {
  const t = useWords();
  const common = useCommon();
  const [asking, ask] = useDisclosure(false);
  const [note, setNote] = useState("");
  const withdraw = useItemCommand(
    () => withdrawItem(item, note.trim()),
    () => {
      ask.close();
      notifications.show({ color: "teal", message: t("withdraw_done") });
    },
  );
  return (
    <>
      <Button
        variant="default"
        leftSection={<IconBan size={18} aria-hidden color="var(--mantine-color-red-filled)" />}
        onClick={ask.open}
        style={{ alignSelf: "start" }}
      >
        {t("withdraw")}
      </Button>
      <Modal opened={asking} onClose={ask.close} title={`${t("withdraw")}: ${item.title}`}>
        <Stack>
          <Text>{t("withdraw_ask")}</Text>
          <Textarea
            label={t("withdraw_reason")}
            data-autofocus
            autosize
            minRows={2}
            maxLength={2000}
            value={note}
            onChange={(event) => setNote(event.currentTarget.value)}
          />
          <Group justify="end">
            <Button variant="default" onClick={ask.close}>
              {common("cancel")}
            </Button>
            <Button
              color="red.8"
              disabled={!note.trim()}
              loading={withdraw.isPending}
              onClick={() => withdraw.mutate()}
            >
              {t("withdraw")}
            </Button>
          </Group>
        </Stack>
      </Modal>
    </>
  );
}
