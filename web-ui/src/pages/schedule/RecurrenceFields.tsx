// SPDX-License-Identifier: GPL-3.0-or-later
import { Checkbox, Group, NativeSelect, Stack, Textarea } from "@mantine/core";
import { DayField } from "../../parts/When";
import { useCalendars } from "./data";
import type { Draft } from "./draft";
import type { Repeats } from "./recurrence";
import { useRecurrenceWords, useWords } from "./words";

interface Props {
  draft: Draft;
  change: (part: Partial<Draft>) => void;
  errors: Record<string, string>;
  /** Kept as an offer where the programme has a rule that no other choice can say. */
  ownRule: boolean;
}

/** How often it airs, until when, and the days left out. */
export function RecurrenceFields({ draft, change, errors, ownRule }: Props) {
  const t = useWords();
  const recurrence = useRecurrenceWords();
  const calendars = useCalendars().data ?? [];
  const choice = draft.recurrence;
  const set = (part: Partial<typeof choice>) => change({ recurrence: { ...choice, ...part } });
  const offers: Repeats[] = ["once", "daily", "working", "weekly", "monthly", ...(ownRule ? ["rule" as const] : [])];
  return (
    <Stack gap="sm">
      <NativeSelect
        label={t("field_rrule")}
        value={choice.repeats}
        error={choice.repeats === "weekly" ? undefined : errors.rrule}
        data={offers.map((value) => ({ value, label: t(`repeat_${value}`) }))}
        onChange={(event) => set({ repeats: event.currentTarget.value as Repeats })}
      />
      {choice.repeats === "weekly" && (
        <Checkbox.Group
          label={t("weekdays")}
          error={errors.rrule}
          value={choice.weekdays.map(String)}
          onChange={(days) => set({ weekdays: days.map(Number) })}
        >
          <Group gap="sm" mt={4}>
            {[0, 1, 2, 3, 4, 5, 6].map((day) => (
              <Checkbox key={day} value={String(day)} label={recurrence(`day_${day as 0}`)} />
            ))}
          </Group>
        </Checkbox.Group>
      )}
      {choice.repeats === "monthly" && (
        <NativeSelect
          label={t("monthday")}
          value={String(choice.monthday)}
          data={[...Array.from({ length: 31 }, (_, at) => String(at + 1)), { value: "-1", label: t("monthday_last") }]}
          onChange={(event) => set({ monthday: Number(event.currentTarget.value) })}
        />
      )}
      {choice.repeats !== "once" && (
        <>
          {choice.repeats !== "rule" && (
            <DayField
              label={t("until")}
              description={t("until_hint")}
              value={choice.until}
              error={errors.until}
              onChange={(until) => set({ until })}
            />
          )}
          <NativeSelect
            label={t("field_holiday_calendar")}
            value={draft.calendar ?? ""}
            error={errors.holiday_calendar}
            data={[{ value: "", label: t("no_calendar") }, ...calendars.map((calendar) => calendar.name)]}
            onChange={(event) => change({ calendar: event.currentTarget.value || null })}
          />
          <Textarea
            label={t("field_exdates")}
            description={t("exdates_hint")}
            autosize
            minRows={1}
            value={draft.exdates}
            error={errors.exdates}
            onChange={(event) => change({ exdates: event.currentTarget.value })}
          />
        </>
      )}
    </Stack>
  );
}
