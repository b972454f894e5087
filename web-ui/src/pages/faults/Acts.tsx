// SPDX-License-Identifier: GPL-3.0-or-later
import { Button, Card, Group, Text, Title } from "@mantine/core";
import { IconUserCheck } from "@tabler/icons-react";
import { api, told } from "../../api/client";
import { isOpen } from "../../health/urgency";
import { useCommand } from "../../parts/useCommand";
import { AddNote } from "./AddNote";
import { Assign } from "./Assign";
import { CloseFault } from "./CloseFault";
import type { FaultWithStory } from "./FaultPage";
import { Resolve } from "./Resolve";
import { useWords } from "./words";

/** What a technician can do about a fault in its present state. */
export function Acts({ fault }: { fault: FaultWithStory }) {
  const t = useWords();
  const open = isOpen(fault);
  const acknowledge = useCommand(
    () => told(api.POST("/api/v1/faults/{id}/acknowledge", { params: { path: { id: fault.id } }, body: {} })),
    ["faults"],
  );
  return (
    <Card withBorder component="section" aria-label={t("acts")}>
      <Title order={3} size="h4" mb="xs">
        {t("acts")}
      </Title>
      {fault.retest_by && <Text mb="xs">{t("retest_waits", { who: fault.retest_by })}</Text>}
      <Group align="start">
        {fault.state === "new" && (
          <Button
            size="md"
            loading={acknowledge.isPending}
            leftSection={<IconUserCheck size={20} aria-hidden />}
            onClick={() => acknowledge.mutate()}
          >
            {t("acknowledge")}
          </Button>
        )}
        {open && <Assign fault={fault} />}
        {fault.state === "resolved" && <CloseFault fault={fault} />}
      </Group>
      {open && !fault.retest_by && <Resolve fault={fault} />}
      <AddNote fault={fault} />
    </Card>
  );
}
