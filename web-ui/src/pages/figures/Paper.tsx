// SPDX-License-Identifier: GPL-3.0-or-later
import { dayAndHour, hours, number } from "../../i18n/format";
import { useLanguage } from "../../i18n/words";
import classes from "./figures.module.css";
import { dayText, type Period } from "./period";
import type { Report } from "./query";
import { usePeriodText, useProse, useWords } from "./words";

/** What stands above the tables on paper only: letterhead, title, the result in one sentence. */
export function PaperHead({ report, period }: { report: Report; period: Period }) {
  const t = useWords();
  const said = usePeriodText();
  const prose = useProse();
  const language = useLanguage();
  return (
    <div className={classes.paper}>
      <div className={classes.letterhead}>
        <p>
          <strong>{report.station}</strong>
        </p>
        <p>
          <strong>{t("paper_motto")}</strong>
          <br />
          {t("paper_motto_2")}
        </p>
      </div>
      <p>
        <strong>{t("paper_title")}</strong>
      </p>
      <p>
        <strong>{t("paper_subject", { period: said(period) })}</strong>
      </p>
      <p>{t("paper_dates", { from: dayText(period.from), to: dayText(period.to), time: dayAndHour(report.as_of) })}</p>
      <p className={classes.prose}>
        {t("paper_sum", {
          programmes: prose(report.programmes),
          hours: hours(report.on_air_seconds),
          items: report.items < 10 ? prose(report.items) : number(report.items, language),
          missed: prose(report.programmes_missed),
          partial: prose(report.programmes_partial),
          sweeps: prose(report.sweeps),
          faults: prose(report.faults),
        })}
      </p>
    </div>
  );
}

/** Where who made the table and who heads the board sign. */
export function Signatures() {
  const t = useWords();
  return (
    <div className={classes.paper}>
      <div className={classes.signatures}>
        {(["paper_maker", "paper_head"] as const).map((who) => (
          <p key={who}>
            <strong>{t(who)}</strong>
            <br />
            <em>{t("paper_sign")}</em>
          </p>
        ))}
      </div>
    </div>
  );
}
