// SPDX-License-Identifier: GPL-3.0-or-later
import { Alert, Anchor, Card, Table, Text, Title } from "@mantine/core";
import { sentences } from "../../health/finding";
import { lineAddress, useNames } from "../../health/site";
import { useHealthWords } from "../../health/words";
import { useLanguage } from "../../i18n/words";
import type { FaultWithStory } from "./FaultPage";
import { useFacts } from "./facts";
import { useWords } from "./words";

export function Facts({ fault }: { fault: FaultWithStory }) {
  const t = useWords();
  const health = useHealthWords();
  const language = useLanguage();
  const names = useNames();
  const rows = useFacts(fault);
  const said = sentences(fault.measured, health, language);
  return (
    <Card withBorder>
      <Alert color="blue" title={t("advice")} mb="sm">
        {fault.advice[language]}
      </Alert>
      {said.length > 0 && (
        <>
          <Title order={3} size="h4">
            {t("what_measured")}
          </Title>
          <Text fw={600}>{said.join(" ")}</Text>
        </>
      )}
      <Table variant="vertical" mt="sm" className="numbers">
        <Table.Tbody>
          {rows.map(([name, value]) => (
            <Table.Tr key={name}>
              <Table.Th scope="row" w={130}>
                {name}
              </Table.Th>
              <Table.Td>{value}</Table.Td>
            </Table.Tr>
          ))}
          <Table.Tr>
            <Table.Th scope="row">{t("machine_text")}</Table.Th>
            <Table.Td lang="en">{fault.detail}</Table.Td>
          </Table.Tr>
        </Table.Tbody>
      </Table>
      {fault.place.line && (
        <Anchor href={lineAddress(fault.place.line)} py={6} mt="sm">
          {t("see_line", { name: names.line(fault.place.line) })}
        </Anchor>
      )}
    </Card>
  );
}
