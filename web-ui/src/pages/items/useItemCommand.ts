// SPDX-License-Identifier: GPL-3.0-or-later
import { Refused } from "../../api/client";
import { sayReason } from "../../i18n/reasons";
import { useCommand } from "../../parts/useCommand";
import { useWords } from "./words";

const NAMED = {
  title: "title",
  kind: "kind",
  theme: "theme",
  author: "author",
  unit: "unit",
  script: "script",
  not_classified: "not_classified",
  expires_on: "expires_on",
  audio: "recording",
} as const;

/** A command about items; what is wrong with a field is told with the name that the field has on the page. */
export function useItemCommand<In = void, Out = unknown>(does: (input: In) => Promise<Out>, done?: (out: Out) => void) {
  const t = useWords();
  return useCommand<In, Out>(does, ["items"], done, (error) => {
    const errors = error instanceof Refused ? (error.problem?.errors ?? []) : [];
    if (errors.length === 0) return undefined;
    return errors
      .map(({ field, detail, reason }) =>
        sayReason(
          reason,
          {},
          t("field_wrong", { field: field in NAMED ? t(NAMED[field as keyof typeof NAMED]) : field, detail }),
        ),
      )
      .join(" ");
  });
}
