// SPDX-License-Identifier: GPL-3.0-or-later
import { useEffect, useState } from "react";
import { usePerson } from "../../app/session";
import { type Fields, fieldsOf, same } from "./items";
import type { Item } from "./rights";

interface Draft {
  base: Item;
  fields: Fields;
}

/** What was written and not saved, by person and item, while people look at other pages. */
const unsaved = new Map<string, Draft>();

/**
 * What somebody writes about an item, and the state of the item that they began from. The station's changes are taken over as
 * long as nothing was written; later ones of the text are theirs to decide.
 */
export function useDraft(item: Item) {
  const key = `${usePerson().name}/${item.id}`;
  const [draft, setDraft] = useState<Draft>(() => unsaved.get(key) ?? { base: item, fields: fieldsOf(item) });
  const dirty = !same(draft.fields, fieldsOf(draft.base));
  const changedUnder = dirty && !same(fieldsOf(item), fieldsOf(draft.base)) && !same(fieldsOf(item), draft.fields);
  if (item !== draft.base && !changedUnder) setDraft({ base: item, fields: dirty ? draft.fields : fieldsOf(item) });

  useEffect(() => {
    if (dirty) unsaved.set(key, draft);
    else unsaved.delete(key);
  }, [dirty, draft, key]);
  useEffect(() => {
    if (!dirty) return;
    const ask = (event: BeforeUnloadEvent) => event.preventDefault();
    addEventListener("beforeunload", ask);
    return () => removeEventListener("beforeunload", ask);
  }, [dirty]);

  return {
    ...draft,
    dirty,
    changedUnder,
    change: (part: Partial<Fields>) => setDraft((now) => ({ ...now, fields: { ...now.fields, ...part } })),
    takeTheirs: () => setDraft({ base: item, fields: fieldsOf(item) }),
    keepMine: () => setDraft((now) => ({ base: item, fields: now.fields })),
  };
}
