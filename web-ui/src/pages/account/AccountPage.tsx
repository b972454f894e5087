// SPDX-License-Identifier: GPL-3.0-or-later
import { Badge, Group, Stack, Text, Title } from "@mantine/core";
import { usePerson } from "../../app/session";
import { useCommon } from "../../i18n/common";
import { Sessions } from "../../parts/sessions/Sessions";
import { PasswordForm } from "./PasswordForm";
import { useWords } from "./words";

/** One's own account: who one is, the password, the sessions that are open. */
export default function AccountPage() {
  const t = useWords();
  const common = useCommon();
  const person = usePerson();
  return (
    <Stack maw={720}>
      <Group gap="xs">
        <Text fw={600}>{t("who", { name: person.name })}</Text>
        <Badge variant="light">{common(`role_${person.role}`)}</Badge>
      </Group>
      {person.self_approve && <Text>{t("self_approve")}</Text>}
      <Title order={2} size="h3">
        {t("password_title")}
      </Title>
      <PasswordForm name={person.name} />
      <Title order={2} size="h3" mt="md">
        {t("sessions")}
      </Title>
      <Sessions />
    </Stack>
  );
}
