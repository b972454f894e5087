// SPDX-License-Identifier: GPL-3.0-or-later
import { useEffect } from "react";
import { Redirect, Route, Switch } from "wouter";
import { usePerson } from "../../app/session";
import { ItemList } from "./ItemList";
import { NewItem } from "./NewItem";
import { OneItem } from "./OneItem";
import { uploads } from "./uploads";

/** Items: the list, a new one, one of them. */
export default function ItemsPage() {
  const { name } = usePerson();
  useEffect(() => void uploads.resume(name), [name]);
  return (
    <Switch>
      <Route path="/items" component={ItemList} />
      <Route path="/items/new" component={NewItem} />
      <Route path="/items/:id">
        {({ id }) => (/^[1-9]\d*$/.test(id) ? <OneItem id={Number(id)} /> : <Redirect to="/items" />)}
      </Route>
    </Switch>
  );
}
