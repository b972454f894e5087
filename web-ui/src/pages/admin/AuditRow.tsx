// SPDX-License-Identifier: GPL-3.0-or-later
import { Text } from "@mantine/core";
import type { Schema } from "../../api/client";
import { clock, day } from "../../i18n/format";
import classes from "./admin.module.css";
import { differences } from "./differences";
import { useAction, useField, useValue, useWords } from "./words";

/** One entry: when, who, what, to what, and what became of it. */
export function AuditRow({ entry }: { entry: Schema["AuditEntry"] }) {
  const t = useWords();
  const action = useAction();
  const field = useField();
  const value = useValue();
  const changes = differences(entry.before, entry.after);
  return (
    <li className={classes.entry}>
      <time dateTime={entry.at} className="numbers">
        {day(entry.at)} {clock(entry.at)}
      </time>
      <Text component="span" fw={600}>
        {entry.who}
      </Text>
      <span className={classes.action}>
        {action(entry.action)}
        <Text size="sm" className={`soft ${classes.target}`}>
          {entry.target}
        </Text>
      </span>
      <ul className={classes.changes}>
        {changes.map((change) => (
          <li key={change.field}>
            {change.field && <strong>{field(change.field)}: </strong>}
            {entry.before !== null && (
              <>
                <span className="soft">
                  {t("audit_before")} {value(change.field, change.before)}
                </span>
                {" → "}
              </>
            )}
            {value(change.field, change.after)}
          </li>
        ))}
      </ul>
    </li>
  );
}
