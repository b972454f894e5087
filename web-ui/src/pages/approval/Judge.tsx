// SPDX-License-Identifier: GPL-3.0-or-later
import { Alert, Anchor, Button, Checkbox, Group, List, Stack, Text, Title } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { notifications } from "@mantine/notifications";
import { IconArrowBackUp, IconCheck, IconShieldCheck } from "@tabler/icons-react";
import { useEffect, useRef, useState } from "react";
import { Link } from "wouter";
import { dayAndHour } from "../../i18n/format";
import { approveItem } from "../items/items";
import { Facts, Script } from "../items/OneItem";
import { Player } from "../items/Player";
import { AudioState } from "../items/Recording";
import { type Item, missingToApprove } from "../items/rights";
import { useItemCommand } from "../items/useItemCommand";
import { useWords as useItemWords } from "../items/words";
import classes from "./Judge.module.css";
import { ReturnItem } from "./ReturnItem";
import { useWords } from "./words";

interface Props {
  item: Item;
  /** Take the focus: somebody comes from the one before. */
  focus: boolean;
  judged: (item: Item) => void;
  later?: () => void;
}

/** Listen, read, decide. What is approved is what was seen: a later version is shown first. */
export function Judge({ item, focus, judged, later }: Props) {
  const t = useWords();
  const words = useItemWords();
  const [seen, setSeen] = useState(item);
  const [ticked, setTicked] = useState(false);
  const [returning, ask] = useDisclosure(false);

  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    if (!focus) return;
    scrollTo({ top: 0 });
    heading.current?.focus({ preventScroll: true });
  }, [focus]);

  const approve = useItemCommand(
    () => approveItem(seen, ticked),
    () => {
      notifications.show({ color: "teal", message: t("approved", { title: seen.title }) });
      judged(item);
    },
  );
  const changed = item.version !== seen.version && !approve.isPending;
  // Preparing a recording changes nothing that was seen before it was there.
  if (item !== seen && (!changed || (seen.recording === null && item.script === seen.script))) setSeen(item);
  const missing = missingToApprove({ ...seen, not_classified: seen.not_classified || ticked });
  const others = missing.filter((one) => one !== "not_classified");
  return (
    <Stack component="article" aria-label={seen.title} className={classes.room}>
      <div>
        <Title order={3} size="h3" ref={heading} tabIndex={-1} className={classes.title}>
          {seen.title}
        </Title>
        <Facts item={{ ...seen, not_classified: false }} />
        <Text size="sm" className="soft">
          {t("handed_in", { owner: seen.owner, time: dayAndHour(seen.changed_at) })} ·{" "}
          <Anchor component={Link} href={`/items/${seen.id}`} inherit td="underline">
            {t("open")}
          </Anchor>
        </Text>
      </div>
      {seen.recording && seen.duration !== null && (
        <div className={classes.player}>
          <Player key={seen.recording} item={seen} />
        </div>
      )}
      <AudioState item={seen} />
      {changed && (
        <Alert color="yellow" role="alert">
          <Group justify="space-between">
            {t("changed")}
            <Button variant="default" onClick={() => setSeen(item)}>
              {t("see_new")}
            </Button>
          </Group>
        </Alert>
      )}
      <Classified item={seen} ticked={ticked} tick={setTicked} />
      {others.length > 0 && (
        <Alert color="orange" title={t("not_yet")}>
          <List>
            {others.map((one) => (
              <List.Item key={one}>{words(`missing_${one}`)}</List.Item>
            ))}
          </List>
        </Alert>
      )}
      <Title order={4} size="h5">
        {t("script")}
      </Title>
      <Script item={seen} />
      <div className={classes.bar}>
        <Button
          size="lg"
          flex={1}
          px="xs"
          leftSection={<IconCheck size={22} aria-hidden />}
          disabled={missing.length > 0 || changed}
          loading={approve.isPending}
          onClick={() => approve.mutate()}
        >
          {t("approve")}
        </Button>
        <Button
          size="lg"
          flex={1}
          px="xs"
          variant="default"
          leftSection={<IconArrowBackUp size={22} aria-hidden />}
          disabled={changed}
          onClick={ask.open}
        >
          {t("return")}
        </Button>
        {later && (
          <Button size="lg" px="sm" variant="default" onClick={later} style={{ flexShrink: 0 }}>
            {t("later")}
          </Button>
        )}
      </div>
      <ReturnItem item={seen} opened={returning} close={ask.close} returned={() => judged(item)} />
    </Stack>
  );
}

function Classified({ item, ticked, tick }: { item: Item; ticked: boolean; tick: (on: boolean) => void }) {
  const t = useWords();
  if (item.not_classified)
    return (
      <Group gap="xs">
        <IconShieldCheck size={20} aria-hidden />
        <Text>{t("confirmed")}</Text>
      </Group>
    );
  return (
    <Alert color="orange" title={t("not_confirmed")}>
      <Checkbox size="lg" label={t("tick")} checked={ticked} onChange={(event) => tick(event.currentTarget.checked)} />
    </Alert>
  );
}
