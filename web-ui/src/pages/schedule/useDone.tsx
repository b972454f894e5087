// SPDX-License-Identifier: GPL-3.0-or-later
import { Alert, Button, Group, Text } from "@mantine/core";
import { IconArrowBackUp, IconCheck } from "@tabler/icons-react";
import { createContext, type ReactNode, useContext, useMemo, useState } from "react";
import { useCommon } from "../../i18n/common";
import { useCommand } from "../../parts/useCommand";
import type { Undo } from "./changes";
import { useZones } from "./data";
import { sayRefusal } from "./said";
import { useWords } from "./words";

/** What was done last on this page, and how it is taken back. */
interface Done {
  said: string;
  undo?: Undo;
  notes?: string[];
}

const DoneContext = createContext<(done: Done | null) => void>(() => {});
/** Tells what has just been done, in place of what was told before. */
export const useDone = () => useContext(DoneContext);

/** A change of the plan: refusals are told in people's words, and the timetable is asked for again. */
export function usePlanCommand<In, Out>(does: (input: In) => Promise<Out>, done?: (out: Out) => void) {
  const t = useWords();
  const zones = useZones();
  return useCommand(does, ["timetable", "programmes"], done, (error) => sayRefusal(error, zones.data ?? [], t));
}

export function DoneBar({ children }: { children: ReactNode }) {
  const t = useWords();
  const common = useCommon();
  const [done, tell] = useState<Done | null>(null);
  const undo = usePlanCommand(
    (back: Undo) => back(),
    () => tell({ said: t("undone") }),
  );
  const context = useMemo(() => (next: Done | null) => tell(next), []);
  return (
    <DoneContext.Provider value={context}>
      <div role="status" className="no-print">
        {done && (
          <Alert
            color="teal"
            variant="light"
            mb="sm"
            py="xs"
            icon={<IconCheck aria-hidden />}
            withCloseButton
            closeButtonLabel={common("close")}
            onClose={() => tell(null)}
          >
            <Group gap="sm">
              <Text size="sm">{done.said}</Text>
              {done.undo && (
                <Button
                  size="compact-sm"
                  variant="default"
                  loading={undo.isPending}
                  leftSection={<IconArrowBackUp size={16} aria-hidden />}
                  onClick={() => done.undo && undo.mutate(done.undo)}
                >
                  {t("undo")}
                </Button>
              )}
            </Group>
            {done.notes?.map((note) => (
              <Text key={note} size="sm">
                {note}
              </Text>
            ))}
          </Alert>
        )}
      </div>
      {children}
    </DoneContext.Provider>
  );
}
