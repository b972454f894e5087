// SPDX-License-Identifier: GPL-3.0-or-later
import { Anchor, Button, Group, SimpleGrid, Stack, Title } from "@mantine/core";
import { IconArrowLeft, IconPrinter } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { api, type Schema, told } from "../../api/client";
import { may, usePerson } from "../../app/session";
import { SeverityMark, StateMark } from "../../health/Mark";
import { useHealthWords } from "../../health/words";
import { Loaded } from "../../parts/Loaded";
import { Acts } from "./Acts";
import { Facts } from "./Facts";
import { Photos } from "./Photos";
import { Story } from "./Story";
import { WorkOrder } from "./WorkOrder";
import { useWords } from "./words";

export type FaultWithStory = Schema["FaultWithStory"];

/** One fault: what is known of it, what is to be done, and who did what so far. */
export function FaultPage({ id }: { id: number }) {
  const t = useWords();
  const fault = useQuery({
    queryKey: ["faults", "one", id],
    queryFn: () => told(api.GET("/api/v1/faults/{id}", { params: { path: { id } } })),
  });
  return (
    <Stack>
      <Anchor href="#/faults" className="no-print">
        <Group gap={4} py={6}>
          <IconArrowLeft size={18} aria-hidden />
          {t("back")}
        </Group>
      </Anchor>
      <Loaded query={fault}>{(data) => <Shown fault={data} />}</Loaded>
    </Stack>
  );
}

function Shown({ fault }: { fault: FaultWithStory }) {
  const t = useWords();
  const health = useHealthWords();
  const works = may(usePerson(), "technician");
  return (
    <>
      <Stack className="no-print">
        <Group justify="space-between" align="start">
          <Title order={2} size="h3">
            {t("title", { id: fault.id, what: health(`class_${fault.class}`) })}
          </Title>
          <Button variant="default" leftSection={<IconPrinter size={18} aria-hidden />} onClick={() => window.print()}>
            {t("print")}
          </Button>
        </Group>
        <Group gap="xs">
          <SeverityMark severity={fault.severity} />
          <StateMark state={fault.state} />
        </Group>
        <SimpleGrid cols={{ base: 1, lg: 2 }}>
          <Facts fault={fault} />
          <Stack>
            {works && <Acts fault={fault} />}
            <Photos fault={fault} works={works} />
          </Stack>
        </SimpleGrid>
        <Story fault={fault} />
      </Stack>
      <WorkOrder fault={fault} />
    </>
  );
}
