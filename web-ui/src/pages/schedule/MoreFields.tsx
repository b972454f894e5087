// SPDX-License-Identifier: GPL-3.0-or-later
import { NativeSelect, Select, SimpleGrid } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { useState } from "react";
import { useApproved, useItems } from "./data";
import type { Draft } from "./draft";
import { useWords } from "./words";

const PRIORITIES = [16, 64, 128];

/** What most programmes leave as it is. */
export function MoreFields(props: {
  draft: Draft;
  change: (part: Partial<Draft>) => void;
  errors: Record<string, string>;
}) {
  const { draft, change, errors } = props;
  const t = useWords();
  const words = { 16: t("priority_low"), 64: t("priority_normal"), 128: t("priority_high") } as Record<number, string>;
  const levels = [...new Set([...PRIORITIES, draft.priority])].sort((a, b) => a - b);
  return (
    <SimpleGrid cols={{ base: 1, xs: 2 }}>
      <ItemChoice
        label={t("field_opening_item")}
        value={draft.opening}
        error={errors.opening_item}
        onChange={(opening) => change({ opening })}
      />
      <ItemChoice
        label={t("field_closing_item")}
        value={draft.closing}
        error={errors.closing_item}
        onChange={(closing) => change({ closing })}
      />
      <NativeSelect
        label={t("field_priority")}
        value={String(draft.priority)}
        error={errors.priority}
        data={levels.map((value) => ({
          value: String(value),
          label: words[value] ?? t("priority_own", { value }),
        }))}
        onChange={(event) => change({ priority: Number(event.currentTarget.value) })}
      />
      <NativeSelect
        label={t("field_origin")}
        value={draft.origin}
        data={(["own", "relay", "notice"] as const).map((value) => ({ value, label: t(`origin_${value}`) }))}
        onChange={(event) => change({ origin: event.currentTarget.value as Draft["origin"] })}
      />
      <NativeSelect
        label={t("field_on_busy")}
        value={draft.on_busy}
        data={(["reject", "queue", "partial"] as const).map((value) => ({ value, label: t(`on_busy_${value}`) }))}
        onChange={(event) => change({ on_busy: event.currentTarget.value as Draft["on_busy"] })}
      />
      <NativeSelect
        label={t("field_on_interrupt")}
        value={draft.on_interrupt}
        data={(["continue", "stop", "resume"] as const).map((value) => ({
          value,
          label: t(`on_interrupt_${value}`),
        }))}
        onChange={(event) => change({ on_interrupt: event.currentTarget.value as Draft["on_interrupt"] })}
      />
    </SimpleGrid>
  );
}

/** One approved item, found by its words, or none. */
function ItemChoice(props: {
  label: string;
  value: number | null;
  error: string | undefined;
  onChange: (id: number | null) => void;
}) {
  const { label, value, error, onChange } = props;
  const t = useWords();
  const [search, setSearch] = useState("");
  const chosen = useItems(value === null ? [] : [value]);
  const title = value === null ? "" : (chosen(value)?.title ?? t("item_unknown", { id: value }));
  // What is chosen stands in the field: then nothing is being looked for.
  const [sought] = useDebouncedValue(search === title ? "" : search.trim(), 250);
  const approved = useApproved(sought).data ?? [];
  const offers = approved.map((item) => ({ value: String(item.id), label: item.title }));
  if (value !== null && !offers.some((offer) => offer.value === String(value)))
    offers.push({ value: String(value), label: title });
  return (
    <Select
      label={label}
      placeholder={t("none_item")}
      searchable
      searchValue={search}
      onSearchChange={setSearch}
      filter={({ options }) => options}
      clearable
      clearButtonProps={{ "aria-label": t("remove_item", { title: label }) }}
      nothingFoundMessage={t("no_items")}
      value={value === null ? null : String(value)}
      error={error}
      data={offers}
      onChange={(id) => onChange(id === null ? null : Number(id))}
    />
  );
}
