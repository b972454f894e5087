// SPDX-License-Identifier: GPL-3.0-or-later
import { Alert, Button, Group, Text } from "@mantine/core";
import { IconAlarm } from "@tabler/icons-react";
import { api, told } from "../../api/client";
import { may, usePerson } from "../../app/session";
import { clock } from "../../i18n/format";
import type { Onair } from "../../live/station";
import { useCommand } from "../../parts/useCommand";
import { useWords } from "./words";

/** Emergencies and drills that are on air, with the ways to acknowledge and to end them. */
export function Emergencies({ onAir }: { onAir: Onair["emergencies"] }) {
  return onAir.map((one) => <Raised key={one.id} emergency={one} />);
}

function Raised({ emergency }: { emergency: Onair["emergencies"][number] }) {
  const t = useWords();
  const acts = may(usePerson(), "operator");
  const params = { path: { id: emergency.id } };
  const acknowledge = useCommand(() => told(api.POST("/api/v1/emergency/{id}/acknowledge", { params })), ["emergency"]);
  const end = useCommand(() => told(api.DELETE("/api/v1/emergency/{id}", { params })), ["emergency"]);
  return (
    <Alert
      color="red"
      variant="filled"
      autoContrast
      icon={<IconAlarm aria-hidden />}
      title={`${t(emergency.drill ? "drill" : "emergency")}: ${emergency.title}`}
      role="alert"
    >
      <Text>
        {t("raised_by", { who: emergency.raised_by, time: clock(emergency.raised_at), count: emergency.messages })}
      </Text>
      {emergency.problem && <Text fw={700}>{t("raised_problem", { why: emergency.problem })}</Text>}
      {emergency.acknowledged_by && emergency.acknowledged_at && (
        <Text>{t("raised_acked", { who: emergency.acknowledged_by, time: clock(emergency.acknowledged_at) })}</Text>
      )}
      {acts && (
        <Group mt="sm">
          {!emergency.acknowledged_by && (
            <Button variant="default" loading={acknowledge.isPending} onClick={() => acknowledge.mutate()}>
              {t("raised_ack")}
            </Button>
          )}
          <Button variant="default" loading={end.isPending} onClick={() => end.mutate()}>
            {t("raised_end")}
          </Button>
        </Group>
      )}
    </Alert>
  );
}
