// SPDX-License-Identifier: GPL-3.0-or-later
import { Button, Chip, Fieldset, Group, Modal, Stack, Textarea } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { IconArrowBackUp } from "@tabler/icons-react";
import { useState } from "react";
import { useCommon } from "../../i18n/common";
import { returnItem } from "../items/items";
import type { Item } from "../items/rights";
import { useItemCommand } from "../items/useItemCommand";
import { useWords } from "./words";

const QUICK = ["quick_sound", "quick_words", "quick_content", "quick_classified"] as const;

/** Returns an item with a reason: one press for the frequent ones, or in words. */
export function ReturnItem({
  item,
  opened,
  close,
  returned,
}: {
  item: Item;
  opened: boolean;
  close: () => void;
  returned: () => void;
}) {
  const t = useWords();
  const common = useCommon();
  const [note, setNote] = useState("");
  const send = useItemCommand(
    () => returnItem(item, note.trim()),
    () => {
      notifications.show({ color: "teal", message: t("returned", { title: item.title }) });
      returned();
    },
  );
  return (
    <Modal opened={opened} onClose={close} title={`${t("return")}: ${item.title}`}>
      <Stack>
        <Fieldset legend={t("quick")} variant="unstyled">
          <Group gap="xs">
            {QUICK.map((quick) => (
              <Chip
                key={quick}
                size="md"
                checked={note.includes(t(quick))}
                onChange={(on) =>
                  setNote((now) => (on ? `${now.trim()} ${t(quick)}` : now.replace(t(quick), "")).trim())
                }
              >
                {t(quick)}
              </Chip>
            ))}
          </Group>
        </Fieldset>
        <Textarea
          label={t("reason")}
          description={t("reason_hint")}
          required
          autosize
          minRows={3}
          maxLength={2000}
          value={note}
          onChange={(event) => setNote(event.currentTarget.value)}
        />
        <Group grow>
          <Button size="md" variant="default" onClick={close}>
            {common("cancel")}
          </Button>
          <Button
            size="md"
            leftSection={<IconArrowBackUp size={20} aria-hidden />}
            disabled={!note.trim()}
            loading={send.isPending}
            onClick={() => send.mutate()}
          >
            {t("return")}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
