// SPDX-License-Identifier: GPL-3.0-or-later
import { Alert, Button, CopyButton, Modal, Stack, TextInput } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { api, type Role, told } from "../../api/client";
import { station } from "../../live/station";
import { fieldsOf } from "../../parts/problem";
import { useCommand } from "../../parts/useCommand";
import { DayField } from "../../parts/When";
import { RoleSelect } from "./RoleSelect";
import { useWords } from "./words";

const EMPTY = { name: "", role: "board" as Role, until: "" };

/** The end of a date where the station is. */
function endOf(date: string): string {
  const offset = station.read().onair?.at.slice(-6) ?? "";
  return /^[+-]\d\d:\d\d$/.test(offset) ? `${date}T23:59:59${offset}` : new Date(`${date}T23:59:59`).toISOString();
}

/** Makes a token, and shows its text this once. */
export function NewToken({ opened, close }: { opened: boolean; close: () => void }) {
  const t = useWords();
  const [form, setForm] = useState(EMPTY);
  const [text, setText] = useState<string | null>(null);
  const make = useCommand(
    () =>
      told(
        api.POST("/api/v1/tokens", {
          body: { name: form.name, role: form.role, expires_at: form.until ? endOf(form.until) : null },
        }),
      ),
    ["tokens"],
    (made) => setText(made.token),
    (error) => ("expires_at" in fieldsOf(error) ? t("token_until_unfit") : undefined),
  );
  const wrong = fieldsOf(make.error);
  const leave = () => {
    setText(null);
    setForm(EMPTY);
    make.reset();
    close();
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    make.mutate();
  };
  return (
    <Modal
      opened={opened}
      onClose={leave}
      // A stray click must not take away what is shown only once.
      closeOnClickOutside={text === null}
      title={t("token_new")}
    >
      {text === null ? (
        <Stack component="form" onSubmit={submit}>
          <TextInput
            label={t("token_name")}
            description={t("token_name_text")}
            error={"name" in wrong && t("token_name_unfit")}
            required
            withAsterisk={false}
            maxLength={64}
            value={form.name}
            onChange={(event) => setForm({ ...form, name: event.currentTarget.value })}
          />
          <RoleSelect value={form.role} onChange={(role) => setForm({ ...form, role })} />
          <DayField
            label={t("token_until")}
            description={t("token_until_text")}
            error={"expires_at" in wrong && t("token_until_unfit")}
            value={form.until}
            onChange={(until) => setForm({ ...form, until })}
          />
          <Button type="submit" loading={make.isPending}>
            {t("token_make")}
          </Button>
        </Stack>
      ) : (
        <Stack>
          <Alert color="orange" title={t("token_once")}>
            {t("token_once_text")}
          </Alert>
          <TextInput
            label={t("token_text")}
            readOnly
            value={text}
            onFocus={(event) => event.currentTarget.select()}
            data-autofocus
          />
          {globalThis.isSecureContext && (
            <CopyButton value={text}>
              {({ copied, copy }) => (
                <Button variant="default" onClick={copy}>
                  {t(copied ? "copied" : "copy")}
                </Button>
              )}
            </CopyButton>
          )}
          <Button onClick={leave}>{t("token_kept")}</Button>
        </Stack>
      )}
    </Modal>
  );
}
