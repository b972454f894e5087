// SPDX-License-Identifier: GPL-3.0-or-later
import { ActionIcon, TextInput, type TextInputProps } from "@mantine/core";
import { IconCalendar } from "@tabler/icons-react";
import { useEffect, useRef, useState } from "react";
import { dayOf, parseDay, parseTime } from "../i18n/civil";
import { useCommon } from "../i18n/common";

interface Props extends Omit<TextInputProps, "value" | "onChange" | "onBlur" | "ref"> {
  value: string;
  /** Empty for what cannot be read; the input is `:invalid` then, and browsers send no form with it. */
  onChange: (value: string) => void;
}

/** For what is not sent by the browser itself: goes to a field in it that cannot be read, if there is one. */
export function goToUnread(within: HTMLElement | null): boolean {
  const field = within?.querySelector<HTMLElement>("input:invalid");
  field?.focus();
  return field != null;
}

/** A message that moved what is below it away at once would take the press that left the field from its button. */
const PRESS_MS = 250;

/** The text of a field whose value comes from it, and changes without it too. What cannot be read is `wrong`. */
function useText(
  value: string,
  show: (value: string) => string,
  read: (text: string) => string | undefined,
  wrong: string,
) {
  const input = useRef<HTMLInputElement>(null);
  const [text, setText] = useState(show(value));
  const [known, setKnown] = useState(value);
  const [left, setLeft] = useState(false);
  if (value !== known) {
    setKnown(value);
    if ((read(text) ?? "") !== value) setText(show(value));
  }
  const unread = text.trim() !== "" && read(text) === undefined;
  useEffect(() => input.current?.setCustomValidity(unread ? wrong : ""), [unread, wrong]);
  if (left && !unread) setLeft(false);
  const press = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(press.current), []);
  const props = {
    ref: input,
    value: text,
    error: unread && left ? wrong : undefined,
    onBlur: () => {
      press.current = setTimeout(() => setLeft(true), PRESS_MS);
      if (value) setText(show(value));
    },
  };
  return [props, setText] as const;
}

interface Spelling {
  show: (value: string) => string;
  read: (text: string) => string | undefined;
  /** Said of what cannot be read, and shown where nothing is written yet. */
  wrong: string;
  form: string;
}

/** A field that a person writes in their own spelling, and that has a value as soon as it can be read. */
function WrittenField({ value, onChange, spelling, ...rest }: Props & { spelling: Spelling }) {
  const { show, read, wrong, form } = spelling;
  const [{ error, ...props }, setText] = useText(value, show, read, wrong);
  return (
    <TextInput
      {...rest}
      {...props}
      error={error || rest.error}
      errorProps={{ role: "alert" }}
      placeholder={form}
      inputMode="numeric"
      onChange={(event) => {
        setText(event.currentTarget.value);
        onChange(read(event.currentTarget.value) ?? "");
      }}
    />
  );
}

/**
 * A date as day/month/year whatever the language of the browser, whose own date fields write it their way. The button
 * opens the browser's picker.
 */
export function DayField({ value, onChange, ...rest }: Props) {
  const t = useCommon();
  const picker = useRef<HTMLInputElement>(null);
  return (
    <WrittenField
      {...rest}
      value={value}
      onChange={onChange}
      spelling={{ show: (date) => date && dayOf(date), read: parseDay, wrong: t("day_wrong"), form: t("day_form") }}
      rightSection={
        <>
          <input
            ref={picker}
            type="date"
            tabIndex={-1}
            aria-hidden
            style={{ position: "absolute", width: 1, height: 1, opacity: 0, pointerEvents: "none", bottom: 0 }}
            value={value}
            onChange={(event) => onChange(event.currentTarget.value)}
          />
          <ActionIcon
            variant="subtle"
            color="gray"
            aria-label={t("day_pick")}
            onClick={() => picker.current?.showPicker()}
          >
            <IconCalendar size={18} aria-hidden />
          </ActionIcon>
        </>
      }
    />
  );
}

/** A time of day by the 24-hour clock, with seconds where they matter. */
export function TimeField(props: Props) {
  const t = useCommon();
  return (
    <WrittenField
      {...props}
      spelling={{ show: (time) => time, read: parseTime, wrong: t("time_wrong"), form: t("time_form") }}
    />
  );
}
