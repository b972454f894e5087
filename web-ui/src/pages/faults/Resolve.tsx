// SPDX-License-Identifier: GPL-3.0-or-later
import { Alert, Button, Fieldset, Stack, Text, Textarea } from "@mantine/core";
import { useState } from "react";
import { api, Refused, told } from "../../api/client";
import { useCommand } from "../../parts/useCommand";
import type { FaultWithStory } from "./FaultPage";
import { useWords } from "./words";

type Outcome = "passed" | "deferred" | "still";

/** Says that a fault is repaired, which has it tested again; what that came to is told in plain words. */
export function Resolve({ fault }: { fault: FaultWithStory }) {
  const t = useWords();
  const [note, setNote] = useState("");
  const resolve = useCommand<string, Outcome>(
    async (text) => {
      const asked = api.POST("/api/v1/faults/{id}/resolve", {
        params: { path: { id: fault.id } },
        body: text ? { note: text } : {},
      });
      try {
        await told(asked);
      } catch (error) {
        if (error instanceof Refused && error.problem?.reason === "not_repaired") return "still";
        throw error;
      }
      return (await asked).response.status === 202 ? "deferred" : "passed";
    },
    ["faults", "lines"],
    (outcome) => outcome === "passed" && setNote(""),
  );
  return (
    <Fieldset legend={t("resolve")} mt="md">
      <Stack gap="xs">
        <Text size="sm">{t("resolve_text")}</Text>
        <Textarea
          label={t("resolve_note")}
          autosize
          minRows={2}
          maxLength={4000}
          value={note}
          onChange={(event) => setNote(event.currentTarget.value)}
        />
        <Button size="md" loading={resolve.isPending} onClick={() => resolve.mutate(note.trim())}>
          {t("resolve_do")}
        </Button>
        <div role="status">
          {resolve.isPending && <Text>{t("resolve_running")}</Text>}
          {resolve.data === "still" && !resolve.isPending && (
            <Alert color="red" title={t("still_there")}>
              {t("still_text")}
            </Alert>
          )}
          {resolve.data === "deferred" && !resolve.isPending && (
            <Alert color="yellow" title={t("deferred")}>
              {t("deferred_text")}
            </Alert>
          )}
        </div>
      </Stack>
    </Fieldset>
  );
}
