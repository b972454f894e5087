// SPDX-License-Identifier: GPL-3.0-or-later
import { Box, Card, SimpleGrid, Text, Title } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { IconCamera } from "@tabler/icons-react";
import { api, told } from "../../api/client";
import { asBytes, PictureButton } from "../../parts/PictureButton";
import { useCommand } from "../../parts/useCommand";
import type { FaultWithStory } from "./FaultPage";
import classes from "./Photos.module.css";
import { useWords } from "./words";

/** Pictures from where the trouble is; a phone offers its camera. */
export function Photos({ fault, works }: { fault: FaultWithStory; works: boolean }) {
  const t = useWords();
  const send = useCommand(
    (picture: File) =>
      told(
        api.POST("/api/v1/faults/{id}/photos", {
          params: { path: { id: fault.id } },
          ...asBytes(picture),
        }),
      ),
    ["faults"],
    () => notifications.show({ message: t("photo_sent") }),
  );
  return (
    <Card withBorder component="section" aria-label={t("photos")}>
      <Title order={3} size="h4" mb="xs">
        {t("photos")}
      </Title>
      {fault.photos.length === 0 && <Text className="soft">{t("photos_none")}</Text>}
      <SimpleGrid cols={{ base: 2, sm: 3 }}>
        {fault.photos.map((address, i) => (
          <a key={address} href={address} target="_blank" rel="noreferrer">
            <img
              src={address}
              loading="lazy"
              className={classes.photo}
              alt={t("photo_of", { number: i + 1, id: fault.id })}
            />
          </a>
        ))}
      </SimpleGrid>
      {works && fault.state !== "closed" && (
        <Box mt="sm">
          <PictureButton
            label={t("photo_add")}
            icon={<IconCamera size={20} aria-hidden />}
            busy={send.isPending}
            take={send.mutate}
          />
        </Box>
      )}
    </Card>
  );
}
