// SPDX-License-Identifier: GPL-3.0-or-later
import { Anchor, Stack, Text, Title } from "@mantine/core";
import { useState } from "react";
import { Link } from "wouter";
import { usePerson } from "../../app/session";
import { Loaded } from "../../parts/Loaded";
import { useWaiting } from "../items/items";
import { type Item, mayJudge } from "../items/rights";
import { Judge } from "./Judge";
import { useWords } from "./words";

/** What awaits approval, one after another, the oldest first. */
export default function ApprovalPage() {
  const query = useWaiting();
  return <Loaded query={query}>{(items) => <Queue items={items} />}</Loaded>;
}

function Queue({ items }: { items: Item[] }) {
  const t = useWords();
  const person = usePerson();
  const [judged, setJudged] = useState<ReadonlySet<string>>(new Set());
  const [later, setLater] = useState<readonly number[]>([]);
  // What was just judged stays away while the station is asked again.
  const waiting = items.filter((item) => mayJudge(person, item) && !judged.has(keyOf(item)));
  const own = items.filter((item) => !mayJudge(person, item));
  const next = [...waiting].sort((a, b) => later.indexOf(a.id) - later.indexOf(b.id))[0];
  const [moved, setMoved] = useState(false);
  return (
    <Stack maw={900}>
      <Title order={2} size="h3" aria-live="polite">
        {waiting.length > 0 ? t("waiting", { count: waiting.length }) : t("all_done")}
      </Title>
      {own.length > 0 && (
        <Text className="soft">
          {t("own", { count: own.length })}{" "}
          {own.map((item) => (
            <Anchor key={item.id} component={Link} href={`/items/${item.id}`} mr="xs" td="underline">
              {item.title}
            </Anchor>
          ))}
        </Text>
      )}
      {next && (
        <Judge
          key={next.id}
          item={next}
          focus={moved}
          judged={(item) => {
            setMoved(true);
            setJudged((now) => new Set(now).add(keyOf(item)));
          }}
          later={
            waiting.length > 1
              ? () => {
                  setMoved(true);
                  setLater((now) => [...now.filter((id) => id !== next.id), next.id]);
                }
              : undefined
          }
        />
      )}
    </Stack>
  );
}

/** An item that is handed in again is another matter to judge. */
const keyOf = (item: Item) => `${item.id}/${item.changed_at}`;
