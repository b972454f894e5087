// SPDX-License-Identifier: GPL-3.0-or-later
import { Progress as Bar, Text } from "@mantine/core";
import { length } from "../../i18n/format";
import { useStationTime } from "../../live/clock";
import type { Zone } from "../../live/station";
import { useWords } from "./words";

/** How far the item on air has come. */
export function Progress({ zone }: { zone: Zone }) {
  const t = useWords();
  const now = useStationTime();
  if (!zone.item_since || !zone.item_seconds || now === null) return null;
  const done = Math.min(zone.item_seconds, Math.max(0, (now - Date.parse(zone.item_since)) / 1000));
  const said = t("progress", { done: length(done), all: length(zone.item_seconds) });
  return (
    <>
      <Bar value={(100 * done) / zone.item_seconds} size="sm" aria-label={said} />
      <Text size="sm" className="soft numbers">
        {said}
      </Text>
    </>
  );
}
