// SPDX-License-Identifier: GPL-3.0-or-later
import { Text, Title } from "@mantine/core";
import classes from "./Minutes.module.css";
import type { Minutes } from "./MinutesPage";
import { Written } from "./Written";
import { useWords } from "./words";

/** The sums, the conclusion, and the place for the signatures. */
export function MinutesTotals({ minutes, works }: { minutes: Minutes; works: boolean }) {
  const t = useWords();
  const { lines, speakers, amplifiers } = minutes.totals;
  const sums = [
    t("total_lines", { good: lines.good, of: lines.of }),
    t(speakers.low === speakers.high ? "total_speakers" : "total_speakers_range", speakers),
    t("total_amplifiers", { good: amplifiers.good, of: amplifiers.of }),
  ];
  if (speakers.unknown > 0) sums.push(t("total_unknown", { count: speakers.unknown }));
  return (
    <section className={classes.part}>
      <Title order={3} size="h4">
        {t("totals")}
      </Title>
      <Text fw={600}>{`${sums.join("; ")}.`}</Text>
      <Text fw={600} mt="xs" className={works ? classes.printed : undefined}>
        {t("conclusion")}
      </Text>
      <Written
        session={minutes.id}
        field="conclusion"
        remark={minutes.conclusion}
        label={t("conclusion")}
        works={works}
        kind="text"
        titled
      />
      <Text mt="md">{t("copies")}</Text>
      <div className={classes.signed}>
        {[t("signed_checker"), t("signed_head"), t("signed_witness")].map((who) => (
          <Text key={who} fw={600}>
            {who}
          </Text>
        ))}
      </div>
    </section>
  );
}
