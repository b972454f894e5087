// SPDX-License-Identifier: GPL-3.0-or-later
import { useState } from "react";
import type { Dropped } from "./Calendar";
import { recurs } from "./changes";
import { type Programme, useProgrammes, useStationNow, useZones } from "./data";
import { EditionPanel } from "./EditionPanel";
import { MoveChoice, type Moving } from "./MoveChoice";
import { type Editing, ProgrammeForm } from "./ProgrammeForm";
import { RemoveChoice } from "./RemoveChoice";
import { RundownModal } from "./RundownModal";
import { ScopeChoice, useScopes } from "./ScopeChoice";
import { endOf } from "./states";
import { useFocusBack } from "./useFocusBack";
import type { Edition } from "./verdict";
import { useWords } from "./words";

/** What is open over the page; one thing at a time. */
type Open =
  | { what: "edition" | "rundown" | "remove" | "scope"; edition: Edition }
  | { what: "form"; editing: Editing }
  | { what: "move"; moving: Moving };

/** The panels and questions about editions, and how they are opened. */
export function usePanels(editions: Edition[]) {
  const [open, change] = useState<Open | null>(null);
  const leave = useFocusBack(open !== null);
  const setOpen = (next: Open | null) => {
    if (next) leave();
    change(next);
  };
  const programmes = useProgrammes().data ?? [];
  const programmeOf = (edition: Edition) => programmes.find((one) => one.id === edition.programme_id);
  const move = ({ edition, start, duration, revert }: Dropped) => {
    const programme = programmeOf(edition);
    if (!programme) return revert();
    setOpen({ what: "move", moving: { edition, programme, start, duration, revert } });
  };
  return {
    show: (edition: Edition) => setOpen({ what: "edition", edition }),
    place: (start: string, duration: number) => setOpen({ what: "form", editing: { kind: "new", start, duration } }),
    move,
    panels: open && <Panels {...{ open, setOpen, editions, programmeOf, move }} />,
  };
}

interface Props {
  open: Open;
  setOpen: (open: Open | null) => void;
  editions: Edition[];
  programmeOf: (edition: Edition) => Programme | undefined;
  move: (dropped: Dropped) => void;
}

function Panels({ open, setOpen, editions, programmeOf, move }: Props) {
  const t = useWords();
  const zones = useZones().data ?? [];
  const now = useStationNow();
  const over = "edition" in open && endOf(open.edition) <= now();
  const scopes = useScopes(over ? ["all"] : undefined); // what has aired stays as it is
  const close = () => setOpen(null);
  if (open.what === "form") return <ProgrammeForm editing={open.editing} zones={zones} onClose={close} />;
  if (open.what === "move") return <MoveChoice moving={open.moving} onEnd={close} />;
  // As it is now, not as it was when it was opened: somebody may have changed it meanwhile.
  const edition = editions.find((one) => one.id === open.edition.id) ?? open.edition;
  const programme = programmeOf(edition);
  const form = (editing: Editing) => setOpen({ what: "form", editing });
  if (open.what === "rundown") return <RundownModal edition={edition} programme={programme} onClose={close} />;
  if (open.what === "remove" && programme)
    return <RemoveChoice edition={edition} programme={programme} onEnd={close} />;
  if (open.what === "scope" && programme)
    return (
      <ScopeChoice
        title={t("scope_edit", { title: edition.title })}
        {...scopes}
        busy={false}
        onChoose={(scope) => form({ kind: "old", programme, edition, scope })}
        onClose={close}
      />
    );
  return (
    <EditionPanel
      edition={edition}
      programme={programme}
      zones={zones}
      onClose={close}
      onRundown={() => setOpen({ what: "rundown", edition })}
      onEdit={() => {
        if (recurs(programme)) setOpen({ what: "scope", edition });
        else if (programme) form({ kind: "old", programme, edition, scope: "all" });
      }}
      onRemove={() => setOpen({ what: "remove", edition })}
      onMove={(start) => move({ edition, start, duration: edition.duration, revert: () => {} })}
    />
  );
}
