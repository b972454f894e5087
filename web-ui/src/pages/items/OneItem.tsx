// SPDX-License-Identifier: GPL-3.0-or-later
import { Alert, Anchor, Grid, Group, Stack, Text, Title } from "@mantine/core";
import { IconArrowLeft } from "@tabler/icons-react";
import { Link } from "wouter";
import { usePerson } from "../../app/session";
import { day, dayAndHour, length } from "../../i18n/format";
import { Loaded } from "../../parts/Loaded";
import { EditItem } from "./EditItem";
import { useItem } from "./items";
import { useKinds } from "./kinds";
import { Recording } from "./Recording";
import { type Item, mayEdit, mayJudge } from "./rights";
import { StatusBadge } from "./StatusBadge";
import { Story } from "./Story";
import { Withdraw } from "./Withdraw";
import { useWords } from "./words";

/** One item with all that this person may see and do of it. */
export function OneItem({ id }: { id: number }) {
  const query = useItem(id);
  return (
    <Stack>
      <BackToList />
      <Loaded query={query}>{(item) => <Whole key={item.id} item={item} />}</Loaded>
    </Stack>
  );
}

export function BackToList() {
  const t = useWords();
  return (
    <Anchor component={Link} href="/items" style={{ alignSelf: "start" }}>
      <Group gap={4}>
        <IconArrowLeft size={18} aria-hidden />
        {t("back")}
      </Group>
    </Anchor>
  );
}

function Whole({ item }: { item: Item }) {
  const t = useWords();
  const person = usePerson();
  const changeable = mayEdit(person, item);
  return (
    <>
      <Group justify="space-between" align="start">
        <Title order={2} size="h3" style={{ overflowWrap: "anywhere" }} flex={1} miw={200}>
          {item.title}
        </Title>
        <StatusBadge status={item.status} />
      </Group>
      <Note item={item} />
      {item.status === "submitted" && mayJudge(person, item) && (
        <Anchor component={Link} href="/approval" style={{ alignSelf: "start" }}>
          {t("to_approval")}
        </Anchor>
      )}
      <Grid gap="xl">
        <Grid.Col span={{ base: 12, lg: 7 }}>{changeable ? <EditItem item={item} /> : <Read item={item} />}</Grid.Col>
        <Grid.Col span={{ base: 12, lg: 5 }}>
          <Stack>
            <Title order={3} size="h4">
              {t("recording")}
            </Title>
            <Recording item={item} changeable={changeable} />
            <Text size="sm" className="soft">
              {t("created_line", { owner: item.owner, time: dayAndHour(item.created_at) })} ·{" "}
              {t("changed", { time: dayAndHour(item.changed_at) })}
            </Text>
            {person.role === "admin" && <Story id={item.id} />}
            {mayJudge(person, item) && item.status !== "withdrawn" && <Withdraw item={item} />}
          </Stack>
        </Grid.Col>
      </Grid>
    </>
  );
}

/** Why it was returned or withdrawn, where its owner cannot miss it. */
function Note({ item }: { item: Item }) {
  const t = useWords();
  if (item.status !== "returned" && item.status !== "withdrawn") return null;
  return (
    <Alert color={item.status === "returned" ? "orange" : "red"} title={t(`note_${item.status}`)}>
      <Text style={{ whiteSpace: "pre-wrap" }}>{item.note || t("no_reason")}</Text>
      {item.status === "returned" && <Text className="soft">{t("mend_hint")}</Text>}
    </Alert>
  );
}

function Read({ item }: { item: Item }) {
  const t = useWords();
  return (
    <Stack>
      <Title order={3} size="h4">
        {t("content")}
      </Title>
      <Facts item={item} />
      <Script item={item} />
    </Stack>
  );
}

/** Kind, field, author, unit, length and limit in one line. */
export function Facts({ item }: { item: Item }) {
  const t = useWords();
  const kinds = useKinds();
  const facts = [
    kinds.word(item.kind),
    item.theme,
    item.author,
    item.unit,
    item.duration === null ? "" : length(item.duration),
    item.expires_on ? t("until", { day: day(item.expires_on) }) : "",
    item.not_classified ? t("not_classified") : "",
  ];
  return <Text>{facts.filter(Boolean).join(" · ")}</Text>;
}

export function Script({ item }: { item: Item }) {
  const t = useWords();
  return (
    <Text style={{ whiteSpace: "pre-wrap", overflowWrap: "anywhere" }} lh={1.7} className={item.script ? "" : "soft"}>
      {item.script || t("no_script")}
    </Text>
  );
}
