// SPDX-License-Identifier: GPL-3.0-or-later
import { ActionIcon, Alert, Badge, Button, Group, NativeSelect, Stack, Text, Textarea, Title } from "@mantine/core";
import { IconX } from "@tabler/icons-react";
import { useRef, useState } from "react";
import { api, type Schema, told } from "../../api/client";
import { addDays, dayOf, daysBetween, weekday } from "../../i18n/civil";
import { DayField, goToUnread } from "../../parts/When";
import { useMayPlan, useStationNow } from "./data";
import classes from "./schedule.module.css";
import { useDone, usePlanCommand } from "./useDone";
import { useRecurrenceWords, useWords } from "./words";

export type HolidayCalendar = Schema["HolidayCalendar"];
const MOST_AT_ONCE = 60;

const put = (name: string, body: Schema["HolidayCalendarInput"], version: string | undefined) =>
  told(
    api.PUT("/api/v1/holiday-calendars/{name}", {
      params: { path: { name }, header: { "If-Match": `"${version}"` } },
      body,
    }),
  );

/** The days of one calendar, a year at a time; nothing is saved before it is said so. */
export function HolidayEditor({ calendar }: { calendar: HolidayCalendar }) {
  const t = useWords();
  const tell = useDone();
  const mayPlan = useMayPlan();
  const thisYear = useStationNow()().slice(0, 4);
  const { days_off, extra_working_days, note } = calendar;
  const [days, setDays] = useState({ days_off, extra_working_days });
  const [noted, setNote] = useState(note);
  const [year, setYear] = useState(thisYear);
  const changed = JSON.stringify([days, noted]) !== JSON.stringify([{ days_off, extra_working_days }, note]);
  const save = usePlanCommand(
    () => put(calendar.name, { ...days, note: noted }, calendar.version),
    (saved) =>
      tell({
        said: t("saved_calendar", { name: calendar.name }),
        undo: () => put(calendar.name, { days_off, extra_working_days, note }, saved.version),
      }),
  );
  const years = [...days.days_off, ...days.extra_working_days].map((date) => date.slice(0, 4));
  const offered = [...new Set([...years, thisYear, String(Number(thisYear) + 1), year])].sort();
  const set = (list: keyof typeof days, dates: string[]) => setDays({ ...days, [list]: [...new Set(dates)].sort() });
  const add = (list: keyof typeof days, dates: string[]) => {
    const other = list === "days_off" ? "extra_working_days" : "days_off";
    // A day cannot be both.
    setDays({
      ...days,
      [other]: days[other].filter((date) => !dates.includes(date)),
      [list]: [...new Set([...days[list], ...dates])].sort(),
    });
    const first = dates[0];
    if (first) setYear(first.slice(0, 4));
  };
  return (
    <Stack>
      <NativeSelect
        label={t("year")}
        value={year}
        data={offered}
        maw={160}
        onChange={(event) => setYear(event.currentTarget.value)}
      />
      {(["days_off", "extra_working_days"] as const).map((list) => (
        <section key={list}>
          <Title order={2} size="h4">
            {t(list === "days_off" ? "days_off" : "extra_days")}
          </Title>
          <Text size="sm" className="soft" mb={6}>
            {t(list === "days_off" ? "days_off_help" : "extra_days_help")}
          </Text>
          <Days
            dates={days[list].filter((date) => date.startsWith(year))}
            onRemove={
              mayPlan
                ? (date) =>
                    set(
                      list,
                      days[list].filter((one) => one !== date),
                    )
                : undefined
            }
          />
        </section>
      ))}
      {mayPlan && <AddDays onAdd={add} />}
      {mayPlan ? (
        <Textarea
          label={t("calendar_note")}
          value={noted}
          autosize
          minRows={2}
          maxLength={1000}
          onChange={(event) => setNote(event.currentTarget.value)}
        />
      ) : (
        <Text size="sm">{note}</Text>
      )}
      {mayPlan && changed && (
        <Alert color="yellow" title={t("calendar_changed")}>
          <SaveOrDrop
            busy={save.isPending}
            onSave={() => save.mutate(undefined)}
            onDrop={() => {
              setDays({ days_off, extra_working_days });
              setNote(note);
            }}
          />
        </Alert>
      )}
    </Stack>
  );
}

function SaveOrDrop({ busy, onSave, onDrop }: { busy: boolean; onSave: () => void; onDrop: () => void }) {
  const t = useWords();
  return (
    <Group>
      <Button loading={busy} onClick={onSave}>
        {t("calendar_save")}
      </Button>
      <Button variant="default" onClick={onDrop}>
        {t("calendar_drop")}
      </Button>
    </Group>
  );
}

function Days({ dates, onRemove }: { dates: string[]; onRemove: ((date: string) => void) | undefined }) {
  const t = useWords();
  const recurrence = useRecurrenceWords();
  if (dates.length === 0) return <Text className="soft">{t("none_year")}</Text>;
  return (
    <ul className={classes.days}>
      {dates.map((date) => (
        <li key={date}>
          <Badge
            size="xl"
            variant="default"
            tt="none"
            fw={500}
            className="numbers"
            rightSection={
              onRemove && (
                <ActionIcon
                  variant="subtle"
                  color="gray"
                  size="md"
                  aria-label={t("remove_day", { day: dayOf(date) })}
                  onClick={() => onRemove(date)}
                >
                  <IconX size={16} aria-hidden />
                </ActionIcon>
              )
            }
          >
            {recurrence(`day_${weekday(date) as 0}`)} {dayOf(date)}
          </Badge>
        </li>
      ))}
    </ul>
  );
}

function AddDays({ onAdd }: { onAdd: (list: "days_off" | "extra_working_days", dates: string[]) => void }) {
  const t = useWords();
  const [from, setFrom] = useState("");
  const [to, setTo] = useState("");
  const [wrong, setWrong] = useState(false);
  const fields = useRef<HTMLDivElement>(null);
  const add = (list: "days_off" | "extra_working_days") => {
    if (goToUnread(fields.current)) return;
    const count = from ? daysBetween(from, to || from) + 1 : 0;
    setWrong(count < 1 || count > MOST_AT_ONCE);
    if (count < 1 || count > MOST_AT_ONCE) return;
    onAdd(
      list,
      Array.from({ length: count }, (_, at) => addDays(from, at)),
    );
    setFrom("");
    setTo("");
  };
  return (
    <Group align="start" ref={fields}>
      <DayField label={t("add_from")} value={from} error={wrong ? t("range_wrong") : undefined} onChange={setFrom} />
      <DayField label={t("add_to")} value={to} onChange={setTo} />
      <Group mt={{ base: 0, xs: 25 }}>
        <Button variant="default" onClick={() => add("days_off")}>
          {t("add_off")}
        </Button>
        <Button variant="default" onClick={() => add("extra_working_days")}>
          {t("add_extra")}
        </Button>
      </Group>
    </Group>
  );
}
