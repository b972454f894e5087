// SPDX-License-Identifier: GPL-3.0-or-later
import { keepPreviousData, useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { api, type Schema, told } from "../../api/client";
import { queries, usePerson } from "../../app/session";
import type { Item, Status } from "./rights";

/** What people write of an item. */
export const FIELDS = [
  "title",
  "kind",
  "theme",
  "author",
  "unit",
  "script",
  "not_classified",
  "expires_on",
] as const satisfies (keyof Item)[];
export type Fields = Pick<Item, (typeof FIELDS)[number]>;
export const EMPTY: Fields = {
  title: "",
  kind: "",
  theme: "",
  author: "",
  unit: "",
  script: "",
  not_classified: false,
  expires_on: null,
};
export const fieldsOf = (item: Item) => Object.fromEntries(FIELDS.map((name) => [name, item[name]])) as Fields;
export const same = (a: Fields, b: Fields) => FIELDS.every((name) => a[name] === b[name]);

const PAGE = 50;
const PREPARING_MS = 1500;

/** What items are looked for by; empty for any. */
export interface Filter {
  status: Status | "";
  kind: string;
  search: string;
}

/** Every item that waits for an editor, the one that has waited longest first. */
async function waiting(signal: AbortSignal): Promise<Item[]> {
  const found: Item[] = [];
  for (let after: number | null = 0; after !== null; ) {
    const query = { after, status: "submitted" };
    const page: Schema["ItemPage"] = await told(api.GET("/api/v1/items", { params: { query }, signal }));
    found.push(...page.items);
    after = page.next;
  }
  return found;
}

/** Contributors are told nothing by /events: they ask while a recording is being prepared, and on coming back. */
function useAsking() {
  const alone = usePerson().role === "contributor";
  return {
    refetchOnWindowFocus: alone && ("always" as const),
    every: (items: Item[]) => alone && items.some((item) => item.audio_state === "preparing") && PREPARING_MS,
  };
}

export const useWaiting = () => useQuery({ queryKey: ["items", "queue"], queryFn: ({ signal }) => waiting(signal) });

/** The items that a filter finds, the newest first, page by page, and how many there are. */
export function useItems({ status, kind, search }: Filter) {
  const { every, refetchOnWindowFocus } = useAsking();
  return useInfiniteQuery({
    queryKey: ["items", "list", status, kind, search],
    initialPageParam: undefined as number | undefined,
    queryFn: ({ signal, pageParam: after }) => {
      const sought = Object.fromEntries(Object.entries({ status, kind, search }).filter(([, value]) => value !== ""));
      const query = { ...sought, after, order: "newest" as const, limit: PAGE };
      return told(api.GET("/api/v1/items", { params: { query }, signal }));
    },
    getNextPageParam: (page, pages) =>
      pages.reduce((sum, { items }) => sum + items.length, 0) < page.count ? (page.next ?? undefined) : undefined,
    placeholderData: keepPreviousData,
    refetchOnWindowFocus,
    refetchInterval: (query) => every(query.state.data?.pages.flatMap((page) => page.items) ?? []),
  });
}

export function useItem(id: number) {
  const { every, refetchOnWindowFocus } = useAsking();
  return useQuery({
    queryKey: ["items", id],
    queryFn: ({ signal }) => told(api.GET("/api/v1/items/{id}", { params: { path: { id } }, signal })),
    refetchOnWindowFocus,
    refetchInterval: (query) => every(query.state.data ? [query.state.data] : []),
  });
}

/** What was written for a field before, most used first. */
export function useKnown(field: "kind" | "theme" | "author" | "unit"): string[] {
  const { data } = useQuery({
    // Not one of "items": they are offered, and need not follow every change.
    queryKey: ["item-words"],
    staleTime: 60_000,
    queryFn: ({ signal }) => told(api.GET("/api/v1/item-words", { signal })),
  });
  return (data?.[`${field}s`] ?? []).map((use) => use.word);
}

function keep(item: Item): Item {
  queries.setQueryData(["items", item.id], item);
  return item;
}

/** An Idempotency-Key or part of an Upload-Id; crypto.randomUUID() is not there without TLS. */
export const randomText = () => Array.from(crypto.getRandomValues(new Uint32Array(4)), (n) => n.toString(36)).join("-");

const from = ({ id, version }: Item) => ({
  path: { id },
  header: version ? { "If-Match": `"${version}"` } : {},
});

export const createItem = async (fields: Fields, key: string) =>
  keep(await told(api.POST("/api/v1/items", { params: { header: { "Idempotency-Key": key } }, body: fields })));
export const saveItem = async (item: Item, fields: Partial<Fields>) =>
  keep(await told(api.PATCH("/api/v1/items/{id}", { params: from(item), body: fields })));
export const submitItem = async (item: Item) =>
  keep(await told(api.POST("/api/v1/items/{id}/submit", { params: from(item), body: {} })));
/** `ticked`: who approves has read it and says that it is not classified. */
export const approveItem = async (item: Item, ticked: boolean) =>
  keep(
    await told(
      api.POST("/api/v1/items/{id}/approve", { params: from(item), body: ticked ? { not_classified: true } : {} }),
    ),
  );
export const returnItem = async (item: Item, note: string) =>
  keep(await told(api.POST("/api/v1/items/{id}/return", { params: from(item), body: { note } })));
export const withdrawItem = async (item: Item, note: string) =>
  keep(await told(api.POST("/api/v1/items/{id}/withdraw", { params: from(item), body: { note } })));
