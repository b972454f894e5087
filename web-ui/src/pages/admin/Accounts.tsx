// SPDX-License-Identifier: GPL-3.0-or-later
import { Badge, Button, Group, Modal, Paper, Stack, Text, Title } from "@mantine/core";
import { IconBan, IconPlus } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { api, type Schema, told } from "../../api/client";
import { usePerson } from "../../app/session";
import { useCommon } from "../../i18n/common";
import { Loaded } from "../../parts/Loaded";
import { Sessions } from "../../parts/sessions/Sessions";
import { EditAccount } from "./EditAccount";
import { NewAccount } from "./NewAccount";
import { NewPassword } from "./NewPassword";
import { useWords } from "./words";

export type User = Schema["User"];
type Open = { what: "new" } | { what: "edit" | "password" | "sessions"; user: User };

/** Accounts of people: made, changed, disabled; an account is never deleted, the audit log speaks of it. */
export function Accounts() {
  const t = useWords();
  const [open, setOpen] = useState<Open | null>(null);
  const close = () => setOpen(null);
  const query = useQuery({
    queryKey: ["users"],
    queryFn: async () => (await told(api.GET("/api/v1/users"))).users,
    staleTime: 0,
  });
  const titles = {
    new: "account_new",
    edit: "account_edit",
    password: "password_new",
    sessions: "sessions_of",
  } as const;
  return (
    <Stack>
      <Group justify="space-between">
        <Title order={2} size="h3">
          {t("accounts")}
        </Title>
        <Button leftSection={<IconPlus size={18} aria-hidden />} onClick={() => setOpen({ what: "new" })}>
          {t("account_new")}
        </Button>
      </Group>
      <Loaded query={query}>
        {(users) => (
          <Stack gap="xs" role="list" aria-label={t("accounts")}>
            {users.map((user) => (
              <Account key={user.id} user={user} open={(what) => setOpen({ what, user })} />
            ))}
          </Stack>
        )}
      </Loaded>
      <Modal
        opened={open !== null}
        onClose={close}
        title={open && t(titles[open.what], { name: open.what === "new" ? "" : open.user.username })}
      >
        {open?.what === "new" && <NewAccount done={close} />}
        {open?.what === "edit" && <EditAccount user={open.user} done={close} />}
        {open?.what === "password" && <NewPassword user={open.user} done={close} />}
        {open?.what === "sessions" && <Sessions user={open.user.id} />}
      </Modal>
    </Stack>
  );
}

function Account({ user, open }: { user: User; open: (what: "edit" | "password" | "sessions") => void }) {
  const t = useWords();
  const common = useCommon();
  const self = usePerson().name === user.username;
  const name = user.username;
  return (
    <Paper withBorder p="sm" role="listitem" aria-label={name}>
      <Group justify="space-between">
        <Group gap="xs">
          <Text fw={600}>{name}</Text>
          <Badge variant="light">{common(`role_${user.role}`)}</Badge>
          {user.self_approve && (
            <Badge variant="outline" color="gray.8">
              {t("self_approves")}
            </Badge>
          )}
          {user.disabled && (
            <Badge color="red.8" leftSection={<IconBan size={12} aria-hidden />}>
              {t("disabled")}
            </Badge>
          )}
          {self && <Text className="soft">{t("you")}</Text>}
        </Group>
        <Group gap="xs">
          <Button variant="default" onClick={() => open("edit")} aria-label={t("change_of", { name })}>
            {t("change")}
          </Button>
          <Button variant="default" onClick={() => open("password")} aria-label={t("password_new", { name })}>
            {t("password")}
          </Button>
          <Button variant="default" onClick={() => open("sessions")} aria-label={t("sessions_of", { name })}>
            {t("sessions")}
          </Button>
        </Group>
      </Group>
    </Paper>
  );
}
