// SPDX-License-Identifier: GPL-3.0-or-later
import { Alert, Stack, Text, Title } from "@mantine/core";
import { IconAlertTriangle, IconCircleCheck } from "@tabler/icons-react";
import { addDays, dateIn } from "../../i18n/civil";
import { Loaded } from "../../parts/Loaded";
import { useItems, useStationNow, useTimetable, useZones } from "./data";
import { EditionList } from "./EditionList";
import { titleOf } from "./range";
import { type State, stateOf } from "./states";
import { usePanels } from "./usePanels";
import { useRecurrenceWords, useWords } from "./words";

/** What comes as planned, and what people did on purpose or is over, needs nobody. */
const NEEDS_NOBODY: State[] = ["good", "cancelled", "over"];

/** What will not air as planned in the next seven days, by what the timetable says. */
export function CheckTab() {
  const t = useWords();
  const recurrence = useRecurrenceWords();
  const now = useStationNow()();
  const today = dateIn(now);
  const to = addDays(today, 7);
  const timetable = useTimetable(today, to);
  const zones = useZones();
  const planned = (timetable.data ?? []).filter((edition) => !["cancelled", "over"].includes(stateOf(edition, now)));
  const bad = planned.filter((edition) => !NEEDS_NOBODY.includes(stateOf(edition, now)));
  const item = useItems(bad.flatMap((edition) => edition.warnings.flatMap((warning) => warning.items)));
  const { show, panels } = usePanels(planned);
  return (
    <Stack>
      <Title order={2} size="h3">
        {titleOf("timeGridDay", today, t, recurrence)} – {titleOf("timeGridDay", to, t, recurrence)}
      </Title>
      <Text>{t("check_lead")}</Text>
      <Loaded query={timetable}>
        {() =>
          bad.length === 0 ? (
            <Alert color="teal" icon={<IconCircleCheck aria-hidden />}>
              {t(planned.length === 0 ? "check_none" : "check_good")}
            </Alert>
          ) : (
            <>
              <Alert color="orange" icon={<IconAlertTriangle aria-hidden />}>
                {t("check_count", { bad: bad.length, all: planned.length })}
              </Alert>
              <EditionList
                editions={bad}
                zones={zones.data ?? []}
                onOpen={show}
                withReasons
                title={(id) => item(id)?.title}
              />
            </>
          )
        }
      </Loaded>
      {panels}
    </Stack>
  );
}
