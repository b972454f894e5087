// SPDX-License-Identifier: GPL-3.0-or-later
import { Alert, Button, Stack, Switch } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { type FormEvent, useState } from "react";
import { api, Refused, told } from "../../api/client";
import { usePerson } from "../../app/session";
import { useCommon } from "../../i18n/common";
import { useCommand } from "../../parts/useCommand";
import type { User } from "./Accounts";
import { RoleSelect } from "./RoleSelect";
import { useWords } from "./words";

const isLast = (error: unknown) => error instanceof Refused && error.status === 409;

/** Role, right to approve oneself, disabled or not. What somebody else changed meanwhile is not overwritten. */
export function EditAccount({ user, done }: { user: User; done: () => void }) {
  const t = useWords();
  const common = useCommon();
  const self = usePerson().name === user.username;
  const [form, setForm] = useState({ role: user.role, self_approve: user.self_approve, disabled: user.disabled });
  const change = useCommand(
    () =>
      told(
        api.PATCH("/api/v1/users/{id}", {
          params: { path: { id: user.id } },
          body: { ...form, version: user.version },
        }),
      ),
    ["users"],
    ({ username }) => {
      notifications.show({ color: "teal", message: t("account_changed", { name: username }) });
      done();
    },
    (error) => (isLast(error) ? t("last_admin") : undefined),
  );
  const submit = (event: FormEvent) => {
    event.preventDefault();
    change.mutate(undefined, {
      // The list behind has been asked for again: what was open here is of before.
      onError: (error) => error instanceof Refused && error.status === 412 && done(),
    });
  };
  return (
    <Stack component="form" onSubmit={submit}>
      <RoleSelect value={form.role} onChange={(role) => setForm({ ...form, role })} />
      <Switch
        label={t("self_approve")}
        checked={form.self_approve}
        onChange={(event) => setForm({ ...form, self_approve: event.currentTarget.checked })}
      />
      <Switch
        label={t("disable")}
        description={t("disable_text")}
        checked={form.disabled}
        onChange={(event) => setForm({ ...form, disabled: event.currentTarget.checked })}
      />
      {self && (form.disabled || form.role !== user.role) && <Alert color="orange">{t("self_warning")}</Alert>}
      {isLast(change.error) && (
        <Alert color="red" role="alert">
          {t("last_admin")}
        </Alert>
      )}
      <Button type="submit" loading={change.isPending}>
        {common("save")}
      </Button>
    </Stack>
  );
}
