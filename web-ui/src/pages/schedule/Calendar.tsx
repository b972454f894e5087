// SPDX-License-Identifier: GPL-3.0-or-later
import type { DateSpanApi, EventApi, EventContentArg, EventInput } from "@fullcalendar/core";
import enLocale from "@fullcalendar/core/locales/en-gb";
import viLocale from "@fullcalendar/core/locales/vi";
import dayGrid from "@fullcalendar/daygrid";
import interaction from "@fullcalendar/interaction";
import FullCalendar from "@fullcalendar/react";
import timeGrid from "@fullcalendar/timegrid";
import { Alert } from "@mantine/core";
import { IconAlertTriangle } from "@tabler/icons-react";
import { type Ref, useEffect, useImperativeHandle, useMemo, useRef, useState } from "react";
import { addSeconds, civil, clockOf, reckon, toCivil } from "../../i18n/civil";
import { useLanguage } from "../../i18n/words";
import { beginsAt } from "./changes";
import { useMayPlan, useStationNow } from "./data";
import { ICONS } from "./StateBadge";
import { sayObjection } from "./said";
import classes from "./schedule.module.css";
import { endOf, stateOf } from "./states";
import { type Edition, type Objection, objections, type PlannedZone, priorityOf, refuses } from "./verdict";
import { useWords } from "./words";

export type GridView = "timeGridWeek" | "dayGridMonth" | "timeGridDay";

/** An edition dropped or stretched to another place; `revert` puts it back. */
export interface Dropped {
  edition: Edition;
  start: string;
  duration: number;
  revert: () => void;
}

interface Props {
  view: GridView;
  date: string;
  editions: Edition[];
  zones: PlannedZone[];
  onPlace: (start: string, duration: number) => void;
  onDrop: (dropped: Dropped) => void;
  onOpen: (edition: Edition) => void;
  /** Shows one day: where there is more than its cell of the month can hold. */
  onDay: (date: string) => void;
}

/** The grid of days and hours. Times are the station's: the calendar is told they are UTC, and never converts them. */
export function Calendar({ view, date, editions, zones, onPlace, onDrop, onOpen, onDay }: Props) {
  const t = useWords();
  const language = useLanguage();
  const mayPlan = useMayPlan();
  const now = useStationNow();
  const grid = useRef<FullCalendar>(null);
  // Told beside the calendar, which must not be drawn anew while something is dragged over it.
  const verdict = useRef<Tell>(null);
  const setAgainst = (found: Objection[]) => verdict.current?.(found);
  const businessHours = useMemo(() => zones.flatMap((zone) => (zone.allowed_hours ?? []).map(openHours)), [zones]);
  useEffect(() => {
    // Not while React draws: the calendar draws itself at once.
    queueMicrotask(() => grid.current?.getApi().gotoDate(date));
  }, [date]);
  const events = useMemo(() => {
    const at = now();
    return editions.map((edition) => eventOf(edition, at, mayPlan));
  }, [editions, mayPlan, now]);

  const placed = (event: EventApi) => {
    const start = civil(event.startStr);
    const end = event.end ? civil(event.endStr) : addSeconds(start, editionOf(event).duration);
    return { start, duration: Math.round((reckon(end) - reckon(start)) / 1000) };
  };
  const drop = ({ event, revert }: { event: EventApi; revert: () => void }) => {
    setAgainst([]);
    onDrop({ edition: editionOf(event), ...placed(event), revert });
  };
  // Asked for every place that the mouse passes over: what stands against it is told at once.
  const allowed = (span: DateSpanApi, event: EventApi | null) => {
    if (!event) return true;
    const edition = editionOf(event);
    const start = civil(span.startStr.length === 10 ? `${span.startStr}${beginsAt(edition).slice(10)}` : span.startStr);
    const asked = span.allDay ? edition.duration : Math.round((span.end.getTime() - span.start.getTime()) / 1000);
    const place = { start, duration: asked, zones: edition.zones, priority: priorityOf(edition) };
    const found = objections(place, zones, editions, (other) => other.id === edition.id, now());
    setAgainst(found);
    return !found.some(refuses);
  };

  return (
    <div className={classes.calendar}>
      <FullCalendar
        ref={grid}
        plugins={[timeGrid, dayGrid, interaction]}
        locales={[viLocale, enLocale]}
        locale={language === "vi" ? "vi" : "en-gb"}
        timeZone="UTC"
        now={now}
        initialView={view}
        initialDate={date}
        headerToolbar={false}
        firstDay={1}
        height={view === "dayGridMonth" ? "auto" : "max(420px, calc(100vh - 250px))"}
        scrollTime={firstHour(editions, zones)}
        scrollTimeReset={false}
        allDaySlot={false}
        nowIndicator
        dayMaxEvents={4}
        moreLinkContent={({ num }) => t("more_events", { count: num })}
        moreLinkDidMount={({ el }) => el.setAttribute("role", "button")}
        slotLabelFormat={{ hour: "2-digit", minute: "2-digit", hour12: false }}
        dayHeaderFormat={
          view === "dayGridMonth" ? { weekday: "short" } : { weekday: "short", day: "2-digit", month: "2-digit" }
        }
        // What is dragged goes by whole rows: with a snap finer than them it would jump as soon as it is taken.
        slotDuration="00:15:00"
        slotLabelInterval="01:00:00"
        slotEventOverlap={false}
        eventMinHeight={22}
        eventShortHeight={40}
        businessHours={businessHours}
        events={events}
        eventInteractive
        eventDidMount={({ el, event }) => {
          el.dataset.edition = event.id;
        }}
        eventContent={(shown) => <EventBox shown={shown} now={now()} month={view === "dayGridMonth"} />}
        eventClick={({ event, jsEvent }) => {
          jsEvent.preventDefault();
          onOpen(editionOf(event));
        }}
        selectable={mayPlan}
        selectMirror
        longPressDelay={350}
        select={({ startStr, start, end, allDay, view: { calendar } }) => {
          calendar.unselect();
          if (allDay) onPlace(`${startStr.slice(0, 10)}T17:00:00`, 1800);
          else onPlace(civil(startStr), Math.max(300, (end.getTime() - start.getTime()) / 1000));
        }}
        eventStartEditable={mayPlan}
        eventDurationEditable={mayPlan}
        eventAllow={allowed}
        eventDrop={drop}
        eventResize={drop}
        eventDragStop={() => setAgainst([])}
        eventResizeStop={() => setAgainst([])}
        eventDisplay="block"
        moreLinkClick={({ date: day }) => onDay(toCivil(day.getTime()).slice(0, 10))}
        dayCellDidMount={({ el, date: day }) =>
          reachable(el, mayPlan ? () => onPlace(`${toCivil(day.getTime()).slice(0, 10)}T17:00:00`, 1800) : undefined)
        }
      />
      <Verdict ref={verdict} />
    </div>
  );
}

