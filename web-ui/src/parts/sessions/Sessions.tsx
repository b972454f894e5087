// SPDX-License-Identifier: GPL-3.0-or-later
import { Badge, Button, Group, Paper, Stack, Text } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { useQuery } from "@tanstack/react-query";
import { api, type Schema, told } from "../../api/client";
import { dayAndHour } from "../../i18n/format";
import { Loaded } from "../Loaded";
import { useCommand } from "../useCommand";
import { useWords } from "./words";

type Session = Schema["Session"];

/** Open sessions of one's own, or of a user, each of which can be ended at once. */
export function Sessions({ user }: { user?: number }) {
  const t = useWords();
  const query = useQuery({
    queryKey: ["sessions", user ?? "own"],
    queryFn: async () =>
      (await told(api.GET("/api/v1/sessions", { params: { query: user === undefined ? {} : { user } } }))).sessions,
    staleTime: 0,
  });
  const end = useCommand(
    async (session: Session) => {
      await told(api.DELETE("/api/v1/sessions/{id}", { params: { path: { id: session.id } } }));
      return session;
    },
    ["sessions"],
    ({ peer }) => notifications.show({ message: t("ended", { peer }) }),
  );
  return (
    <Loaded query={query}>
      {(sessions) => (
        <Stack gap="xs">
          {sessions.length === 0 && <Text>{t("none")}</Text>}
          {sessions.map((session) => {
            const created = dayAndHour(session.created_at);
            return (
              <Paper key={session.id} withBorder p="sm">
                <Group justify="space-between">
                  <div>
                    <Group gap="xs">
                      <Text fw={600}>{t("from", { peer: session.peer })}</Text>
                      {session.current && <Badge variant="light">{t("current")}</Badge>}
                    </Group>
                    <Text size="sm" className="soft">
                      {t("times", {
                        created,
                        seen: dayAndHour(session.last_seen_at),
                        expires: dayAndHour(session.expires_at),
                      })}
                    </Text>
                  </div>
                  {!session.current && (
                    <Button
                      variant="default"
                      aria-label={t("end_from", { peer: session.peer, created })}
                      loading={end.isPending && end.variables.id === session.id}
                      onClick={() => end.mutate(session)}
                    >
                      {t("end")}
                    </Button>
                  )}
                </Group>
              </Paper>
            );
          })}
        </Stack>
      )}
    </Loaded>
  );
}
