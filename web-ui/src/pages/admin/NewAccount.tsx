// SPDX-License-Identifier: GPL-3.0-or-later
import { Button, PasswordInput, Stack, Switch, TextInput } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { type FormEvent, useState } from "react";
import { api, Refused, type Role, told } from "../../api/client";
import { fieldsOf } from "../../parts/problem";
import { useCommand } from "../../parts/useCommand";
import { RoleSelect } from "./RoleSelect";
import { useWords } from "./words";

const isTaken = (error: unknown) => error instanceof Refused && error.status === 409;

/** Makes an account with its first password, which the person should then change. */
export function NewAccount({ done }: { done: () => void }) {
  const t = useWords();
  const [form, setForm] = useState({ username: "", password: "", role: "operator" as Role, self_approve: false });
  const make = useCommand(
    () => told(api.POST("/api/v1/users", { body: { ...form, disabled: false } })),
    ["users"],
    ({ username }) => {
      notifications.show({ color: "teal", message: t("account_made", { name: username }) });
      done();
    },
    (error) => (isTaken(error) ? t("username_taken") : "password" in fieldsOf(error) ? t("password_unfit") : undefined),
  );
  const wrong = fieldsOf(make.error);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    make.mutate();
  };
  return (
    <Stack component="form" onSubmit={submit}>
      <TextInput
        label={t("username")}
        description={t("username_rule")}
        error={isTaken(make.error) ? t("username_taken") : "username" in wrong && t("username_unfit")}
        autoComplete="off"
        autoCapitalize="none"
        spellCheck={false}
        required
        withAsterisk={false}
        minLength={2}
        maxLength={32}
        pattern="[a-z0-9._\-]+"
        value={form.username}
        onChange={(event) => setForm({ ...form, username: event.currentTarget.value })}
      />
      <PasswordInput
        label={t("password_first")}
        description={t("password_rule")}
        error={"password" in wrong && t("password_unfit")}
        autoComplete="new-password"
        required
        withAsterisk={false}
        minLength={10}
        value={form.password}
        onChange={(event) => setForm({ ...form, password: event.currentTarget.value })}
      />
      <RoleSelect value={form.role} onChange={(role) => setForm({ ...form, role })} />
      <Switch
        label={t("self_approve")}
        checked={form.self_approve}
        onChange={(event) => setForm({ ...form, self_approve: event.currentTarget.checked })}
      />
      <Button type="submit" loading={make.isPending}>
        {t("account_make")}
      </Button>
    </Stack>
  );
}
