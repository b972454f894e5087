// SPDX-License-Identifier: GPL-3.0-or-later
import { Route, Switch } from "wouter";
import { LinePage } from "./LinePage";
import { Overview } from "./Overview";

/** Lines and loudspeakers: all of them, or one. */
export default function LinesPage() {
  return (
    <Switch>
      <Route path="/lines/:id">{({ id }) => <LinePage key={id} id={id} />}</Route>
      <Route>
        <Overview />
      </Route>
    </Switch>
  );
}
