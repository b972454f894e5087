// SPDX-License-Identifier: GPL-3.0-or-later
import { Alert, Button, PasswordInput, Stack, Text } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { api, Refused, told } from "../../api/client";
import { useCommon } from "../../i18n/common";
import { fieldsOf, sayProblem } from "../../parts/problem";
import { useWords } from "./words";

const EMPTY = { current: "", password: "", again: "" };

/** Changes one's own password; what was wrong is told at its field. */
export function PasswordForm({ name }: { name: string }) {
  const t = useWords();
  const common = useCommon();
  const client = useQueryClient();
  const [form, setForm] = useState(EMPTY);
  const [differ, setDiffer] = useState(false);
  const change = useMutation({
    mutationFn: () =>
      told(api.PUT("/api/v1/me/password", { body: { current: form.current, password: form.password } })),
    onSuccess: () => {
      setForm(EMPTY);
      notifications.show({ color: "teal", message: t("changed") });
      void client.invalidateQueries({ queryKey: ["sessions"] });
    },
  });
  const wrong = fieldsOf(change.error);
  const other = change.error && !("current" in wrong) && !("password" in wrong);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setDiffer(form.password !== form.again);
    if (form.password === form.again) change.mutate();
  };
  const field = (key: keyof typeof form) => ({
    value: form[key],
    required: true,
    withAsterisk: false,
    onChange: (event: { currentTarget: HTMLInputElement }) => {
      const { value } = event.currentTarget;
      setForm((before) => ({ ...before, [key]: value }));
    },
  });
  return (
    <Stack component="form" maw={420} onSubmit={submit}>
      <Text className="soft">{t("password_text")}</Text>
      {/* For keepers of passwords: whose this is. */}
      <input type="text" autoComplete="username" value={name} readOnly hidden />
      <PasswordInput
        label={t("current")}
        autoComplete="current-password"
        error={"current" in wrong && t("wrong")}
        {...field("current")}
      />
      <PasswordInput
        label={t("next")}
        description={t("rule")}
        autoComplete="new-password"
        minLength={10}
        error={"password" in wrong && t("unfit")}
        {...field("password")}
      />
      <PasswordInput label={t("again")} autoComplete="new-password" error={differ && t("differ")} {...field("again")} />
      {other && (
        <Alert color="red" role="alert">
          {change.error instanceof Refused && change.error.status === 429
            ? t("wait", { seconds: change.error.retryAfter ?? 60 })
            : sayProblem(change.error, common)}
        </Alert>
      )}
      <Button type="submit" loading={change.isPending} style={{ alignSelf: "start" }}>
        {t("change")}
      </Button>
    </Stack>
  );
}
