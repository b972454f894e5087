// SPDX-License-Identifier: GPL-3.0-or-later
import type { ReactNode } from "react";
import classes from "./Wide.module.css";

/** A table that may be wider than the screen: it is moved sideways in its own frame, by finger or arrow keys. */
export function Wide({ label, children }: { label: string; children: ReactNode }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: without it the arrow keys cannot move what is out of sight
    <section aria-label={label} tabIndex={0} className={classes.wide}>
      {children}
    </section>
  );
}
