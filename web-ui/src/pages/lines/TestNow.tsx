// SPDX-License-Identifier: GPL-3.0-or-later
import { Alert, Button, Group, Stack, Text } from "@mantine/core";
import { IconRulerMeasure } from "@tabler/icons-react";
import { api, type Schema, told } from "../../api/client";
import { sentences } from "../../health/finding";
import { VerdictMark } from "../../health/Mark";
import type { Line } from "../../health/site";
import { useHealthWords } from "../../health/words";
import { useLanguage } from "../../i18n/words";
import { useCommand } from "../../parts/useCommand";
import { useWords } from "./words";

export type Tested = { deferred: boolean; measurement?: Schema["Measurement"]; detail?: string };

/** Measures the line; what stands in its way comes back as `deferred`. */
export const useTest = (id: string, done?: (tested: Tested) => void) =>
  useCommand<void, Tested>(
    () => told(api.POST("/api/v1/lines/{id}/test", { params: { path: { id } }, body: {} })),
    ["lines", "faults"],
    done,
  );

export function TestNow({ line }: { line: Line }) {
  const t = useWords();
  const test = useTest(line.id);
  return (
    <Stack gap="xs">
      <Button
        size="md"
        loading={test.isPending}
        leftSection={<IconRulerMeasure size={20} aria-hidden />}
        onClick={() => test.mutate()}
      >
        {t("test")}
      </Button>
      <TestOutcome pending={test.isPending} tested={test.data} />
    </Stack>
  );
}

/** What a test came to; said aloud by screen readers when it changes. */
export function TestOutcome({ pending, tested }: { pending: boolean; tested: Tested | undefined }) {
  const t = useWords();
  const health = useHealthWords();
  const language = useLanguage();
  return (
    <div role="status">
      {pending && <Text>{t("testing")}</Text>}
      {!pending && tested?.deferred && (
        <Alert color="yellow" title={t("deferred")}>
          <span lang="en">{tested.detail}</span>
        </Alert>
      )}
      {!pending && tested?.measurement && (
        <Group gap="xs">
          <Text fw={600}>{t("tested")}</Text>
          <VerdictMark verdict={tested.measurement.verdict} />
          <Text>{sentences(tested.measurement, health, language).join(" ")}</Text>
        </Group>
      )}
    </div>
  );
}
