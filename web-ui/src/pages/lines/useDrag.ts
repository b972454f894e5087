// SPDX-License-Identifier: GPL-3.0-or-later
import { type MouseEvent, type PointerEvent, useRef, useState } from "react";

/** What is under way, and where on the screen it would be dropped. */
export interface Drag {
  id: string;
  x: number;
  y: number;
}

/** A press that moves less takes hold of nothing. */
const SLACK = 6;
/** A finger covers what it drags: that is shown, and dropped, above it. */
const FINGER = 40;

/**
 * Taking hold of things by mouse, pen or finger: `drop` when one was dragged, `choose` when it was only pressed, by a key or
 * a screen reader, too. Gives what is dragged now, and what the element of a thing needs. Elements need `touch-action`, or a
 * touch screen scrolls instead.
 */
export function useDrag(drop: (drag: Drag) => void, choose: (id: string) => void) {
  const [drag, setDrag] = useState<Drag | null>(null);
  const press = useRef<{ x: number; y: number; moved: boolean } | null>(null);

  const at = (id: string, event: PointerEvent): Drag => ({
    id,
    x: event.clientX,
    y: event.clientY - (event.pointerType === "touch" ? FINGER : 0),
  });
  const end = () => {
    press.current = null;
    setDrag(null);
  };
  const grip = (id: string) => ({
    onPointerDown(event: PointerEvent) {
      if (event.button !== 0 || !event.isPrimary) return;
      press.current = { x: event.clientX, y: event.clientY, moved: false };
      event.currentTarget.setPointerCapture(event.pointerId);
    },
    onPointerMove(event: PointerEvent) {
      const from = press.current;
      if (!from) return;
      from.moved ||= Math.hypot(event.clientX - from.x, event.clientY - from.y) > SLACK;
      if (from.moved) setDrag(at(id, event));
    },
    onPointerUp(event: PointerEvent) {
      const from = press.current;
      if (!from) return;
      end();
      if (from.moved) drop(at(id, event));
      else choose(id);
    },
    onPointerCancel: end,
    onClick(event: MouseEvent) {
      // A press has been seen to already; its click, if one comes, may hit what has moved there since.
      if (event.detail === 0) choose(id);
    },
  });
  return { drag, grip };
}
