// SPDX-License-Identifier: GPL-3.0-or-later
import { Card, Text, Timeline, Title } from "@mantine/core";
import {
  IconAlertTriangle,
  IconCamera,
  IconCheck,
  IconCircleCheck,
  IconEye,
  IconNote,
  type IconProps,
  IconRefreshAlert,
  IconUserCheck,
} from "@tabler/icons-react";
import type { ComponentType } from "react";
import { type Numbers, sentences } from "../../health/finding";
import { useHealthWords } from "../../health/words";
import { clock, day } from "../../i18n/format";
import { useLanguage } from "../../i18n/words";
import type { FaultWithStory } from "./FaultPage";
import { useWords } from "./words";

type Event = FaultWithStory["events"][number];
const ICONS: Record<Event["what"], ComponentType<IconProps>> = {
  opened: IconAlertTriangle,
  evidence: IconEye,
  acknowledged: IconUserCheck,
  assigned: IconUserCheck,
  note: IconNote,
  photo: IconCamera,
  gone: IconCheck,
  retest_failed: IconRefreshAlert,
  resolved: IconCircleCheck,
  reopened: IconRefreshAlert,
  closed: IconCheck,
};
/** What people wrote; the rest is the station's own wording. */
const WRITTEN = new Set<Event["what"]>(["note", "resolved", "closed"]);

/** Who did what, and when; oldest first. */
export function Story({ fault }: { fault: FaultWithStory }) {
  const t = useWords();
  return (
    <Card withBorder component="section" aria-label={t("story")}>
      <Title order={3} size="h4" mb="sm">
        {t("story")}
      </Title>
      <Timeline active={fault.events.length} bulletSize={30} lineWidth={2} color="gray.7">
        {fault.events.map((event, i) => {
          const Icon = ICONS[event.what];
          return (
            <Timeline.Item
              // Events are only ever added at the end.
              key={i}
              bullet={<Icon size={18} aria-hidden />}
              title={t(`event_${event.what}`)}
            >
              <Told event={event} />
              <Text size="sm" className="soft numbers">
                {event.who ?? t("station_itself")} · {clock(event.at)} {day(event.at)}
              </Text>
            </Timeline.Item>
          );
        })}
      </Timeline>
    </Card>
  );
}

function Told({ event }: { event: Event }) {
  const t = useWords();
  const health = useHealthWords();
  const language = useLanguage();
  if (event.what === "assigned")
    return (
      <Text>
        {[
          t("assigned_to", { who: event.to ?? "" }),
          event.deadline ? t("until", { time: `${clock(event.deadline).slice(0, 5)} ${day(event.deadline)}` }) : null,
        ]
          .filter(Boolean)
          .join(", ")}
      </Text>
    );
  const said = sentences(event.measured as Numbers | null | undefined, health, language);
  return (
    <>
      {said.length > 0 && <Text>{said.join(" ")}</Text>}
      {event.detail && (WRITTEN.has(event.what) || said.length === 0) && (
        <Text lang={WRITTEN.has(event.what) && event.who ? undefined : "en"}>{event.detail}</Text>
      )}
    </>
  );
}
