// SPDX-License-Identifier: GPL-3.0-or-later
import { Anchor, Group, Paper, Text } from "@mantine/core";
import type { Schema } from "../../api/client";
import { Mark, type Tone } from "../../health/Mark";
import { minutesAddress } from "../../health/site";
import { day, hour } from "../../i18n/format";
import { useWords } from "./words";

type Sweep = Schema["Sweep"];
const TONES: Record<Sweep["result"], Tone> = { running: "busy", complete: "good", partial: "watch", missed: "bad" };

/** One session on record, with the way to its minutes. */
export function SessionRow({ sweep }: { sweep: Sweep }) {
  const t = useWords();
  const until = sweep.ended_at ? `–${hour(sweep.ended_at)}` : "";
  return (
    <Paper withBorder p="sm" component="article" data-sweep={sweep.id} aria-label={day(sweep.started_at)}>
      <Group gap="xs" justify="space-between">
        <Anchor href={minutesAddress(sweep.id)} fw={600} py={4} className="numbers">
          {t("open_minutes", { date: day(sweep.started_at) })}
        </Anchor>
        <Mark tone={TONES[sweep.result]} text={t(`result_${sweep.result}`)} />
      </Group>
      <Text size="sm" className="soft numbers">
        {[
          `${hour(sweep.started_at)}${until}`,
          sweep.origin === "planned" ? t("planned") : t("by", { who: sweep.who ?? "" }),
          sweep.dry ? t("dry") : null,
        ]
          .filter(Boolean)
          .join(" · ")}
      </Text>
      {sweep.in_order != null && (
        <Text className="numbers">
          {t("counts", {
            in_order: sweep.in_order,
            faulty: sweep.faulty ?? 0,
            unjudged: sweep.unjudged ?? 0,
            not_tested: sweep.not_tested ?? 0,
          })}
        </Text>
      )}
      {sweep.detail && (
        <Text size="sm" className="soft" lang="en">
          {sweep.detail}
        </Text>
      )}
    </Paper>
  );
}
