// SPDX-License-Identifier: GPL-3.0-or-later
import { Button, Group, Text } from "@mantine/core";
import { IconArrowBackUp, IconCheck } from "@tabler/icons-react";
import { useCommon } from "../../i18n/common";
import classes from "./Arrange.module.css";
import { useWords } from "./words";

interface Props {
  /** What can be done with the loudspeaker that is chosen, if one is. */
  chosen: { name: string; put: () => void; takeOff: (() => void) | undefined; giveUp: () => void } | null;
  undo: (() => void) | undefined;
  done: () => void;
}

/** How to arrange, or what to do with what is chosen; undo; done. */
export function ArrangeTools({ chosen, undo, done }: Props) {
  const t = useWords();
  const common = useCommon();
  return (
    <Group align="start">
      <div className={classes.now}>
        {chosen ? (
          <Group gap="xs">
            <Text fw={600}>{chosen.name}</Text>
            <Button onClick={chosen.put}>{t("arrange_put")}</Button>
            {chosen.takeOff && (
              <Button variant="default" onClick={chosen.takeOff}>
                {t("arrange_take_off")}
              </Button>
            )}
            <Button variant="default" onClick={chosen.giveUp}>
              {common("cancel")}
            </Button>
          </Group>
        ) : (
          <>
            <Text size="sm">{t("arrange_how")}</Text>
            <Text size="sm" visibleFrom="sm">
              {t("arrange_keys")}
            </Text>
          </>
        )}
      </div>
      <Button
        variant="default"
        // Not `disabled`: the focus would be lost with the last move that is undone.
        data-disabled={!undo || undefined}
        aria-disabled={!undo}
        leftSection={<IconArrowBackUp size={18} aria-hidden />}
        onClick={undo}
      >
        {t("arrange_undo")}
      </Button>
      <Button leftSection={<IconCheck size={18} aria-hidden />} onClick={done}>
        {t("arrange_done")}
      </Button>
    </Group>
  );
}
