// SPDX-License-Identifier: GPL-3.0-or-later
import { Alert, Button, Drawer, Group, Stack, Text, Title } from "@mantine/core";
import { IconAlertTriangle } from "@tabler/icons-react";
import { type ReactNode, useState } from "react";
import { usePerson } from "../../app/session";
import { clockOf, dateIn, dayOf, weekday } from "../../i18n/civil";
import { length } from "../../i18n/format";
import { DayField, TimeField } from "../../parts/When";
import { beginsAt, restore } from "./changes";
import { type Programme, useCalendars, useItems, useMayPlan, useStationNow } from "./data";
import { inWords } from "./recurrenceWords";
import { StateBadge } from "./StateBadge";
import { moment, saidOf, slot } from "./said";
import { stateOf } from "./states";
import { totalOf } from "./total";
import { useDone, usePlanCommand } from "./useDone";
import type { Edition, PlannedZone } from "./verdict";
import { useRecurrenceWords, useWords } from "./words";

interface Props {
  edition: Edition;
  programme: Programme | undefined;
  zones: PlannedZone[];
  onClose: () => void;
  onRundown: () => void;
  onEdit: () => void;
  onRemove: () => void;
  onMove: (start: string) => void;
}

/** All there is to know of one edition, and what may be done with it. */
export function EditionPanel({ edition, programme, zones, onClose, onRundown, onEdit, onRemove, onMove }: Props) {
  const t = useWords();
  const recurrence = useRecurrenceWords();
  const calendars = useCalendars().data ?? [];
  const mayPlan = useMayPlan();
  const now = useStationNow()();
  const { role } = usePerson();
  const frame = [programme?.opening_item, ...edition.items, programme?.closing_item].filter(
    (id) => typeof id === "number",
  );
  const item = useItems(frame);
  const state = stateOf(edition, now);
  const said = state === "over" || state === "cancelled" ? [] : saidOf(edition, zones, t, (id) => item(id)?.title);
  const start = beginsAt(edition);
  const total = totalOf(
    frame.map((id) => item(id)?.duration),
    edition.duration,
  );
  return (
    <Drawer opened onClose={onClose} position="right" title={t("edition")}>
      <Stack>
        <Group justify="space-between" align="start">
          <Title order={2} size="h3">
            {edition.title}
          </Title>
          <StateBadge state={state} />
        </Group>
        {said.length > 0 && (
          <Alert color="orange" icon={<IconAlertTriangle aria-hidden />}>
            {said.map((one) => (
              <div key={one}>{one}</div>
            ))}
          </Alert>
        )}
        <Facts title={t("when")}>
          {recurrence(`day_${weekday(start) as 0}`)} {dayOf(start)}, {slot(edition)} ({length(edition.duration)})
        </Facts>
        <Facts title={t("zones")}>
          {edition.zones.map((id) => zones.find((zone) => zone.id === id)?.name ?? id).join("; ")}
        </Facts>
        {programme && <Facts title={t("repeats")}>{inWords(programme, recurrence, calendars)}</Facts>}
        <Facts title={t("rundown")}>
          {role === "technician" ? (
            t("rundown_count", { count: frame.length })
          ) : frame.length === 0 ? (
            t("rundown_empty")
          ) : (
            <>
              <ol style={{ margin: 0, paddingLeft: "1.4em" }}>
                {frame.map((id, at) => (
                  <li key={`${id}-${at}`}>
                    {item(id)?.title ?? t("item_unknown", { id })}{" "}
                    <span className="soft numbers">{length(item(id)?.duration ?? 0)}</span>
                  </li>
                ))}
              </ol>
              <Text size="sm" className="numbers">
                {t("total", { total: length(total.seconds), slot: length(edition.duration) })}
              </Text>
            </>
          )}
        </Facts>
        {mayPlan && (
          <Actions {...{ edition, programme, onRundown, onEdit, onRemove, onMove, onClose }} over={state === "over"} />
        )}
      </Stack>
    </Drawer>
  );
}

function Facts({ title, children }: { title: string; children: ReactNode }) {
  return (
    <div>
      <Title order={3} size="h6">
        {title}
      </Title>
      {children}
    </div>
  );
}

function Actions(props: Omit<Props, "zones"> & { over: boolean }) {
  const { edition, programme, onRundown, onEdit, onRemove, onMove, onClose, over } = props;
  const t = useWords();
  const tell = useDone();
  const [date, setDate] = useState(dateIn(beginsAt(edition)));
  const [time, setTime] = useState(clockOf(beginsAt(edition)));
  const back = usePlanCommand(
    () => restore(edition, programme),
    (undo) => {
      tell({ said: t("restored_done", { title: edition.title, time: moment(edition.start) }), undo });
      onClose();
    },
  );
  const start = `${date}T${time.length === 5 ? `${time}:00` : time}`;
  if (edition.cancelled)
    return (
      <Group>
        <Button loading={back.isPending} onClick={() => back.mutate(undefined)}>
          {t("restore")}
        </Button>
        {programme && (
          <Button variant="default" onClick={onRemove}>
            {t("cancel_edition")}
          </Button>
        )}
      </Group>
    );
  return (
    <Stack>
      {!over && <Button onClick={onRundown}>{t("edit_rundown")}</Button>}
      {programme && (
        <>
          <Button variant="default" onClick={onEdit}>
            {t("edit")}
          </Button>
          {!over && (
            <form
              onSubmit={(event) => {
                event.preventDefault();
                onMove(start);
              }}
            >
              <Group align="end" grow preventGrowOverflow={false} wrap="wrap">
                <DayField label={t("new_date")} value={date} onChange={setDate} />
                <TimeField label={t("new_time")} value={time} onChange={setTime} />
                <Button type="submit" variant="default" disabled={!date || !time || start === beginsAt(edition)}>
                  {t("move")}
                </Button>
              </Group>
            </form>
          )}
          <Button variant="default" onClick={onRemove}>
            {t("cancel_edition")}
          </Button>
        </>
      )}
    </Stack>
  );
}
