// SPDX-License-Identifier: GPL-3.0-or-later
import { Button, FileButton } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import type { ReactNode } from "react";
import { useCommon } from "../i18n/common";

const KINDS = ["image/jpeg", "image/png", "image/webp"];
const MOST_BYTES = 10 * 1024 * 1024;

/** How a file goes out: the description of the API has no type for bytes, they go as they are. */
export const asBytes = (file: File) => ({
  headers: { "Content-Type": file.type },
  body: file as unknown as string,
  bodySerializer: (bytes: unknown) => bytes as File,
});

/** Chooses a picture that the station would take; a phone offers its camera. Others are refused before they are sent. */
export function PictureButton(props: { label: string; icon: ReactNode; busy: boolean; take: (file: File) => void }) {
  const t = useCommon();
  const take = (file: File | null) => {
    if (!file) return;
    const wrong = KINDS.includes(file.type) ? (file.size > MOST_BYTES ? "picture_big" : null) : "picture_kind";
    if (wrong) notifications.show({ color: "red", message: t(wrong) });
    else props.take(file);
  };
  return (
    <FileButton onChange={take} accept={KINDS.join(",")} inputProps={{ "aria-label": props.label }}>
      {(button) => (
        <Button {...button} size="md" variant="default" loading={props.busy} leftSection={props.icon}>
          {props.label}
        </Button>
      )}
    </FileButton>
  );
}
