// SPDX-License-Identifier: GPL-3.0-or-later
import { Button, Group, Modal, Stack, Text } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { notifications } from "@mantine/notifications";
import { IconDragDrop, IconMap2, IconTrash } from "@tabler/icons-react";
import { api, told } from "../../api/client";
import { useCommon } from "../../i18n/common";
import { asBytes, PictureButton } from "../../parts/PictureButton";
import { useCommand } from "../../parts/useCommand";
import { useWords } from "./words";

/** Gives the ward a picture, replaces or removes it, and the way to arranging the loudspeakers on it. */
export function PictureTools({ has, arrange }: { has: boolean; arrange: () => void }) {
  const t = useWords();
  const send = useCommand(
    (file: File) => told(api.PUT("/api/v1/plan/picture", asBytes(file))),
    ["plan"],
    () => notifications.show({ message: t("picture_sent") }),
  );
  return (
    <Stack gap="xs" className="no-print">
      {!has && <Text className="soft">{t("picture_why")}</Text>}
      <Group>
        {has && (
          <Button size="md" leftSection={<IconDragDrop size={20} aria-hidden />} onClick={arrange}>
            {t("arrange")}
          </Button>
        )}
        <PictureButton
          label={t(has ? "picture_replace" : "picture_add")}
          icon={<IconMap2 size={20} aria-hidden />}
          busy={send.isPending}
          take={send.mutate}
        />
        {has && <RemovePicture />}
      </Group>
    </Stack>
  );
}

function RemovePicture() {
  const t = useWords();
  const common = useCommon();
  const [open, modal] = useDisclosure(false);
  const remove = useCommand(() => told(api.DELETE("/api/v1/plan/picture")), ["plan"], modal.close);
  return (
    <>
      <Button size="md" variant="default" leftSection={<IconTrash size={20} aria-hidden />} onClick={modal.open}>
        {t("picture_remove")}
      </Button>
      <Modal opened={open} onClose={modal.close} title={t("picture_remove")}>
        <Stack>
          <Text>{t("picture_remove_text")}</Text>
          <Group justify="end">
            <Button variant="default" size="md" onClick={modal.close}>
              {common("cancel")}
            </Button>
            <Button color="red" size="md" loading={remove.isPending} onClick={() => remove.mutate()}>
              {t("picture_remove")}
            </Button>
          </Group>
        </Stack>
      </Modal>
    </>
  );
}
