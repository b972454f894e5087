// SPDX-License-Identifier: GPL-3.0-or-later
import { Stack, VisuallyHidden } from "@mantine/core";
import { type KeyboardEvent, type PointerEvent, useEffect, useRef, useState } from "react";
import type { Line } from "../../health/site";
import { number } from "../../i18n/format";
import { useLanguage } from "../../i18n/words";
import { Loaded } from "../../parts/Loaded";
import classes from "./Arrange.module.css";
import { ArrangeTools } from "./ArrangeTools";
import { Board, speakersOf } from "./Board";
import { Sign } from "./Shape";
import { CENTRE, isWithin, moved, type Spot, spotOf } from "./spots";
import { Tray } from "./Tray";
import { type Drag, useDrag } from "./useDrag";
import { usePlaces } from "./usePlaces";
import { type Picture, usePicture } from "./wardPicture";
import { useWords } from "./words";

interface Props {
  lines: Line[];
  done: () => void;
}

/** Puts loudspeakers where they hang: dragged there, or chosen and then moved by arrow keys or by pressing on a spot. */
export function Arrange({ version, ...props }: Props & { version: string }) {
  return <Loaded query={usePicture(version)}>{(picture) => <Bench picture={picture} {...props} />}</Loaded>;
}

/** The loudspeaker that was chosen, and where it would be put. */
interface Chosen extends Spot {
  id: string;
}

function Bench({ picture, lines, done }: Props & { picture: Picture }) {
  const { places, move, undo } = usePlaces();
  const [chosen, setChosen] = useState<Chosen | null>(null);
  const bench = useRef<HTMLDivElement>(null);
  const board = useRef<HTMLDivElement>(null);
  const tray = useRef<HTMLElement>(null);
  const focus = useFocusWithin(bench);
  useEffect(() => {
    bench.current?.scrollIntoView({ block: "start" });
  }, []);
  const { drag, grip } = useDrag(drop, choose);

  const speakers = speakersOf(lines);
  const find = (id: string | undefined) => speakers.find((one) => one.id === id);
  const spotOfSpeaker = (id: string) => (chosen?.id === id ? chosen : places.get(id));

  function drop({ id, x, y }: Drag) {
    setChosen(null);
    if (tray.current && isWithin(tray.current.getBoundingClientRect(), x, y)) return move(id, null);
    const spot = board.current && spotOf(board.current.getBoundingClientRect(), x, y);
    if (spot) move(id, spot);
  }
  /** Ends the choice; null: back into the tray. */
  const settle = ({ id }: Chosen, to: Spot | null) => {
    move(id, to);
    setChosen(null);
    focus(id);
  };
  const giveUp = ({ id }: Chosen) => {
    setChosen(null);
    focus(id);
  };
  function choose(id: string) {
    if (chosen?.id === id) return settle(chosen, chosen);
    setChosen({ id, ...(places.get(id) ?? CENTRE) });
    focus(id);
  }
  const press = (event: KeyboardEvent) => {
    if (!chosen) return;
    const next = moved(chosen, event.key, event.shiftKey);
    if (next) setChosen({ id: chosen.id, ...next });
    else if (event.key === "Escape") giveUp(chosen);
    else if (event.key === "Delete") settle(chosen, null);
    else return;
    event.preventDefault();
  };
  const point = (event: PointerEvent) => {
    const spot = chosen && spotOf(event.currentTarget.getBoundingClientRect(), event.clientX, event.clientY);
    if (spot) settle(chosen, spot);
  };

  const flying = find(drag?.id);
  return (
    <Stack ref={bench} className={classes.bench}>
      <ArrangeTools
        chosen={
          chosen && {
            name: find(chosen.id)?.name ?? chosen.id,
            put: () => settle(chosen, chosen),
            takeOff: places.has(chosen.id) ? () => settle(chosen, null) : undefined,
            giveUp: () => giveUp(chosen),
          }
        }
        undo={
          undo &&
          (() => {
            setChosen(null);
            undo();
          })
        }
        done={done}
      />
      <WhereItIs chosen={chosen} name={find(chosen?.id)?.name} />
      <div className={classes.table}>
        <Tray
          ref={tray}
          lines={lines}
          isPlaced={(id) => spotOfSpeaker(id) !== undefined}
          dragged={drag?.id}
          grip={grip}
        />
        <Board
          ref={board}
          picture={picture}
          speakers={speakers}
          spotOf={spotOfSpeaker}
          chosen={chosen?.id}
          dragged={drag?.id}
          grip={grip}
          press={press}
          point={point}
        />
      </div>
      {drag && flying && (
        <div className={classes.flying} style={{ left: drag.x, top: drag.y }} aria-hidden>
          <Sign tone={flying.tone} />
          <span className={classes.tag}>{flying.name}</span>
        </div>
      )}
    </Stack>
  );
}

/** For who does not see it: where the chosen one is now. */
function WhereItIs({ chosen, name }: { chosen: Chosen | null; name: string | undefined }) {
  const t = useWords();
  const language = useLanguage();
  const percent = (part: number) => number(part * 100, language, 1);
  return (
    <VisuallyHidden role="status">
      {chosen && t("arrange_at", { name: name ?? chosen.id, left: percent(chosen.x), top: percent(chosen.y) })}
    </VisuallyHidden>
  );
}

/** A loudspeaker's button is another one after it went from the tray to the picture or back: the focus follows. */
function useFocusWithin(place: { current: HTMLElement | null }) {
  const wanted = useRef<string | null>(null);
  useEffect(() => {
    const id = wanted.current;
    if (id === null) return;
    wanted.current = null;
    place.current?.querySelector<HTMLElement>(`[data-speaker="${CSS.escape(id)}"]`)?.focus();
  });
  return (id: string) => {
    wanted.current = id;
  };
}
