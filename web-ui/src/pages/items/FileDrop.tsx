// SPDX-License-Identifier: GPL-3.0-or-later
import { Button, FileButton, Stack, Text } from "@mantine/core";
import { useMediaQuery } from "@mantine/hooks";
import { notifications } from "@mantine/notifications";
import { IconMicrophone } from "@tabler/icons-react";
import { type DragEvent, useState } from "react";
import classes from "./FileDrop.module.css";
import { useWords } from "./words";

// Recorders of phones put sound into files of these kinds too, which their systems do not call sound.
const SOUND = /\.(wav|mp3|m4a|m4b|aac|ogg|oga|opus|flac|amr|3gp|3gpp|mp4|mov|webm|wma|aif|aiff|caf)$/i;
const ACCEPT = "audio/*,video/mp4,video/3gpp,video/quicktime,.amr,.opus,.caf,.m4a,.wma";
const isSound = (file: File) => /^(audio|video)\//.test(file.type) || SOUND.test(file.name);

/** Choose a recording, or drop it here. */
export function FileDrop({ label, take }: { label: string; take: (file: File) => void }) {
  const t = useWords();
  const [over, setOver] = useState(false);
  const mouse = useMediaQuery("(hover: hover) and (pointer: fine)", true);
  const check = (file: File | null | undefined) => {
    if (!file) return;
    if (isSound(file)) take(file);
    else notifications.show({ color: "red", message: t("not_sound", { name: file.name }) });
  };
  const onDrag = (event: DragEvent) => {
    event.preventDefault();
    setOver(true);
  };
  return (
    <section
      className={classes.drop}
      data-over={over || undefined}
      aria-label={t("recording")}
      onDragEnter={onDrag}
      onDragOver={onDrag}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        event.preventDefault();
        setOver(false);
        check(event.dataTransfer.files[0]);
      }}
    >
      <Stack gap="xs" align="center">
        {mouse && <Text className="soft">{t("drop")}</Text>}
        <FileButton accept={ACCEPT} onChange={check} inputProps={{ "aria-label": label }}>
          {(props) => (
            <Button variant="light" size="md" leftSection={<IconMicrophone size={20} aria-hidden />} {...props}>
              {label}
            </Button>
          )}
        </FileButton>
        <Text size="sm" className="soft">
          {t("recording_hint")}
        </Text>
      </Stack>
    </section>
  );
}
