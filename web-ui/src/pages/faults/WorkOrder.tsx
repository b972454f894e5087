// SPDX-License-Identifier: GPL-3.0-or-later
import { usePerson } from "../../app/session";
import { sentences } from "../../health/finding";
import { useLines } from "../../health/site";
import { useHealthWords } from "../../health/words";
import { number } from "../../i18n/format";
import { useLanguage } from "../../i18n/words";
import type { FaultWithStory } from "./FaultPage";
import { useFacts } from "./facts";
import classes from "./WorkOrder.module.css";
import { useWords } from "./words";

/** The fault as a sheet of paper for whoever goes out to mend it; only printers see it. */
export function WorkOrder({ fault }: { fault: FaultWithStory }) {
  const t = useWords();
  const health = useHealthWords();
  const language = useLanguage();
  const person = usePerson();
  const rows = useFacts(fault);
  const line = useLines().data?.find((one) => one.id === fault.place.line);
  const notes = fault.events.filter((event) => event.what === "note");
  return (
    <div className={classes.paper} aria-hidden>
      <p>{person.station}</p>
      <p className={classes.title}>{t("order_title")}</p>
      <p className={classes.middle}>{t("order_number", { id: fault.id })}</p>
      <table>
        <tbody>
          <tr>
            <th scope="row">{t("title", { id: fault.id, what: "" }).replace(/: $/, "")}</th>
            <td>
              {health(`class_${fault.class}`)} ({health(`severity_${fault.severity}`)})
            </td>
          </tr>
          {rows.slice(0, 6).map(([name, value]) => (
            <tr key={name}>
              <th scope="row">{name}</th>
              <td>{value}</td>
            </tr>
          ))}
          <tr>
            <th scope="row">{t("what_measured")}</th>
            <td>{sentences(fault.measured, health, language).join(" ") || <span lang="en">{fault.detail}</span>}</td>
          </tr>
          <tr>
            <th scope="row">{t("advice")}</th>
            <td>{fault.advice[language]}</td>
          </tr>
          {notes.length > 0 && (
            <tr>
              <th scope="row">{t("note")}</th>
              <td>{notes.map((note) => note.detail).join("; ")}</td>
            </tr>
          )}
          {[t("order_done"), t("order_parts")].map((name) => (
            <tr key={name} className={classes.tall}>
              <th scope="row">{name}</th>
              <td />
            </tr>
          ))}
          <tr className={classes.tall}>
            <th scope="row">{t("order_listened")}</th>
            <td>
              {line?.speakers.map((speaker) => (
                <div key={speaker.id}>
                  ☐ {speaker.name || speaker.id} ({number(speaker.at_m, language)} m)
                </div>
              ))}
            </td>
          </tr>
        </tbody>
      </table>
      <div className={classes.signed}>
        {[t("order_signed_by"), t("order_accepted_by")].map((who) => (
          <div key={who}>
            <p>{t("order_date")}</p>
            <p>
              <b>{who}</b>
            </p>
          </div>
        ))}
      </div>
    </div>
  );
}
