// SPDX-License-Identifier: GPL-3.0-or-later
import { signed } from "../../health/finding";
import { useHealthWords } from "../../health/words";
import { useCommon } from "../../i18n/common";
import { dayAndHour, number } from "../../i18n/format";
import { useLanguage } from "../../i18n/words";
import type { Minutes } from "./MinutesPage";
import { Sheet } from "./Sheet";
import { useWords } from "./words";

/** B: what each line measured, against its reference. */
export function MinutesLines({ minutes }: { minutes: Minutes }) {
  const t = useWords();
  const health = useHealthWords();
  const none = useCommon()("not_measured");
  const language = useLanguage();
  const say = (value: number | null, decimals: number) => (value == null ? none : number(value, language, decimals));
  const mark = (flag: boolean | null) => (flag == null ? none : t(flag ? "yes" : "no"));
  return (
    <Sheet
      title={t("lines")}
      heads={[
        t("line"),
        t("length"),
        t("ohms"),
        t("deviation"),
        t("open"),
        t("short"),
        t("leak"),
        t("verdict"),
        t("how"),
      ]}
    >
      {minutes.lines.map((line) => (
        <tr key={line.id}>
          <th scope="row">{line.name || line.id}</th>
          <td>{say(line.length_m, 0)}</td>
          <td>
            {say(line.ohms, 1)} / {say(line.reference_ohms, 1)}
          </td>
          <td>{line.deviation == null ? none : signed(line.deviation * 100, language)}</td>
          <td>{mark(line.open)}</td>
          <td>{mark(line.short)}</td>
          <td>{mark(line.leak)}</td>
          <td>
            <b>{t(`standing_${line.standing}`)}</b>
            {line.verdict !== "ok" && <div>{health(`verdict_${line.verdict}`)}</div>}
          </td>
          <td>{line.at ? t("automatic", { time: dayAndHour(line.at) }) : none}</td>
        </tr>
      ))}
    </Sheet>
  );
}
