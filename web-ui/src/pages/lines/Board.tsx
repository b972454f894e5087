// SPDX-License-Identifier: GPL-3.0-or-later
import type { CSSProperties, KeyboardEvent, PointerEvent, Ref } from "react";
import { type Tone, toneOf } from "../../health/Mark";
import type { Line } from "../../health/site";
import classes from "./Arrange.module.css";
import { Sign } from "./Shape";
import type { Spot } from "./spots";
import type { useDrag } from "./useDrag";
import type { Picture } from "./wardPicture";
import { useWords } from "./words";

export interface Speaker {
  id: string;
  name: string;
  line: string;
  tone: Tone;
}

export const speakersOf = (lines: Line[]): Speaker[] =>
  lines.flatMap((line) =>
    line.speakers.map(({ id, name }) => ({
      id,
      name: name || id,
      line: line.name || line.id,
      tone: toneOf(line.health.verdict),
    })),
  );

interface Props {
  ref: Ref<HTMLDivElement>;
  picture: Picture;
  speakers: Speaker[];
  spotOf: (id: string) => Spot | undefined;
  chosen: string | undefined;
  dragged: string | undefined;
  grip: ReturnType<typeof useDrag>["grip"];
  /** A key, while the focus is on the one that is chosen. */
  press: (event: KeyboardEvent) => void;
  /** Pressed on the picture, beside the loudspeakers. */
  point: (event: PointerEvent) => void;
}

/** The picture with the loudspeakers that have a place, each a button to take hold of. */
export function Board({ ref, picture, speakers, spotOf, chosen, dragged, grip, press, point }: Props) {
  const t = useWords();
  return (
    <div className={classes.frame}>
      <div ref={ref} className={classes.board} style={{ "--ratio": picture.width / picture.height } as CSSProperties}>
        <img src={picture.address} alt={t("picture_alt")} draggable={false} onPointerUp={point} />
        {speakers.map(({ id, name, line, tone }) => {
          const spot = spotOf(id);
          if (!spot) return null;
          return (
            <button
              key={id}
              type="button"
              className={classes.speaker}
              style={{ left: `${spot.x * 100}%`, top: `${spot.y * 100}%` }}
              aria-label={t("arrange_speaker", { name, line })}
              aria-pressed={id === chosen}
              data-speaker={id}
              data-dragged={id === dragged || undefined}
              {...grip(id)}
              onKeyDown={id === chosen ? press : undefined}
            >
              <Sign tone={tone} />
              <span className={classes.tag}>{name}</span>
            </button>
          );
        })}
      </div>
    </div>
  );
}
