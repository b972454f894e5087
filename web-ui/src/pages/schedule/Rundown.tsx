// SPDX-License-Identifier: GPL-3.0-or-later
import { ActionIcon, Alert, Button, Group, Stack, Text, TextInput, VisuallyHidden } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import {
  IconArrowDown,
  IconArrowUp,
  IconCircleCheck,
  IconHourglassEmpty,
  IconHourglassHigh,
  IconPlus,
  IconSearch,
  IconTrash,
} from "@tabler/icons-react";
import { type Ref, useEffect, useRef, useState } from "react";
import { length } from "../../i18n/format";
import { Loaded } from "../../parts/Loaded";
import { useApproved, useItems } from "./data";
import classes from "./schedule.module.css";
import { moved, totalOf } from "./total";
import { useWords } from "./words";

interface Props {
  items: number[];
  onChange: (items: number[]) => void;
  /** Seconds of the slot; undefined while it is not known. */
  slot: number | undefined;
  /** What plays before and after, and counts too. */
  around: (number | null | undefined)[];
}

/** The rundown: approved items found by their words, put in order by dragging or with buttons, against the slot. */
export function Rundown({ items, onChange, slot, around }: Props) {
  const t = useWords();
  const [dragged, setDragged] = useState<number | null>(null);
  const [over, setOver] = useState<number | null>(null);
  const [said, say] = useState("");
  const list = useRef<HTMLOListElement>(null);
  const search = useRef<HTMLInputElement>(null);
  // A button that was pressed goes elsewhere with its item, or goes away with it: the keyboard's focus is to follow.
  const next = useRef<{ at: number; button: string } | null>(null);
  useEffect(() => {
    if (!next.current) return;
    const { at, button } = next.current;
    next.current = null;
    const row = list.current?.children[Math.min(at, items.length - 1)];
    (row?.querySelector<HTMLElement>(`[data-button=${button}]`) ?? search.current)?.focus();
  }, [items]);
  const frame = around.filter((id) => typeof id === "number");
  const item = useItems([...items, ...frame]);
  const titleOf = (id: number) => item(id)?.title ?? t("item_unknown", { id });
  const shift = (from: number, to: number) => {
    const next = moved(items, from, to);
    if (next === items) return;
    onChange(next);
    const title = titleOf(items[from] ?? 0);
    say(t("position", { title, place: to + 1, count: items.length }));
  };
  const step = (from: number, button: "up" | "down") => {
    const to = button === "up" ? from - 1 : from + 1;
    next.current = { at: to, button };
    shift(from, to);
  };
  return (
    <div className={classes.two}>
      <Stack gap="xs">
        <TotalOf lengths={[...items, ...frame].map((id) => item(id)?.duration)} slot={slot} />
        {items.length === 0 && <Text className="soft">{t("rundown_empty")}</Text>}
        <ol ref={list} className={classes.rundown} aria-label={t("rundown")}>
          {items.map((id, at) => (
            <li
              // The same item may stand in it twice, so its place is part of the key.
              key={`${id}-${at}`}
              draggable
              data-over={over === at && dragged !== at ? true : undefined}
              onDragStart={() => setDragged(at)}
              onDragOver={(event) => {
                event.preventDefault();
                setOver(at);
              }}
              onDrop={(event) => {
                event.preventDefault();
                if (dragged !== null) shift(dragged, at);
              }}
              onDragEnd={() => {
                setDragged(null);
                setOver(null);
              }}
            >
              <Group gap={4} wrap="nowrap" justify="space-between">
                <Text size="sm">
                  {at + 1}. {titleOf(id)}{" "}
                  <Text span className="soft numbers">
                    {lengthOf(item(id)?.duration)}
                  </Text>
                </Text>
                <Group gap={4} wrap="nowrap">
                  <ActionIcon
                    variant="default"
                    size="lg"
                    data-button="up"
                    {...ended(at === 0)}
                    aria-label={t("up", { title: titleOf(id) })}
                    onClick={() => at > 0 && step(at, "up")}
                  >
                    <IconArrowUp size={18} aria-hidden />
                  </ActionIcon>
                  <ActionIcon
                    variant="default"
                    size="lg"
                    data-button="down"
                    {...ended(at === items.length - 1)}
                    aria-label={t("down", { title: titleOf(id) })}
                    onClick={() => at < items.length - 1 && step(at, "down")}
                  >
                    <IconArrowDown size={18} aria-hidden />
                  </ActionIcon>
                  <ActionIcon
                    variant="default"
                    size="lg"
                    data-button="remove"
                    aria-label={t("remove_item", { title: titleOf(id) })}
                    onClick={() => {
                      next.current = { at, button: "remove" };
                      onChange(items.filter((_, other) => other !== at));
                    }}
                  >
                    <IconTrash size={18} aria-hidden />
                  </ActionIcon>
                </Group>
              </Group>
            </li>
          ))}
        </ol>
        <VisuallyHidden role="status">{said}</VisuallyHidden>
      </Stack>
      <ItemSearch field={search} onAdd={(id) => onChange([...items, id])} />
    </div>
  );
}

