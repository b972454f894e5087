// SPDX-License-Identifier: GPL-3.0-or-later
import { Alert, Text } from "@mantine/core";
import { IconUsers } from "@tabler/icons-react";
import { useEffect, useRef } from "react";
import { civil, clockOf, dayOf } from "../../i18n/civil";
import { useCalendars, useItems } from "./data";
import { bodyOf, type Draft, startOfDraft } from "./draft";
import { differences, type Told } from "./rebase";
import { inWords } from "./recurrenceWords";
import type { PlannedZone } from "./verdict";
import { type Key, useRecurrenceWords, useWords } from "./words";

interface Props {
  who: string | undefined;
  at: string | undefined;
  before: Draft;
  after: Draft;
  /** What was typed, and is kept. */
  touched: (keyof Draft)[];
  zones: PlannedZone[];
}

/** Says what somebody else changed of a programme while it was edited here. */
export function ChangedUnder({ who, at, before, after, touched, zones }: Props) {
  const t = useWords();
  const say = useSay(before, after, zones);
  const found = differences(before, after, touched);
  const box = useRef<HTMLDivElement>(null);
  // It stands where the eye is: beside the button that was pressed.
  useEffect(() => {
    if (after) box.current?.scrollIntoView({ block: "nearest" });
  }, [after]);
  return (
    <Alert
      ref={box}
      color="orange"
      role="alert"
      icon={<IconUsers aria-hidden />}
      title={who && at ? t("changed_programme", { who, time: clockOf(civil(at)) }) : t("changed_somebody")}
    >
      {found.length === 0 && <Text size="sm">{t("changed_nothing")}</Text>}
      {found.map(({ field, mine }) => (
        <Text size="sm" key={field}>
          {t(`field_${field}` as Key)}: {say(field, before)} → {say(field, after)}
          {mine && ` ${t("changed_yours")}`}
        </Text>
      ))}
      <Text size="sm" fw={600}>
        {t("changed_kept")}
      </Text>
    </Alert>
  );
}

/** Gives a field of the form in words. */
function useSay(before: Draft, after: Draft, zones: PlannedZone[]) {
  const t = useWords();
  const recurrence = useRecurrenceWords();
  const calendars = useCalendars().data ?? [];
  const framed = [before, after].flatMap(({ items, opening, closing }) => [...items, opening, closing]);
  const item = useItems(framed.filter((id) => id !== null));
  const titleOf = (id: number) => item(id)?.title ?? t("item_unknown", { id });
  const list = (texts: string[]) => texts.join("; ") || t("none");
  return (field: Told, draft: Draft): string => {
    switch (field) {
      case "title":
        return `“${draft.title}”`;
      case "zones":
        return list(draft.zones.map((id) => zones.find((zone) => zone.id === id)?.name ?? id));
      case "start":
        return `${clockOf(startOfDraft(draft))} ${dayOf(draft.date)}`;
      case "duration":
        return draft.length;
      case "rrule":
        return inWords(bodyOf(draft, t).body, recurrence, calendars);
      case "items":
        return list(draft.items.map(titleOf));
      case "opening_item":
      case "closing_item": {
        const id = field === "opening_item" ? draft.opening : draft.closing;
        return id === null ? t("none") : titleOf(id);
      }
      case "priority":
        return t("priority_own", { value: draft.priority });
      case "origin":
        return t(`origin_${draft.origin}`);
      case "on_busy":
        return t(`on_busy_${draft.on_busy}`);
      case "on_interrupt":
        return t(`on_interrupt_${draft.on_interrupt}`);
    }
  };
}