type Tell = (against: Objection[]) => void;

/** What stands against the place that something is dragged over. */
function Verdict({ ref }: { ref: Ref<Tell> }) {
  const t = useWords();
  const [against, setAgainst] = useState<Objection[]>([]);
  useImperativeHandle(ref, () => setAgainst, []);
  if (against.length === 0) return null;
  return (
    <Alert
      className={classes.verdict}
      role="alert"
      color={against.some(refuses) ? "red" : "yellow"}
      icon={<IconAlertTriangle aria-hidden />}
    >
      {against.map((objection) => (
        <div key={sayObjection(objection, t)}>{sayObjection(objection, t)}</div>
      ))}
    </Alert>
  );
}

const editionOf = (event: EventApi) => event.extendedProps.edition as Edition;

function eventOf(edition: Edition, now: string, mayPlan: boolean): EventInput {
  const movable = mayPlan && !edition.cancelled && endOf(edition) > now;
  return {
    id: edition.id,
    title: edition.title,
    start: beginsAt(edition),
    end: endOf(edition),
    editable: movable,
    extendedProps: { edition },
  };
}

/** Heights in the week view, as schedule.module.css has them: a quarter of an hour, an edition's two borders and the gap
 * below it, a line of its text. */
const QUARTER_PX = 16;
const EDGES_PX = 3;
const LINE_PX = 14.4;

/** Lines of text that an edition of so many seconds has room for. */
function linesOf(duration: number): number {
  return Math.max(1, Math.floor(((duration / 900) * QUARTER_PX - EDGES_PX) / LINE_PX));
}

function EventBox({ shown, now, month }: { shown: EventContentArg; now: string; month: boolean }) {
  const t = useWords();
  const edition = shown.event.extendedProps.edition as Edition | undefined;
  if (!edition) return <div className={classes.event}>{shown.timeText}</div>;
  const state = stateOf(edition, now);
  const Icon = ICONS[state];
  const start = shown.event.startStr || edition.start;
  return (
    <div className={`${classes.event} ${classes[state]} ${month ? classes.month : ""}`} data-state={state}>
      <div className={classes.title} style={month ? undefined : { WebkitLineClamp: linesOf(edition.duration) }}>
        <Icon size={14} aria-hidden /> <span className="numbers">{clockOf(civil(start))}</span> {edition.title}
      </div>
      <div className={classes.word}>{t(`state_${state}`)}</div>
    </div>
  );
}

/** "05:30-21:30" as the calendar takes it, every day of the week. */
function openHours(window: string) {
  const [startTime, endTime] = window.split("-");
  return { daysOfWeek: [0, 1, 2, 3, 4, 5, 6], startTime, endTime };
}

/** The hour to show first: that of the first edition, or when the first zone may sound; else the morning. */
function firstHour(editions: Edition[], zones: PlannedZone[]): string {
  const starts = editions.map((edition) => beginsAt(edition).slice(11, 13));
  const opens = zones.flatMap((zone) => (zone.allowed_hours ?? []).map((window) => window.slice(0, 2)));
  const first = (starts.length > 0 ? starts : opens.filter((hour) => hour > "00")).sort()[0] ?? "06";
  return `${first}:00:00`;
}

/** A day can be reached with the keyboard, so that its hours can be scrolled, and Enter plans something there. */
function reachable(day: HTMLElement, place: (() => void) | undefined) {
  day.tabIndex = 0;
  // The cell of a month is named by all that is in it, not by its number alone.
  if (day.classList.contains("fc-daygrid-day")) day.removeAttribute("aria-labelledby");
  if (!place) return;
  day.addEventListener("keydown", (event) => {
    if (event.target !== day || event.key !== "Enter") return;
    event.preventDefault();
    place();
  });
}
