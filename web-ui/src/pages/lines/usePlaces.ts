// SPDX-License-Identifier: GPL-3.0-or-later
import { useMemo, useState } from "react";
import { api, told } from "../../api/client";
import { useCommand } from "../../parts/useCommand";
import type { Spot } from "./spots";
import { useWardPlan } from "./wardPicture";

/** Null: in the tray. */
type Where = Spot | null;
interface Move {
  id: string;
  to: Where;
}

/** Where loudspeakers are, as the station knows it and as this person has moved them since; and how to move them. */
export function usePlaces() {
  const { data: plan } = useWardPlan();
  /** Told to the station, not yet heard from it. */
  const [onTheirWay, setOnTheirWay] = useState<ReadonlyMap<string, Move>>(new Map());
  const [past, setPast] = useState<Move[]>([]);
  const tell = useCommand<Move>(
    ({ id, to }) => {
      const params = { path: { id } };
      return to
        ? told(api.PUT("/api/v1/plan/loudspeakers/{id}", { params, body: { x: to.x, y: to.y } }))
        : told(api.DELETE("/api/v1/plan/loudspeakers/{id}", { params }));
    },
    ["plan"],
  );

  const places = useMemo(() => {
    const all = new Map<string, Spot>((plan?.loudspeakers ?? []).map(({ id, x, y }) => [id, { x, y }]));
    for (const { id, to } of onTheirWay.values()) {
      if (to) all.set(id, to);
      else all.delete(id);
    }
    return all;
  }, [plan, onTheirWay]);

  const go = async (move: Move) => {
    setOnTheirWay((before) => new Map(before).set(move.id, move));
    // A refusal has been told by then, and the plan asked for again.
    await tell.mutateAsync(move).catch(() => {});
    setOnTheirWay((before) => {
      const after = new Map(before);
      if (after.get(move.id) === move) after.delete(move.id);
      return after;
    });
  };
  const move = (id: string, to: Where) => {
    const before = places.get(id) ?? null;
    if (before?.x === to?.x && before?.y === to?.y) return; // both null, too
    setPast((moves) => [...moves, { id, to: before }]);
    void go({ id, to });
  };
  const last = past.at(-1);
  const undo =
    last &&
    (() => {
      setPast((moves) => moves.slice(0, -1));
      void go(last);
    });
  return { places, move, undo };
}
