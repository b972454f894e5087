// SPDX-License-Identifier: GPL-3.0-or-later
import { Alert, Button, Checkbox, Group, Modal, SimpleGrid, Stack, Text, TextInput, Title } from "@mantine/core";
import { useDisclosure, useMediaQuery } from "@mantine/hooks";
import { IconAlertTriangle, IconClockOff } from "@tabler/icons-react";
import { type FormEvent, useState } from "react";
import { flushSync } from "react-dom";
import { Refused } from "../../api/client";
import { parseLength } from "../../i18n/civil";
import { useCommon } from "../../i18n/common";
import { fieldsOf, sayProblem } from "../../parts/problem";
import { DayField, goToUnread, TimeField } from "../../parts/When";
import { ChangedUnder } from "./ChangedUnder";
import { beginsAt, create, patch, type Scope } from "./changes";
import { type Programme, useCalendars, useTimetable } from "./data";
import { bodyOf, changesOf, type Draft, draftOf, newDraft, startOfDraft } from "./draft";
import { MoreFields } from "./MoreFields";
import { RecurrenceFields } from "./RecurrenceFields";
import { Rundown } from "./Rundown";
import { type Overtaken, overtaken, rebased } from "./rebase";
import { inWords } from "./recurrenceWords";
import { sayObjection, sayRefusal, sayWarning, slot } from "./said";
import { useDone, usePlanCommand } from "./useDone";
import { type Edition, objections, type PlannedZone, refuses } from "./verdict";
import { useRecurrenceWords, useWords } from "./words";

/** A new programme at a place of the calendar, or one that there is, as far as `scope` reaches from `edition`. */
export type Editing =
  | { kind: "new"; start: string; duration: number }
  | { kind: "old"; programme: Programme; edition: Edition; scope: Scope };

interface Props {
  editing: Editing;
  zones: PlannedZone[];
  onClose: () => void;
}

function firstDraft(editing: Editing): Draft {
  if (editing.kind === "new") return newDraft(editing.start, editing.duration);
  const { programme, edition, scope } = editing;
  if (scope === "all") return draftOf(programme);
  const start = beginsAt(edition);
  if (scope === "following") return draftOf({ ...programme, start });
  return draftOf({ ...programme, start, rrule: null, exdates: [], holiday_calendar: null, items: edition.items });
}

/** What somebody else changed while the form was open. */
interface Under extends Omit<Overtaken, "now"> {
  before: Draft;
  after: Draft;
  touched: (keyof Draft)[];
}

