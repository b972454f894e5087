// SPDX-License-Identifier: GPL-3.0-or-later
import { Text } from "@mantine/core";
import { useEffect, useRef } from "react";
import { dayOf } from "../../i18n/civil";
import { length } from "../../i18n/format";
import { move, movedTo, recurs, type Scope, type Undo } from "./changes";
import type { Programme } from "./data";
import { ScopeChoice, useScopes } from "./ScopeChoice";
import { moment } from "./said";
import { useDone, usePlanCommand } from "./useDone";
import type { Edition } from "./verdict";
import { useWords } from "./words";

/** An edition that is to move; `revert` puts back what the calendar already shows. */
export interface Moving {
  edition: Edition;
  programme: Programme;
  start: string;
  duration: number;
  revert: () => void;
}

/** Moves a one-off at once, and asks how much of a series is meant. */
export function MoveChoice({ moving, onEnd }: { moving: Moving; onEnd: () => void }) {
  const t = useWords();
  const tell = useDone();
  const { edition, programme, start, duration, revert } = moving;
  const resized = duration !== edition.duration;
  const command = usePlanCommand(
    (scope: Scope) => move(programme, edition, start, duration, scope),
    (undo: Undo) => {
      tell({
        said: resized
          ? t("resized", { title: edition.title, length: length(duration) })
          : t("moved", { title: edition.title, time: `${moment(start).slice(0, 5)} ${dayOf(start)}` }),
        undo,
      });
    },
  );
  const does = (scope: Scope) =>
    command.mutate(scope, {
      onError: revert,
      onSettled: onEnd,
    });
  const begun = useRef(false);
  useEffect(() => {
    if (recurs(programme) || begun.current) return;
    begun.current = true;
    does("all");
  });
  const possible = (["following", "all"] as const).filter((scope) => movedTo(programme, edition, start, scope));
  const scopes = useScopes(["this", ...possible]);
  if (!recurs(programme)) return null;
  return (
    <ScopeChoice
      title={t(resized ? "scope_resize" : "scope_move", { title: edition.title })}
      lead={
        <>
          <Text fw={600}>
            {resized
              ? `${length(edition.duration)} → ${length(duration)}`
              : `${moment(edition.start)} → ${moment(start)}`}
          </Text>
          {possible.length > 0 ? scopes.lead : <Text>{t("scope_day")}</Text>}
        </>
      }
      choices={scopes.choices}
      busy={command.isPending}
      onChoose={does}
      onClose={() => {
        revert();
        onEnd();
      }}
    />
  );
}
