// SPDX-License-Identifier: GPL-3.0-or-later
import { Refused } from "../api/client";
import type { useCommon } from "../i18n/common";
import { sayReason } from "../i18n/reasons";

/** What the station said about single fields of what it refused, by field; in people's words where it gave a reason. */
export function fieldsOf(error: unknown): Record<string, string> {
  if (!(error instanceof Refused)) return {};
  const said = (error.problem?.errors ?? []).map(({ field, detail, reason }) => [field, sayReason(reason, {}, detail)]);
  return Object.fromEntries(said);
}

/** One sentence for people about what went wrong; the station's own words where it gave no reason. */
export function sayProblem(error: unknown, t: ReturnType<typeof useCommon>): string {
  if (error instanceof TypeError) return t("no_station");
  if (!(error instanceof Refused))
    return t("failed", { detail: error instanceof Error ? error.message : String(error) });
  const { reason, about, errors } = error.problem ?? {};
  if (!reason && error.status === 403) return t("not_yours");
  if (!reason && error.status === 412) return t("changed_meanwhile");
  const reasoned = errors?.some((one) => one.reason) ? Object.values(fieldsOf(error)).join(" ") : error.message;
  const values = { title: about?.title ?? "", seconds: error.retryAfter ?? 60 };
  return t("failed", { detail: sayReason(reason, values, reasoned) });
}