export function ProgrammeForm({ editing: begun, zones, onClose }: Props) {
  const t = useWords();
  const recurrence = useRecurrenceWords();
  const common = useCommon();
  const tell = useDone();
  const narrow = useMediaQuery("(max-width: 700px)");
  const calendars = useCalendars().data ?? [];
  // What the form began from; another version, when somebody else was faster.
  const [editing, setEditing] = useState(begun);
  const [first, setFirst] = useState(() => firstDraft(editing));
  const [under, setUnder] = useState<Under | null>(null);
  const [draft, setDraft] = useState(first);
  const [tried, setTried] = useState(false);
  const [more, showMore] = useDisclosure(false);
  const scope = editing.kind === "old" ? editing.scope : "all";
  const change = (part: Partial<Draft>) => setDraft((before) => ({ ...before, ...part }));
  const { body, errors: wrong } = bodyOf(draft, t);

  const save = usePlanCommand(
    async () => {
      if (editing.kind === "new") return create(body);
      return patch(editing.programme, changesOf(bodyOf(first, t).body, body, scope), scope, editing.edition);
    },
    (saved) => {
      const lost = "lost_edition_changes" in saved ? (saved.lost_edition_changes as string[]).length : 0;
      tell({
        said: t("saved_programme", { title: saved.title, when: inWords(saved, recurrence, calendars) }),
        notes: [
          ...(saved.warnings ?? []).map((warning) => sayWarning(warning, saved.items ?? [], t, () => undefined)),
          ...(lost > 0 ? [t("lost_changes", { count: lost })] : []),
        ],
      });
      onClose();
    },
  );
  /** Puts what was typed upon what somebody else has saved meanwhile: nothing of either is lost, and both are told. */
  const giveWay = (error: unknown) => {
    if (editing.kind === "new") return;
    const found = overtaken(error, editing.programme);
    if (!found) return;
    const later = { ...editing, programme: found.now };
    const after = firstDraft(later);
    const { draft: merged, touched } = rebased(draft, first, after);
    setUnder({ who: found.who, at: found.at, before: first, after, touched });
    setEditing(later);
    setFirst(after);
    setDraft(merged);
  };
  // Somebody else's change is told by itself, see giveWay.
  const stale = save.error instanceof Refused && save.error.status === 412;
  const refused =
    save.error && !stale ? (sayRefusal(save.error, zones, t) ?? sayProblem(save.error, common)) : undefined;
  const errors = tried ? { ...fieldsOf(save.error), ...wrong } : {};
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    setTried(true);
    const form = event.currentTarget;
    if (goToUnread(form)) return;
    if (Object.keys(wrong).length === 0) return save.mutate(undefined, { onError: giveWay });
    flushSync(() => setTried(true));
    form.querySelector<HTMLElement>("[aria-invalid=true]")?.focus();
  };
  const series = scope !== "this";

  return (
    <Modal
      opened
      onClose={onClose}
      size="xl"
      fullScreen={narrow}
      title={t(`form_${editing.kind === "new" ? "new" : scope}`)}
    >
      <form onSubmit={submit} noValidate>
        <Stack>
          <TextInput
            label={t("field_title")}
            value={draft.title}
            error={errors.title}
            maxLength={200}
            data-autofocus
            onChange={(event) => change({ title: event.currentTarget.value })}
          />
          <ZoneChoice
            zones={zones}
            chosen={draft.zones}
            error={errors.zones}
            onChange={(chosen) => change({ zones: chosen })}
          />
          <SimpleGrid cols={{ base: 1, xs: 3 }}>
            <DayField
              label={series && draft.recurrence.repeats !== "once" ? t("date_first") : t("new_date")}
              value={draft.date}
              error={errors.start ? true : undefined}
              onChange={(date) => change({ date })}
            />
            <TimeField
              label={t("field_start")}
              value={draft.time}
              error={errors.start}
              onChange={(time) => change({ time })}
            />
            <TextInput
              label={t("field_duration")}
              title={t("duration_hint")}
              inputMode="numeric"
              value={draft.length}
              error={errors.duration}
              onChange={(event) => change({ length: event.currentTarget.value })}
            />
          </SimpleGrid>
          <Text size="sm" className="soft">
            {t("field_duration")}: {t("duration_hint")}
          </Text>
          {series && (
            <RecurrenceFields
              draft={draft}
              change={change}
              errors={errors}
              ownRule={first.recurrence.repeats === "rule"}
            />
          )}
          {draft.date && draft.time && (
            <Text>
              {t("in_words")}: <b>{inWords(body, recurrence, calendars)}</b>
            </Text>
          )}
          <SameDay draft={draft} zones={zones} editing={editing} />
          <Title order={2} size="h5">
            {t("rundown")}
          </Title>
          <Rundown
            items={draft.items}
            onChange={(items) => change({ items })}
            slot={parseLength(draft.length)}
            around={[draft.opening, draft.closing]}
          />
          <Button variant="subtle" aria-expanded={more} onClick={showMore.toggle} style={{ alignSelf: "start" }}>
            {t(more ? "less_choices" : "more_choices")}
          </Button>
          {more && <MoreFields draft={draft} change={change} errors={errors} />}
          {under && <ChangedUnder {...under} zones={zones} />}
          {refused && (
            <Alert color="red" role="alert" icon={<IconAlertTriangle aria-hidden />}>
              {refused}
            </Alert>
          )}
          <Group justify="end">
            <Button variant="default" onClick={onClose}>
              {common("cancel")}
            </Button>
            <Button type="submit" loading={save.isPending}>
              {common("save")}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}

function ZoneChoice(props: {
  zones: PlannedZone[];
  chosen: string[];
  error: string | undefined;
  onChange: (zones: string[]) => void;
}) {
  const { zones, chosen, error, onChange } = props;
  const t = useWords();
  const all = zones.map((zone) => zone.id);
  const whole = all.every((id) => chosen.includes(id));
  return (
    <div>
      <Checkbox.Group label={t("field_zones")} error={error} value={chosen} onChange={onChange}>
        <SimpleGrid cols={{ base: 1, xs: 2 }} my="xs" spacing="xs">
          {zones.map((zone) => (
            <Checkbox key={zone.id} value={zone.id} label={zone.name} />
          ))}
        </SimpleGrid>
      </Checkbox.Group>
      <Checkbox
        mt="xs"
        label={<b>{t("all_zones")}</b>}
        checked={whole}
        indeterminate={!whole && chosen.length > 0}
        onChange={() => onChange(whole ? [] : all)}
      />
    </div>
  );
}

/** What is planned already on the first day, and what stands against the chosen time there. */
function SameDay({ draft, zones, editing }: { draft: Draft; zones: PlannedZone[]; editing: Editing }) {
  const t = useWords();
  const planned = useTimetable(draft.date, draft.date).data ?? [];
  const duration = parseLength(draft.length) ?? 0;
  if (!draft.date || !draft.time || !duration) return null;
  const own = editing.kind === "old" ? editing.programme.id : 0;
  const others = planned.filter((edition) => edition.programme_id !== own && !edition.cancelled);
  const place = { start: startOfDraft(draft), duration, zones: draft.zones, priority: draft.priority };
  const found = objections(place, zones, others, () => false);
  const against = found.some(refuses);
  return (
    <Stack gap="xs">
      {found.length > 0 && (
        <Alert
          color={against ? "red" : "yellow"}
          title={t(against ? "objections" : "attention")}
          icon={<IconClockOff aria-hidden />}
        >
          {found.map((objection) => (
            <div key={sayObjection(objection, t)}>{sayObjection(objection, t)}</div>
          ))}
        </Alert>
      )}
      <Text size="sm" className="soft">
        {others.length === 0
          ? t("same_day_none")
          : `${t("same_day")}: ${others.map((edition) => `${slot(edition)} ${edition.title}`).join("; ")}`}
      </Text>
    </Stack>
  );
}
