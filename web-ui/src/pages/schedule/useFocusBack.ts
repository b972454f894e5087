// SPDX-License-Identifier: GPL-3.0-or-later
import { useEffect, useRef } from "react";

/**
 * What is opened over the page takes the keyboard's focus; when the last of it closes, the focus goes back to where it was. An
 * edition that was moved meanwhile is another place on the page: the focus goes with it. Gives what is to be called before
 * something is opened.
 */
export function useFocusBack(open: boolean): () => void {
  const from = useRef<HTMLElement | null>(null);
  useEffect(() => {
    if (open || !from.current) return;
    const place = from.current;
    from.current = null;
    const there = place.isConnected ? place : ofProgramme(place.dataset.edition);
    there?.focus({ preventScroll: place.isConnected });
  }, [open]);
  return () => {
    if (!open && document.activeElement instanceof HTMLElement) from.current = document.activeElement;
  };
}

/** "12-20261122T170000" is of programme 12; moved, it has another time in its name. */
const ofProgramme = (edition: string | undefined) =>
  edition ? document.querySelector<HTMLElement>(`[data-edition^="${edition.split("-")[0]}-"]`) : null;
