// SPDX-License-Identifier: GPL-3.0-or-later
import { Card, Text, Title } from "@mantine/core";
import { IconBolt, IconSpeakerphone } from "@tabler/icons-react";
import type { Line } from "../../health/site";
import { number } from "../../i18n/format";
import { useLanguage } from "../../i18n/words";
import classes from "./Speakers.module.css";
import { useWords } from "./words";

/** The line's loudspeakers along the wire, and where on it a short is thought to be. */
export function Speakers({ line }: { line: Line }) {
  const t = useWords();
  const language = useLanguage();
  const say = (value: number) => number(value, language);
  const short = line.health.distance_m;
  const before = short == null ? -1 : line.speakers.filter((speaker) => speaker.at_m <= short).length;
  const here = short != null && (
    <li key="short" className={classes.short}>
      <IconBolt size={20} aria-hidden />
      <Text fw={700}>{t("short_here", { metres: say(short) })}</Text>
    </li>
  );
  return (
    <Card withBorder component="section" aria-label={t("speakers")}>
      <Title order={3} size="h4" mb="xs">
        {t("speakers")}
      </Title>
      {line.speakers.length === 0 && <Text className="soft">{t("sight_no_speakers")}</Text>}
      <ol className={classes.wire}>
        {before === 0 && here}
        {line.speakers.flatMap((speaker, i) => [
          <li key={speaker.id}>
            <IconSpeakerphone size={20} aria-hidden />
            <div>
              <Text fw={600}>{speaker.name || speaker.id}</Text>
              <Text size="sm" className="soft numbers">
                {t("speaker_text", { watts: say(speaker.tap_watts), metres: say(speaker.at_m) })}
              </Text>
            </div>
          </li>,
          before === i + 1 && here,
        ])}
      </ol>
    </Card>
  );
}
