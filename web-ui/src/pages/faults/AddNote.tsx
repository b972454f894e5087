// SPDX-License-Identifier: GPL-3.0-or-later
import { Button, Fieldset, Stack, Textarea } from "@mantine/core";
import { useState } from "react";
import { api, told } from "../../api/client";
import { useCommand } from "../../parts/useCommand";
import type { FaultWithStory } from "./FaultPage";
import { useWords } from "./words";

export function AddNote({ fault }: { fault: FaultWithStory }) {
  const t = useWords();
  const [text, setText] = useState("");
  const add = useCommand(
    () =>
      told(api.POST("/api/v1/faults/{id}/notes", { params: { path: { id: fault.id } }, body: { text: text.trim() } })),
    ["faults"],
    () => setText(""),
  );
  return (
    <Fieldset legend={t("note")} mt="md">
      <Stack gap="xs">
        <Textarea
          label={t("note_text")}
          autosize
          minRows={2}
          maxLength={4000}
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
        />
        <Button
          variant="default"
          size="md"
          loading={add.isPending}
          disabled={!text.trim()}
          onClick={() => add.mutate()}
        >
          {t("note_do")}
        </Button>
      </Stack>
    </Fieldset>
  );
}
