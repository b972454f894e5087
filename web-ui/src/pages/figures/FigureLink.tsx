// SPDX-License-Identifier: GPL-3.0-or-later
import { Anchor } from "@mantine/core";
import { hours, number } from "../../i18n/format";
import { useLanguage } from "../../i18n/words";
import { type Filter, listAddress } from "./behind";
import { addressOf, type Period } from "./period";

interface Props {
  period: Period;
  /** A count, or seconds on air. */
  what: string;
  value: number;
  filter?: Filter;
}

/** A number of the report that opens the list behind it. Nothing stands behind a zero. */
export function FigureLink({ period, what, value, filter = {} }: Props) {
  const language = useLanguage();
  const text = what === "on_air" ? hours(value) : number(value, language);
  if (value === 0) return text;
  return (
    <Anchor inherit href={`#/figures/${addressOf(period)}/${listAddress(what, filter)}`}>
      {text}
    </Anchor>
  );
}
