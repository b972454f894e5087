// SPDX-License-Identifier: GPL-3.0-or-later
import { spell } from "../../health/finding";
import { usePlace } from "../../health/site";
import { useHealthWords } from "../../health/words";
import { useCommon } from "../../i18n/common";
import { dayAndHour } from "../../i18n/format";
import type { FaultWithStory } from "./FaultPage";
import { useWords } from "./words";

/** What is known of a fault, as names and texts; for the page and for the paper. */
export function useFacts(fault: FaultWithStory): [string, string][] {
  const t = useWords();
  const health = useHealthWords();
  const none = useCommon()("not_measured");
  const place = usePlace();
  const by = (who: string | null | undefined, at: string | null | undefined) =>
    at ? t("by_at", { who: who ?? t("by_itself"), time: dayAndHour(at) }) : none;
  return [
    [t("where"), place(fault.place)],
    [
      t("found"),
      t("found_text", { time: dayAndHour(fault.since), last: dayAndHour(fault.last), count: fault.evidence }),
    ],
    [t("lasted"), fault.outage_seconds == null ? none : spell(fault.outage_seconds, health)],
    [t("acknowledged"), by(fault.acknowledged_by, fault.acknowledged_at)],
    [t("owner"), fault.owner ?? t("nobody")],
    [t("deadline"), fault.deadline ? dayAndHour(fault.deadline) : none],
    [t("resolved"), by(fault.resolved_by, fault.resolved_at)],
    [t("closed"), by(fault.closed_by, fault.closed_at)],
  ];
}
