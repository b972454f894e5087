// SPDX-License-Identifier: GPL-3.0-or-later
import { Anchor } from "@mantine/core";
import { faultAddress, useNames } from "../../health/site";
import { useHealthWords } from "../../health/words";
import { useCommon } from "../../i18n/common";
import { day, dayAndHour } from "../../i18n/format";
import { useLanguage } from "../../i18n/words";
import type { Minutes } from "./MinutesPage";
import { Sheet } from "./Sheet";
import { useWords } from "./words";

type Fault = Minutes["found"][number];

/** The fault's class, and the line or device it is about. */
function useDescription() {
  const health = useHealthWords();
  const names = useNames();
  return (fault: Fault) => {
    const about = fault.cause.slice(fault.cause.indexOf(":") + 1);
    const [kind, id] = about.split("/");
    const name = id && kind === "line" ? names.line(id) : id && kind === "amplifier" ? names.amplifier(id) : about;
    return `${health(`class_${fault.class}`)} (${name})`;
  };
}

const Code = ({ fault }: { fault: Fault }) => (
  <th scope="row">
    <Anchor href={faultAddress(fault.id)} fz="inherit">
      {fault.id}
    </Anchor>
  </th>
);

/** D: what this session found. */
export function FoundFaults({ faults }: { faults: Fault[] }) {
  const t = useWords();
  const health = useHealthWords();
  const none = useCommon()("not_measured");
  const language = useLanguage();
  const describe = useDescription();
  return (
    <Sheet
      title={t("found")}
      heads={[t("code"), t("description"), t("severity"), t("advice"), t("deadline"), t("owner")]}
    >
      {faults.length === 0 && <Empty columns={6} />}
      {faults.map((fault) => (
        <tr key={fault.id}>
          <Code fault={fault} />
          <td>{describe(fault)}</td>
          <td>{health(`severity_${fault.severity}`)}</td>
          <td>{fault.advice[language]}</td>
          <td>{fault.deadline ? dayAndHour(fault.deadline) : none}</td>
          <td>{fault.owner ?? none}</td>
        </tr>
      ))}
    </Sheet>
  );
}

/** Đ: what was known before, repaired or outstanding. */
export function OldFaults({ faults }: { faults: Fault[] }) {
  const t = useWords();
  const none = useCommon()("not_measured");
  const describe = useDescription();
  return (
    <Sheet title={t("old")} heads={[t("code"), t("description"), t("repaired"), t("outstanding"), t("owner")]}>
      {faults.length === 0 && <Empty columns={5} />}
      {faults.map((fault) => (
        <tr key={fault.id}>
          <Code fault={fault} />
          <td>{describe(fault)}</td>
          <td>{fault.repaired_at ? day(fault.repaired_at) : none}</td>
          <td>{t(fault.repaired_at ? "no" : "yes")}</td>
          <td>{fault.owner ?? none}</td>
        </tr>
      ))}
    </Sheet>
  );
}

function Empty({ columns }: { columns: number }) {
  const t = useWords();
  return (
    <tr>
      <td colSpan={columns}>{t("none")}</td>
    </tr>
  );
}
