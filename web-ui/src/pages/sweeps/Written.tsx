// SPDX-License-Identifier: GPL-3.0-or-later
import { NativeSelect, NumberInput, Text, Textarea, TextInput } from "@mantine/core";
import { useEffect, useState } from "react";
import { api, type Schema, told } from "../../api/client";
import { useCommon } from "../../i18n/common";
import { dayAndHour, number } from "../../i18n/format";
import { useLanguage } from "../../i18n/words";
import { fieldsOf } from "../../parts/problem";
import { useCommand } from "../../parts/useCommand";
import classes from "./Minutes.module.css";
import { useWords } from "./words";

type Remark = Schema["Remark"] | null;
type Value = string | number | null;

interface Given {
  session: string;
  /** As the API names it: "weather", "speaker/loa-01", "amplifier/amp-1". */
  field: string;
  /** Of an amplifier: "volts" and the like. */
  part?: string;
  remark: Remark;
  label: string;
  works: boolean;
  kind?: "line" | "text" | "number";
  /** Values to choose from, with what is said of each; the first stands for nothing written. */
  choices?: { value: string; label: string }[];
  /** What counts while nothing is written; a dash unless told. */
  otherwise?: string;
  /** The label is to be seen, not only heard. */
  titled?: boolean;
}

/** A field of the minutes that a person fills in: saved when it is left, and printed as text. */
export function Written(given: Given) {
  const { remark, works, choices } = given;
  const none = useCommon()("not_measured");
  const language = useLanguage();
  const t = useWords();
  const plain =
    remark == null
      ? (given.otherwise ?? none)
      : typeof remark.value === "number"
        ? number(remark.value, language, Number.isInteger(remark.value) ? 0 : 1)
        : (choices?.find((one) => one.value === remark.value)?.label ?? remark.value);
  return (
    <div>
      <span className={works ? classes.printed : undefined}>{plain}</span>
      {works && <Field {...given} />}
      {remark && given.titled && (
        <Text size="xs" className="soft no-print">
          {t("written_by", { who: remark.who, time: dayAndHour(remark.at) })}
        </Text>
      )}
    </div>
  );
}

const textOf = (remark: Remark) => (remark == null ? "" : String(remark.value));

function Field({ session, field, part, remark, label, kind = "line", choices, titled }: Given) {
  const t = useWords();
  const language = useLanguage();
  const [text, setText] = useState(textOf(remark));
  // What somebody else wrote meanwhile is shown as soon as it is there.
  useEffect(() => setText(textOf(remark)), [remark]);
  const save = useCommand(
    (value: Value) =>
      told(
        api.POST("/api/v1/sweeps/{id}/remarks", {
          params: { path: { id: session } },
          body: { fields: { [field]: part ? { [part]: value } : value } as Schema["RemarkInput"]["fields"] },
        }),
      ),
    ["sweeps"],
  );
  const keep = (next: string) => {
    const value = next.trim();
    if (value === textOf(remark)) return;
    save.mutate(value === "" ? null : kind === "number" ? Number(value) : value);
  };
  const trouble = fieldsOf(save.error);
  const common = {
    ...(titled ? { label } : { "aria-label": label }),
    className: "no-print",
    error: trouble[part ? `${field}/${part}` : field] ?? trouble[field],
    descriptionProps: { className: "soft" },
    description: save.isSuccess ? t("saved") : undefined,
    inputWrapperOrder: ["label", "input", "error", "description"] as ("label" | "input" | "error" | "description")[],
  };
  if (choices)
    return (
      <NativeSelect
        {...common}
        value={text}
        data={choices}
        onChange={(event) => {
          setText(event.currentTarget.value);
          keep(event.currentTarget.value);
        }}
      />
    );
  if (kind === "number")
    return (
      <NumberInput
        {...common}
        hideControls
        inputMode="decimal"
        decimalSeparator={language === "vi" ? "," : "."}
        allowedDecimalSeparators={[",", "."]}
        value={text}
        onChange={(value) => setText(String(value))}
        onBlur={() => keep(text)}
      />
    );
  const shared = {
    ...common,
    value: text,
    maxLength: 2000,
    onChange: (event: { currentTarget: { value: string } }) => setText(event.currentTarget.value),
    onBlur: () => keep(text),
  };
  return kind === "text" ? <Textarea {...shared} autosize minRows={2} /> : <TextInput {...shared} />;
}
