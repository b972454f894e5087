// SPDX-License-Identifier: GPL-3.0-or-later
import classes from "./LoadBar.module.css";

interface Given {
  watts: number | null | undefined;
  reference: number | null | undefined;
  tolerance: number;
}

/** The load beside its reference and tolerance, for the eye alone: the numbers stand below it. */
export function LoadBar({ watts, reference, tolerance }: Given) {
  if (watts == null || !reference) return null;
  const widest = reference * 1.5;
  const percent = (value: number) => `${(100 * Math.min(value, widest)) / widest}%`;
  const least = reference / (1 + tolerance);
  const most = reference / (1 - tolerance);
  return (
    <div className={classes.bar} aria-hidden>
      <div className={classes.band} style={{ left: percent(least), width: percent(most - least) }} />
      <div className={classes.load} style={{ width: percent(watts) }} />
      <div className={classes.reference} style={{ left: percent(reference) }} />
    </div>
  );
}
