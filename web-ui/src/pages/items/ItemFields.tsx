// SPDX-License-Identifier: GPL-3.0-or-later
import { Autocomplete, Checkbox, SimpleGrid, Stack, Textarea, TextInput } from "@mantine/core";
import { DayField } from "../../parts/When";
import { type Fields, useKnown } from "./items";
import { USUAL, useKinds } from "./kinds";
import { useWords } from "./words";

/** What people write of an item. Words that were used before are offered. */
export function ItemFields({ fields, change }: { fields: Fields; change: (part: Partial<Fields>) => void }) {
  const t = useWords();
  const kinds = useKinds();
  const kindsKnown = useKnown("kind").map(kinds.word);
  return (
    <Stack>
      <TextInput
        label={t("title")}
        required
        maxLength={300}
        value={fields.title}
        onChange={(event) => change({ title: event.currentTarget.value })}
      />
      <SimpleGrid cols={{ base: 1, sm: 2 }}>
        <Autocomplete
          label={t("kind")}
          placeholder={t("kind_hint")}
          maxLength={60}
          data={[...new Set([...USUAL, ...kindsKnown, ...kinds.codes])]}
          value={kinds.word(fields.kind)}
          onChange={(written) => change({ kind: kinds.stored(written) })}
        />
        <Known name="theme" limit={120} fields={fields} change={change} />
        <Known name="author" limit={200} fields={fields} change={change} />
        <Known name="unit" limit={200} fields={fields} change={change} />
      </SimpleGrid>
      <Textarea
        label={t("script")}
        description={t("script_hint")}
        autosize
        minRows={6}
        maxRows={24}
        value={fields.script}
        onChange={(event) => change({ script: event.currentTarget.value })}
      />
      <SimpleGrid cols={{ base: 1, sm: 2 }}>
        <DayField
          label={t("expires_on")}
          description={t("expires_hint")}
          value={fields.expires_on ?? ""}
          onChange={(day) => change({ expires_on: day || null })}
        />
        <Checkbox
          label={t("not_classified")}
          description={t("not_classified_hint")}
          size="md"
          checked={fields.not_classified}
          onChange={(event) => change({ not_classified: event.currentTarget.checked })}
        />
      </SimpleGrid>
    </Stack>
  );
}

function Known({
  name,
  limit,
  fields,
  change,
}: {
  name: "theme" | "author" | "unit";
  limit: number;
  fields: Fields;
  change: (part: Partial<Fields>) => void;
}) {
  const t = useWords();
  return (
    <Autocomplete
      label={t(name)}
      maxLength={limit}
      data={useKnown(name)}
      limit={8}
      value={fields[name]}
      onChange={(written) => change({ [name]: written })}
    />
  );
}
