// SPDX-License-Identifier: GPL-3.0-or-later
import { Text } from "@mantine/core";
import { cancel, recurs, remove, type Scope, type Undo } from "./changes";
import { type Programme, useStationNow } from "./data";
import { ScopeChoice } from "./ScopeChoice";
import { moment } from "./said";
import { endOf } from "./states";
import { useDone, usePlanCommand } from "./useDone";
import type { Edition } from "./verdict";
import { useWords } from "./words";

/** Cancels one edition, which can be brought back, or deletes more than that, which cannot. */
export function RemoveChoice(props: { edition: Edition; programme: Programme; onEnd: (done: boolean) => void }) {
  const { edition, programme, onEnd } = props;
  const t = useWords();
  const tell = useDone();
  const command = usePlanCommand(
    async (scope: Scope): Promise<Undo | undefined> => {
      if (scope === "this") return cancel(edition, programme);
      await remove(programme, scope, edition);
      return undefined;
    },
    (undo) => {
      tell({
        said: undo
          ? t("cancelled_done", { title: edition.title, time: moment(edition.start) })
          : t("deleted_done", { title: edition.title }),
        undo,
      });
      onEnd(true);
    },
  );
  const now = useStationNow();
  const over = endOf(edition) <= now(); // what has aired stays as it is
  const choices: { scope: Scope; label: string; danger?: boolean }[] = [
    ...(edition.cancelled || over ? [] : [{ scope: "this" as const, label: t("delete_this") }]),
    ...(recurs(programme) && !over
      ? [{ scope: "following" as const, label: t("delete_following"), danger: true }]
      : []),
    { scope: "all", label: t("delete_all"), danger: true },
  ];
  return (
    <ScopeChoice
      title={t("scope_delete", { title: edition.title })}
      lead={<Text>{t("delete_sure")}</Text>}
      choices={choices}
      busy={command.isPending}
      onChoose={(scope) => command.mutate(scope)}
      onClose={() => onEnd(false)}
    />
  );
}
