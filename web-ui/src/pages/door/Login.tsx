// SPDX-License-Identifier: GPL-3.0-or-later
import { Alert, Button, PasswordInput, Stack, TextInput, Title } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { Refused } from "../../api/client";
import { logIn } from "../../app/session";
import { useCommon } from "../../i18n/common";
import { sayProblem } from "../../parts/problem";
import { useWords } from "./words";

export function Login({ notice }: { notice: string | null }) {
  const t = useWords();
  const common = useCommon();
  const [username, setUsername] = useState("");
  const [password, setPassword] = useState("");
  const [problem, setProblem] = useState(notice);
  const [busy, setBusy] = useState(false);

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setProblem(null);
    setBusy(true);
    try {
      await logIn(username, password);
    } catch (error) {
      if (error instanceof Refused && error.status === 401) setProblem(t("wrong"));
      else if (error instanceof Refused && error.status === 429)
        setProblem(t("wait", { seconds: error.retryAfter ?? 60 }));
      else setProblem(sayProblem(error, common));
    } finally {
      setBusy(false);
    }
  };

  return (
    <Stack component="form" onSubmit={(event) => void submit(event)}>
      <Title order={1} size="h3">
        {t("login")}
      </Title>
      <TextInput
        label={t("username")}
        autoComplete="username"
        autoCapitalize="none"
        required
        withAsterisk={false}
        value={username}
        onChange={(event) => setUsername(event.currentTarget.value)}
      />
      <PasswordInput
        label={t("password")}
        autoComplete="current-password"
        required
        withAsterisk={false}
        value={password}
        onChange={(event) => setPassword(event.currentTarget.value)}
      />
      {problem && (
        <Alert color="red" role="alert">
          {problem}
        </Alert>
      )}
      <Button type="submit" loading={busy}>
        {t("login")}
      </Button>
    </Stack>
  );
}
