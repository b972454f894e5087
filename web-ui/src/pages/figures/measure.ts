// SPDX-License-Identifier: GPL-3.0-or-later
import { useCallback } from "react";
import { hours, number } from "../../i18n/format";
import { useLanguage } from "../../i18n/words";
import { useWords } from "./words";

/** What the charts show. */
export type Measure = "items" | "on_air";

/** How a row is measured and how the value is said. */
export function useMeasure(measure: Measure) {
  const t = useWords();
  const language = useLanguage();
  const of = useCallback(
    (row: { items: number; on_air_seconds: number }) => (measure === "items" ? row.items : row.on_air_seconds),
    [measure],
  );
  const say = useCallback(
    (value: number) => (measure === "items" ? number(value, language) : hours(value)),
    [measure, language],
  );
  return { of, say, name: t(measure) };
}
