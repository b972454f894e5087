// SPDX-License-Identifier: GPL-3.0-or-later
import { Alert, Button, PasswordInput, Stack, Text, TextInput, Title } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { api, Refused, told } from "../../api/client";
import { logIn } from "../../app/session";
import { useCommon } from "../../i18n/common";
import { sayProblem } from "../../parts/problem";
import { useWords } from "./words";

/** Makes the first administrator with the code that the station printed. `over`: somebody was faster. */
export function Setup({ over }: { over: () => void }) {
  const t = useWords();
  const common = useCommon();
  const [form, setForm] = useState({ code: "", username: "", password: "", again: "" });
  const [problem, setProblem] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);

  const explain = (error: unknown) => {
    if (!(error instanceof Refused)) return sayProblem(error, common);
    if (error.status === 401) return t("setup_wrong");
    if (error.status === 422) return t("setup_unfit");
    if (error.status === 429) return t("wait", { seconds: error.retryAfter ?? 60 });
    return sayProblem(error, common);
  };
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (form.password !== form.again) return setProblem(t("setup_differ"));
    setProblem(null);
    setBusy(true);
    const { code, username, password } = form;
    try {
      await told(api.POST("/api/v1/setup", { body: { code, username, password } }));
      await logIn(username, password);
    } catch (error) {
      if (error instanceof Refused && error.status === 409) return over();
      setProblem(explain(error));
    } finally {
      setBusy(false);
    }
  };
  const field = (name: keyof typeof form) => ({
    value: form[name],
    required: true,
    withAsterisk: false,
    onChange: (event: { currentTarget: HTMLInputElement }) => {
      const { value } = event.currentTarget;
      setForm((before) => ({ ...before, [name]: value }));
    },
  });

  return (
    <Stack component="form" onSubmit={(event) => void submit(event)}>
      <Title order={1} size="h3">
        {t("setup_title")}
      </Title>
      <Text className="soft">{t("setup_text")}</Text>
      <TextInput
        label={t("setup_code")}
        autoComplete="one-time-code"
        autoCapitalize="characters"
        spellCheck={false}
        {...field("code")}
      />
      <TextInput
        label={t("username")}
        description={t("setup_name_rule")}
        autoComplete="username"
        autoCapitalize="none"
        spellCheck={false}
        minLength={2}
        maxLength={32}
        pattern="[a-z0-9._\-]+"
        {...field("username")}
      />
      <PasswordInput
        label={t("password")}
        description={t("setup_password_rule")}
        autoComplete="new-password"
        minLength={10}
        {...field("password")}
      />
      <PasswordInput label={t("setup_again")} autoComplete="new-password" {...field("again")} />
      {problem && (
        <Alert color="red" role="alert">
          {problem}
        </Alert>
      )}
      <Button type="submit" loading={busy}>
        {t("setup_do")}
      </Button>
    </Stack>
  );
}
