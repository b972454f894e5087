// SPDX-License-Identifier: GPL-3.0-or-later
import { ActionIcon, Button, Group, SegmentedControl, Stack, Text, Title } from "@mantine/core";
import { useMediaQuery } from "@mantine/hooks";
import { IconChevronLeft, IconChevronRight, IconPlus } from "@tabler/icons-react";
import { useState } from "react";
import { addDays, dateIn } from "../../i18n/civil";
import { Loaded } from "../../parts/Loaded";
import { DayField } from "../../parts/When";
import { Calendar } from "./Calendar";
import { useMayPlan, useStationNow, useTimetable, useZones } from "./data";
import { EditionList } from "./EditionList";
import { rangeOf, stepped, titleOf, type View } from "./range";
import { StateBadge } from "./StateBadge";
import { STATES } from "./states";
import { usePanels } from "./usePanels";
import { useRecurrenceWords, useWords } from "./words";

const VIEWS = {
  timeGridWeek: "view_week",
  dayGridMonth: "view_month",
  timeGridDay: "view_day",
  list: "view_list",
} as const;

/** The calendar, its list for small screens, and the ways to plan. */
export function CalendarTab() {
  const t = useWords();
  const recurrence = useRecurrenceWords();
  const now = useStationNow();
  const mayPlan = useMayPlan();
  const narrow = useMediaQuery("(max-width: 700px)", undefined, { getInitialValueInEffect: false });
  const [view, setView] = useState<View>(narrow ? "list" : "timeGridWeek");
  const [date, setDate] = useState(() => dateIn(now()));
  const [from, to] = rangeOf(view, date);
  const timetable = useTimetable(from, to);
  const zones = useZones();
  const { show, place, move, panels } = usePanels(timetable.data ?? []);

  // A new programme is offered the next whole hour of today, or five o'clock of another day.
  const nextPlace = () => {
    const today = dateIn(now());
    if (date !== today) return `${date}T17:00:00`;
    const next = Number(now().slice(11, 13)) + 1;
    return next > 23 ? `${addDays(today, 1)}T08:00:00` : `${today}T${String(next).padStart(2, "0")}:00:00`;
  };

  return (
    <Stack gap="sm">
      <Group justify="space-between" className="no-print">
        <Group gap="xs">
          <Button variant="default" onClick={() => setDate(dateIn(now()))}>
            {t("today")}
          </Button>
          <ActionIcon
            variant="default"
            size={36}
            aria-label={t("before")}
            onClick={() => setDate(stepped(view, date, -1))}
          >
            <IconChevronLeft size={20} aria-hidden />
          </ActionIcon>
          <ActionIcon
            variant="default"
            size={36}
            aria-label={t("after")}
            onClick={() => setDate(stepped(view, date, 1))}
          >
            <IconChevronRight size={20} aria-hidden />
          </ActionIcon>
          <DayField aria-label={t("show_date")} w={150} value={date} onChange={(day) => day && setDate(day)} />
        </Group>
        <SegmentedControl
          aria-label={t("view")}
          value={view}
          onChange={(next) => setView(next as View)}
          data={(Object.keys(VIEWS) as View[]).map((value) => ({ value, label: t(VIEWS[value]) }))}
        />
        {mayPlan && (
          <Button leftSection={<IconPlus size={18} aria-hidden />} onClick={() => place(nextPlace(), 1800)}>
            {t("new_programme")}
          </Button>
        )}
      </Group>
      <Title order={2} size="h3" aria-live="polite">
        {titleOf(view, date, t, recurrence)}
      </Title>
      <Loaded query={timetable}>
        {(editions) => (
          <Loaded query={zones}>
            {(places) => (
              <>
                {editions.length === 0 && <Text className="soft">{t("empty_range")}</Text>}
                {view === "list" ? (
                  <EditionList editions={editions} zones={places} onOpen={show} />
                ) : (
                  <Calendar
                    key={view}
                    view={view}
                    date={date}
                    editions={editions}
                    zones={places}
                    onPlace={place}
                    onDrop={move}
                    onOpen={show}
                    onDay={(day) => {
                      setDate(day);
                      setView("timeGridDay");
                    }}
                  />
                )}
              </>
            )}
          </Loaded>
        )}
      </Loaded>
      {panels}
      {mayPlan && view !== "list" && (
        <Text size="sm" className="soft no-print">
          {t("hint")}
        </Text>
      )}
      <Group gap={6} role="group" aria-label={t("legend")}>
        {STATES.map((state) => (
          <StateBadge key={state} state={state} />
        ))}
      </Group>
    </Stack>
  );
}
