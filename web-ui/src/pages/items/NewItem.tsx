// SPDX-License-Identifier: GPL-3.0-or-later
import { Alert, Button, Grid, Stack, Title } from "@mantine/core";
import { useState } from "react";
import { useLocation } from "wouter";
import { usePerson } from "../../app/session";
import { FileDrop } from "./FileDrop";
import { ItemFields } from "./ItemFields";
import { createItem, EMPTY, randomText } from "./items";
import { BackToList } from "./OneItem";
import { uploads } from "./uploads";
import { useItemCommand } from "./useItemCommand";
import { useWords } from "./words";

/** A new item; its recording is sent as soon as the station knows it. */
export function NewItem() {
  const t = useWords();
  const person = usePerson();
  const [, go] = useLocation();
  const [fields, setFields] = useState(EMPTY);
  const [file, setFile] = useState<File | null>(null);
  const [key] = useState(randomText);
  const create = useItemCommand(
    () => createItem(fields, key),
    (item) => {
      if (file) uploads.start(item, file, person.name);
      go(`/items/${item.id}`, { replace: true });
    },
  );
  const take = (chosen: File) => {
    setFile(chosen);
    const name = chosen.name.replace(/\.\w+$/, "").normalize("NFC");
    setFields((now) => (now.title ? now : { ...now, title: name }));
  };
  return (
    <Stack>
      <BackToList />
      <Title order={2} size="h3">
        {t("new_item")}
      </Title>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          create.mutate();
        }}
      >
        <Grid gap="xl">
          <Grid.Col span={{ base: 12, lg: 7 }}>
            <ItemFields fields={fields} change={(part) => setFields((now) => ({ ...now, ...part }))} />
          </Grid.Col>
          <Grid.Col span={{ base: 12, lg: 5 }}>
            <Stack>
              <Title order={3} size="h4">
                {t("recording")}
              </Title>
              {file && (
                <Alert color="teal" role="status">
                  {t("chosen", { name: file.name })}
                </Alert>
              )}
              <FileDrop label={file ? t("replace") : t("choose")} take={take} />
              <Button type="submit" size="md" loading={create.isPending}>
                {t("save_draft")}
              </Button>
            </Stack>
          </Grid.Col>
        </Grid>
      </form>
    </Stack>
  );
}
