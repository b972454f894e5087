// SPDX-License-Identifier: GPL-3.0-or-later
import { Alert, Button, Group, List, Stack, Text, Title } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { useEffect, useState } from "react";
import { goToUnread } from "../../parts/When";
import { ItemFields } from "./ItemFields";
import { saveItem, submitItem } from "./items";
import { type Item, type Missing, missingToSubmit } from "./rights";
import { useUpload } from "./uploads";
import { useDraft } from "./useDraft";
import { useItemCommand } from "./useItemCommand";
import { useWords } from "./words";

/** Writes an item, and hands it in for approval. */
export function EditItem({ item }: { item: Item }) {
  const t = useWords();
  const draft = useDraft(item);
  const sending = useUpload(item.id);
  const [refused, setRefused] = useState<(Missing | "sending")[]>([]);
  const say = (message: string) => notifications.show({ color: "teal", message });
  const save = useItemCommand(
    () => saveItem(draft.base, draft.fields),
    (saved) => say(saved.reopened ? t("reopened") : t("saved")),
  );
  const submit = useItemCommand(
    async () => submitItem(draft.dirty ? await saveItem(draft.base, draft.fields) : draft.base),
    () => say(t("submit_done")),
  );
  const onItsWay = sending !== undefined && sending.state !== "failed";
  const missing = missingToSubmit({ ...draft.fields, audio_state: item.audio_state }).map((one) =>
    one === "audio" && onItsWay ? "sending" : one,
  );
  const nothing = missing.length === 0;
  useEffect(() => {
    if (nothing) setRefused([]);
  }, [nothing]);
  const submittable = item.status === "draft" || item.status === "returned";

  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (draft.dirty && !draft.changedUnder) save.mutate();
      }}
    >
      <Stack>
        <Title order={3} size="h4">
          {t("content")}
        </Title>
        {item.status === "approved" && <Alert color="yellow">{t("reopens")}</Alert>}
        <ItemFields fields={draft.fields} change={draft.change} />
        {draft.changedUnder && (
          <Alert color="yellow" role="alert">
            <Stack gap="xs">
              {t("changed_under")}
              <Group>
                <Button variant="default" onClick={draft.takeTheirs}>
                  {t("take_theirs")}
                </Button>
                <Button variant="default" onClick={draft.keepMine}>
                  {t("keep_mine")}
                </Button>
              </Group>
            </Stack>
          </Alert>
        )}
        {refused.length > 0 && (
          <Alert color="red" role="alert" title={t("still_missing")}>
            <List>
              {refused.map((one) => (
                <List.Item key={one}>{t(`missing_${one}`)}</List.Item>
              ))}
            </List>
          </Alert>
        )}
        {submittable && nothing && !draft.fields.not_classified && <Text>{t("tick_wanted")}</Text>}
        <Group>
          <Button
            type="submit"
            size="md"
            variant={submittable ? "default" : "filled"}
            disabled={!draft.dirty || draft.changedUnder}
            loading={save.isPending}
          >
            {item.status === "approved" ? t("save_reopens") : t("save_draft")}
          </Button>
          {submittable && (
            <Button
              size="md"
              disabled={draft.changedUnder}
              loading={submit.isPending}
              onClick={({ currentTarget }) => {
                if (!nothing) setRefused(missing);
                else if (!goToUnread(currentTarget.form)) submit.mutate();
              }}
            >
              {t("submit")}
            </Button>
          )}
        </Group>
      </Stack>
    </form>
  );
}
