// SPDX-License-Identifier: GPL-3.0-or-later
import { Anchor, Button, Group, NativeSelect, Stack, Text, TextInput, Title } from "@mantine/core";
import { useDebouncedValue, useSessionStorage } from "@mantine/hooks";
import { IconPlus, IconSearch } from "@tabler/icons-react";
import { memo } from "react";
import { Link } from "wouter";
import { dayAndHour, length } from "../../i18n/format";
import { useLanguage } from "../../i18n/words";
import { Loaded } from "../../parts/Loaded";
import { Failed } from "../../parts/Mishap";
import classes from "./ItemList.module.css";
import { type Filter, useItems, useKnown } from "./items";
import { useKinds } from "./kinds";
import type { Item, Status } from "./rights";
import { StatusBadge } from "./StatusBadge";
import { useWords } from "./words";

const STATUSES: Status[] = ["draft", "submitted", "returned", "approved", "withdrawn"];

/** The items that a filter finds, newest first. The filter stays while people look into one and come back. */
export function ItemList() {
  const t = useWords();
  const kinds = useKinds();
  const known = useKnown("kind");
  const [filter, setFilter] = useSessionStorage<Filter>({
    key: "items-filter",
    defaultValue: { status: "", kind: "", search: "" },
    getInitialValueInEffect: false,
  });
  const [search] = useDebouncedValue(filter.search.trim(), 250);
  const query = useItems({ ...filter, search });
  const change = (part: Partial<Filter>) => setFilter((now) => ({ ...now, ...part }));
  const all = filter.status === "" && filter.kind === "" && search === "";
  return (
    <Stack>
      <Group align="end">
        <TextInput
          label={t("search")}
          placeholder={t("search_hint")}
          type="search"
          leftSection={<IconSearch size={18} aria-hidden />}
          flex="1 1 16em"
          value={filter.search}
          onChange={(event) => change({ search: event.currentTarget.value })}
        />
        <NativeSelect
          label={t("status")}
          flex="1 1 9em"
          value={filter.status}
          onChange={(event) => change({ status: event.currentTarget.value as Filter["status"] })}
          data={[{ value: "", label: t("any") }, ...STATUSES.map((status) => ({ value: status, label: t(status) }))]}
        />
        <NativeSelect
          label={t("kind")}
          flex="1 1 9em"
          value={filter.kind}
          onChange={(event) => change({ kind: event.currentTarget.value })}
          data={[
            { value: "", label: t("any") },
            ...[...new Set([...known, filter.kind].filter(Boolean))].map((kind) => ({
              value: kind,
              label: kinds.word(kind),
            })),
          ]}
        />
        <Button component={Link} href="/items/new" leftSection={<IconPlus size={18} aria-hidden />}>
          {t("new_item")}
        </Button>
      </Group>
      <Loaded query={query}>
        {({ pages }) => (
          <Found
            items={pages.flatMap((page) => page.items)}
            count={pages[0]?.count ?? 0}
            empty={all ? t("none_yet") : t("none_found")}
          />
        )}
      </Loaded>
      {query.isFetchNextPageError && <Failed error={query.error} />}
      {query.hasNextPage && (
        <Button
          variant="default"
          // Not disabled meanwhile: the keyboard's focus would be lost.
          aria-busy={query.isFetchingNextPage}
          onClick={() => !query.isFetchingNextPage && void query.fetchNextPage()}
          style={{ alignSelf: "center" }}
        >
          {t("more")}
        </Button>
      )}
    </Stack>
  );
}

function Found({ items, count, empty }: { items: Item[]; count: number; empty: string }) {
  const t = useWords();
  return (
    <Stack gap="xs">
      <Title order={2} size="h4" aria-live="polite">
        {t("found", { count })}
      </Title>
      {items.length === 0 ? (
        <Text className="soft">{empty}</Text>
      ) : (
        <ul className={classes.list} aria-label={t("list")}>
          {items.map((item) => (
            <Row key={item.id} item={item} />
          ))}
        </ul>
      )}
    </Stack>
  );
}

const Row = memo(function Row({ item }: { item: Item }) {
  const t = useWords();
  useLanguage();
  const kinds = useKinds();
  const facts = [
    kinds.word(item.kind),
    item.theme,
    item.author,
    item.unit,
    t("by", { owner: item.owner }),
    t("changed", { time: dayAndHour(item.changed_at) }),
  ];
  return (
    <li className={classes.row} data-item={item.id}>
      <Anchor component={Link} href={`/items/${item.id}`} fw={600} py={4} className={classes.title}>
        {item.title}
      </Anchor>
      <span className={`numbers ${classes.length}`}>
        {item.duration === null ? (
          <Text span size="sm">
            {t("no_recording")}
          </Text>
        ) : (
          length(item.duration)
        )}
      </span>
      <span className={classes.status}>
        <StatusBadge status={item.status} />
      </span>
      <Text size="sm" className={`soft ${classes.facts}`}>
        {facts.filter(Boolean).join(" · ")}
      </Text>
    </li>
  );
});
