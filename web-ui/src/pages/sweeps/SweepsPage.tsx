// SPDX-License-Identifier: GPL-3.0-or-later
import { Route, Switch } from "wouter";
import { MinutesPage } from "./MinutesPage";
import { Sessions } from "./Sessions";

/** Inspections: what runs, what is planned, what is on record; or the minutes of one session. */
export default function SweepsPage() {
  return (
    <Switch>
      <Route path="/sweeps/:id">{({ id }) => <MinutesPage key={id} id={id} />}</Route>
      <Route>
        <Sessions />
      </Route>
    </Switch>
  );
}
