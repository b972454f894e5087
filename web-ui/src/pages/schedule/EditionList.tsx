// SPDX-License-Identifier: GPL-3.0-or-later
import { Group, Stack, Text, Title, UnstyledButton } from "@mantine/core";
import { dateIn, dayOf, weekday } from "../../i18n/civil";
import { beginsAt } from "./changes";
import { useStationNow } from "./data";
import { StateBadge } from "./StateBadge";
import { saidOf, slot } from "./said";
import classes from "./schedule.module.css";
import { stateOf } from "./states";
import type { Edition, PlannedZone } from "./verdict";
import { useRecurrenceWords, useWords } from "./words";

interface Props {
  editions: Edition[];
  zones: PlannedZone[];
  onOpen: (edition: Edition) => void;
  /** Also what is wrong with each, in words. */
  withReasons?: boolean;
  title?: (item: number) => string | undefined;
}

/** Editions by day, one a row: at home on a phone, and the calendar of whoever uses a keyboard or a screen reader. */
export function EditionList({ editions, zones, onOpen, withReasons = false, title = () => undefined }: Props) {
  const t = useWords();
  const recurrence = useRecurrenceWords();
  const now = useStationNow()();
  const dates = [...new Set(editions.map((edition) => dateIn(beginsAt(edition))))];
  return (
    <Stack gap="lg">
      {dates.map((date) => (
        <section key={date}>
          <Title order={3} size="h5" mb={6}>
            {recurrence(`day_${weekday(date) as 0}`)}, {dayOf(date)}
          </Title>
          <Stack gap={6}>
            {editions
              .filter((edition) => dateIn(beginsAt(edition)) === date)
              .map((edition) => {
                const state = stateOf(edition, now);
                return (
                  <UnstyledButton
                    key={edition.id}
                    className={`${classes.row} ${classes[state]}`}
                    data-edition={edition.id}
                    onClick={() => onOpen(edition)}
                  >
                    <Group gap="xs" justify="space-between">
                      <Text span fw={700} className="numbers">
                        {slot(edition)}
                      </Text>
                      <StateBadge state={state} />
                    </Group>
                    <Text fw={600} className={classes.title}>
                      {edition.title}
                    </Text>
                    {withReasons &&
                      saidOf(edition, zones, t, title).map((said) => (
                        <Text key={said} size="sm">
                          {said}
                        </Text>
                      ))}
                  </UnstyledButton>
                );
              })}
          </Stack>
        </section>
      ))}
    </Stack>
  );
}
