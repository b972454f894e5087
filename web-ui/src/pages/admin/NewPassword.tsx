// SPDX-License-Identifier: GPL-3.0-or-later
import { Button, PasswordInput, Stack, Text } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { type FormEvent, useState } from "react";
import { api, told } from "../../api/client";
import { fieldsOf } from "../../parts/problem";
import { useCommand } from "../../parts/useCommand";
import type { User } from "./Accounts";
import { useWords } from "./words";

/** A new password for somebody who has forgotten theirs. */
export function NewPassword({ user, done }: { user: User; done: () => void }) {
  const t = useWords();
  const [password, setPassword] = useState("");
  const change = useCommand(
    () => told(api.PATCH("/api/v1/users/{id}", { params: { path: { id: user.id } }, body: { password } })),
    ["users", "sessions"],
    ({ username }) => {
      notifications.show({ color: "teal", message: t("password_set", { name: username }) });
      done();
    },
    (error) => ("password" in fieldsOf(error) ? t("password_unfit") : undefined),
  );
  const submit = (event: FormEvent) => {
    event.preventDefault();
    change.mutate();
  };
  return (
    <Stack component="form" onSubmit={submit}>
      <Text>{t("password_text")}</Text>
      <PasswordInput
        label={t("password")}
        description={t("password_rule")}
        error={"password" in fieldsOf(change.error) && t("password_unfit")}
        autoComplete="new-password"
        required
        withAsterisk={false}
        minLength={10}
        value={password}
        onChange={(event) => setPassword(event.currentTarget.value)}
      />
      <Button type="submit" loading={change.isPending}>
        {t("password_do")}
      </Button>
    </Stack>
  );
}
