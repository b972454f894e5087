// SPDX-License-Identifier: GPL-3.0-or-later
import { Text } from "@mantine/core";
import { useNames } from "../../health/site";
import { useCommon } from "../../i18n/common";
import classes from "./Minutes.module.css";
import type { Minutes } from "./MinutesPage";
import { Sheet } from "./Sheet";
import { Written } from "./Written";
import { useWords } from "./words";

const HEARD = ["clear", "weak", "distorted", "howling", "silent"] as const;
type Cluster = Minutes["clusters"][number];

/** C: how the loudspeakers of each line sound, as far as people listened. */
export function Clusters({ minutes, works }: { minutes: Minutes; works: boolean }) {
  const t = useWords();
  const none = useCommon()("not_measured");
  const names = useNames();
  return (
    <>
      <Sheet
        title={t("clusters")}
        heads={[t("code"), t("place"), t("count"), ...HEARD.map((heard) => t(heard)), t("sounding"), t("how")]}
      >
        {minutes.clusters.map((cluster) => (
          <tr key={cluster.line}>
            <th scope="row">{cluster.line}</th>
            <td className={classes.place}>
              {[cluster.name, cluster.zone && names.zone(cluster.zone)].filter(Boolean).join(", ")}
            </td>
            <td>{cluster.count}</td>
            {HEARD.map((heard) => (
              <td key={heard}>{cluster.heard_at_all > 0 ? cluster.heard[heard] : none}</td>
            ))}
            <td>{estimate(cluster, none)}</td>
            <td>
              {cluster.heard_at_all > 0
                ? t("on_site", { heard: cluster.heard_at_all, count: cluster.count })
                : minutes.lines.find((line) => line.id === cluster.line)?.at
                  ? t("automatic", { time: "" }).trim()
                  : none}
            </td>
          </tr>
        ))}
      </Sheet>
      <Text size="sm" className="soft">
        {t("hearing_note")}
      </Text>
      {minutes.clusters.map((cluster) => (
        <Listened key={cluster.line} cluster={cluster} session={minutes.id} works={works} />
      ))}
    </>
  );
}

function estimate({ good }: Cluster, none: string): string {
  if (!good) return none;
  return good.low === good.high ? String(good.best) : `${good.best} (${good.low}–${good.high})`;
}

/** What a person heard of each loudspeaker; on paper only those of which something was written. */
function Listened({ cluster, session, works }: { cluster: Cluster; session: string; works: boolean }) {
  const t = useWords();
  const said = (speaker: Cluster["speakers"][number]) => speaker.heard != null || speaker.note != null;
  const shown = works ? cluster.speakers : cluster.speakers.filter(said);
  if (shown.length === 0) return null;
  // On paper what was written has to show; a closed part would not be printed.
  const heard = cluster.speakers.some(said);
  const choices = [{ value: "", label: t("not_heard") }, ...HEARD.map((value) => ({ value, label: t(value) }))];
  return (
    <details className={heard ? classes.listened : `${classes.listened} no-print`} open={!works || heard}>
      <summary>{t("listen", { line: cluster.name || cluster.line })}</summary>
      <ul>
        {shown.map((speaker) => {
          const name = speaker.name || speaker.id;
          const at = { session, works };
          return (
            <li key={speaker.id} className={said(speaker) ? undefined : "no-print"}>
              <span>{name}</span>
              <Written
                {...at}
                field={`speaker/${speaker.id}`}
                remark={speaker.heard}
                label={t("heard_of", { speaker: name })}
                choices={choices}
              />
              <Written
                {...at}
                field={`speaker/${speaker.id}/note`}
                remark={speaker.note}
                label={t("note_of", { speaker: name })}
              />
            </li>
          );
        })}
      </ul>
    </details>
  );
}
