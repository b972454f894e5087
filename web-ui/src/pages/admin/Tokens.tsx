// SPDX-License-Identifier: GPL-3.0-or-later
import { Badge, Button, Group, Modal, Paper, Stack, Text, Title } from "@mantine/core";
import { IconBan, IconPlus } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { api, type Schema, told } from "../../api/client";
import { useCommon } from "../../i18n/common";
import { dayAndHour } from "../../i18n/format";
import { Loaded } from "../../parts/Loaded";
import { useCommand } from "../../parts/useCommand";
import { NewToken } from "./NewToken";
import { useWords } from "./words";

type Token = Schema["Token"];

/** Tokens by which programs use the station; one that is revoked stays in the list. */
export function Tokens() {
  const t = useWords();
  const common = useCommon();
  const [making, setMaking] = useState(false);
  const [asked, setAsked] = useState<Token | null>(null);
  const query = useQuery({
    queryKey: ["tokens"],
    queryFn: async () => (await told(api.GET("/api/v1/tokens"))).tokens,
    staleTime: 0,
  });
  const revoke = useCommand(
    (id: number) => told(api.DELETE("/api/v1/tokens/{id}", { params: { path: { id } } })),
    ["tokens"],
    () => setAsked(null),
  );
  return (
    <Stack>
      <Group justify="space-between">
        <Title order={2} size="h3">
          {t("tokens")}
        </Title>
        <Button leftSection={<IconPlus size={18} aria-hidden />} onClick={() => setMaking(true)}>
          {t("token_new")}
        </Button>
      </Group>
      <Text className="soft">{t("tokens_text")}</Text>
      <Loaded query={query}>
        {(tokens) => (
          <Stack gap="xs" role="list" aria-label={t("tokens")}>
            {tokens.length === 0 && <Text role="listitem">{t("tokens_none")}</Text>}
            {tokens.map((token) => (
              <TokenRow key={token.id} token={token} revoke={() => setAsked(token)} />
            ))}
          </Stack>
        )}
      </Loaded>
      <NewToken opened={making} close={() => setMaking(false)} />
      <Modal opened={asked !== null} onClose={() => setAsked(null)} title={t("token_revoke")}>
        <Stack>
          <Text>{t("token_revoke_ask", { name: asked?.name ?? "" })}</Text>
          <Button color="red.8" loading={revoke.isPending} onClick={() => asked && revoke.mutate(asked.id)}>
            {t("token_revoke")}
          </Button>
          <Button variant="default" onClick={() => setAsked(null)}>
            {common("cancel")}
          </Button>
        </Stack>
      </Modal>
    </Stack>
  );
}

function TokenRow({ token, revoke }: { token: Token; revoke: () => void }) {
  const t = useWords();
  const common = useCommon();
  return (
    <Paper withBorder p="sm" role="listitem" aria-label={token.name}>
      <Group justify="space-between">
        <div>
          <Group gap="xs">
            <Text fw={600}>{token.name}</Text>
            <Badge variant="light">{common(`role_${token.role}`)}</Badge>
            {token.revoked && (
              <Badge color="red.8" leftSection={<IconBan size={12} aria-hidden />}>
                {t("revoked")}
              </Badge>
            )}
          </Group>
          <Text size="sm" className="soft">
            {t("token_times", {
              created: dayAndHour(token.created_at),
              used: token.last_used_at ? dayAndHour(token.last_used_at) : t("never"),
              expires: token.expires_at ? dayAndHour(token.expires_at) : t("never"),
            })}
          </Text>
        </div>
        {!token.revoked && (
          <Button variant="default" onClick={revoke} aria-label={t("token_revoke_of", { name: token.name })}>
            {t("token_revoke")}
          </Button>
        )}
      </Group>
    </Paper>
  );
}