/** A button that has nothing more to do keeps the keyboard's focus, which a disabled one loses. */
const ended = (yes: boolean) => (yes ? { "data-disabled": true, "aria-disabled": true } : {});

const lengthOf = (seconds: number | null | undefined) => (typeof seconds === "number" ? length(seconds) : "–");

/** The total in words and by a sign, never by colour alone. */
function TotalOf({ lengths, slot }: { lengths: (number | null | undefined)[]; slot: number | undefined }) {
  const t = useWords();
  const total = totalOf(lengths, slot ?? 0);
  if (slot === undefined) return null;
  const good = total.fit === "fits" || total.fit === "short";
  const Icon = total.fit === "over" ? IconHourglassHigh : total.fit === "under" ? IconHourglassEmpty : IconCircleCheck;
  const verdict =
    total.over === 0 ? t("fits") : t(total.over > 0 ? "over" : "under", { length: length(Math.abs(total.over)) });
  return (
    <Alert role="status" color={good ? "teal" : "orange"} p="xs" icon={<Icon aria-hidden />}>
      <Text size="sm" className="numbers">
        {t("total", { total: length(total.seconds), slot: length(slot) })}. <b>{verdict}</b>
      </Text>
      {total.unknown > 0 && <Text size="sm">{t("unknown_length", { count: total.unknown })}</Text>}
    </Alert>
  );
}

function ItemSearch({ field, onAdd }: { field: Ref<HTMLInputElement>; onAdd: (id: number) => void }) {
  const t = useWords();
  const [search, setSearch] = useState("");
  const [sought] = useDebouncedValue(search.trim(), 250);
  const found = useApproved(sought);
  return (
    <Stack gap="xs">
      <TextInput
        ref={field}
        label={t("search_items")}
        value={search}
        // What is found shows by itself; the form around it is not meant.
        onKeyDown={(event) => event.key === "Enter" && event.preventDefault()}
        onChange={(event) => setSearch(event.currentTarget.value)}
        leftSection={<IconSearch size={16} aria-hidden />}
        type="search"
      />
      <Loaded query={found}>
        {(items) =>
          items.length === 0 ? (
            <Text className="soft">{t("no_items")}</Text>
          ) : (
            <Stack gap={4} className={classes.found} tabIndex={-1}>
              {items.map((item) => (
                <Button
                  key={item.id}
                  variant="default"
                  justify="space-between"
                  h="auto"
                  mih={40}
                  py={4}
                  styles={{ label: { whiteSpace: "normal", textAlign: "left", lineHeight: 1.35 } }}
                  leftSection={<IconPlus size={16} aria-hidden />}
                  rightSection={<span className="numbers">{lengthOf(item.duration)}</span>}
                  onClick={() => onAdd(item.id)}
                >
                  <span>
                    <VisuallyHidden>{t("add_item")} </VisuallyHidden>
                    {item.title}
                  </span>
                </Button>
              ))}
            </Stack>
          )
        }
      </Loaded>
    </Stack>
  );
}
