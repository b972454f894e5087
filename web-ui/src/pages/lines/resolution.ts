// SPDX-License-Identifier: GPL-3.0-or-later

import type { Line } from "../../health/site";
import { number } from "../../i18n/format";
import type { Language } from "../../i18n/words";
import type { Words } from "./words";

/** What the line's meter and tolerance can show, in sentences. */
export function sight(resolution: Line["resolution"], t: Words, language: Language): string {
  const percent = (share: number) =>
    number(share * 100, language, Number.isInteger(Math.round(share * 1000) / 10) ? 0 : 1);
  if (resolution.speakers === 0) return t("sight_no_speakers");
  if (resolution.one_lost_shows) return t("sight_any");
  const tolerance = percent(resolution.tolerance);
  return [
    resolution.lost_seen
      ? t("sight_from", { tolerance, count: resolution.lost_seen })
      : t("sight_nothing", { tolerance }),
    resolution.tolerance_for_one
      ? t("sight_finer", { tolerance: percent(resolution.tolerance_for_one) })
      : t("sight_divide"),
  ].join(" ");
}
