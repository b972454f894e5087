// SPDX-License-Identifier: GPL-3.0-or-later
import { Route, Switch } from "wouter";
import { FaultList } from "./FaultList";
import { FaultPage } from "./FaultPage";

/** Faults by urgency, or one with all that is known and done about it. */
export default function FaultsPage() {
  return (
    <Switch>
      <Route path="/faults/:id">{({ id }) => <FaultPage key={id} id={Number(id)} />}</Route>
      <Route>
        <FaultList />
      </Route>
    </Switch>
  );
}
