// SPDX-License-Identifier: GPL-3.0-or-later
import { Alert, Anchor, Button, Group, Loader, Progress, Stack, Text } from "@mantine/core";
import { Link } from "wouter";
import { usePerson } from "../../app/session";
import { useCommon } from "../../i18n/common";
import { number } from "../../i18n/format";
import { useLanguage } from "../../i18n/words";
import { sayProblem } from "../../parts/problem";
import { FileDrop } from "./FileDrop";
import { Player } from "./Player";
import type { Item } from "./rights";
import { type Sending, uploads, useUpload, worthAgain } from "./uploads";
import { useWords } from "./words";

/** The item's recording: listen to it, send one, see how far that is. */
export function Recording({ item, changeable }: { item: Item; changeable: boolean }) {
  const t = useWords();
  const person = usePerson();
  const sending = useUpload(item.id);
  const busy = sending && sending.state !== "failed";
  return (
    <Stack>
      {item.recording && item.duration !== null && <Player key={item.recording} item={item} />}
      <AudioState item={item} />
      {sending && <OnItsWay item={item} sending={sending} />}
      {changeable && !busy && (
        <FileDrop
          label={item.recording ? t("replace") : t("choose")}
          take={(file) => uploads.start(item, file, person.name)}
        />
      )}
    </Stack>
  );
}

/** What became of the file sent last, and whether another item has the same recording. */
export function AudioState({ item }: { item: Item }) {
  const t = useWords();
  return (
    <>
      {item.audio_state === "preparing" && (
        <Group role="status" gap="xs">
          <Loader size="sm" aria-hidden />
          <Text>{t("preparing")}</Text>
        </Group>
      )}
      {item.audio_problem && (
        <Alert color="red" role="alert">
          {t("audio_failed", { why: item.audio_problem })} {item.audio_state === "ready" && t("former_stays")}
        </Alert>
      )}
      {item.duplicate_of !== null && (
        <Alert color="yellow">
          <Anchor component={Link} href={`/items/${item.duplicate_of}`} inherit c="inherit" td="underline">
            {t("duplicate", { id: item.duplicate_of })}
          </Anchor>
        </Alert>
      )}
    </>
  );
}

function OnItsWay({ item, sending }: { item: Item; sending: Sending }) {
  const t = useWords();
  const common = useCommon();
  const language = useLanguage();
  const mega = (bytes: number) => number(bytes / 1e6, language, 1);
  if (sending.state === "failed")
    return (
      <Alert color="red" role="alert">
        <Stack align="start" gap="xs">
          {t("send_failed", { name: sending.name, why: sayProblem(sending.error, common) })}
          {worthAgain(sending.error) && <Button onClick={() => uploads.again(item)}>{t("send_again")}</Button>}
        </Stack>
      </Alert>
    );
  const label = t("sending", { name: sending.name });
  return (
    <Stack gap={4}>
      <Text style={{ overflowWrap: "anywhere" }}>{label}</Text>
      <Progress.Root size="xl">
        <Progress.Section
          value={(100 * sending.received) / Math.max(1, sending.bytes)}
          striped={sending.state === "waiting"}
          aria-label={label}
        />
      </Progress.Root>
      <Group justify="space-between">
        <Text size="sm" className="numbers">
          {t("sent_of", { done: mega(sending.received), whole: mega(sending.bytes) })}
        </Text>
        <Button variant="default" size="compact-md" onClick={() => uploads.cancel(item.id)}>
          {t("stop_sending")}
        </Button>
      </Group>
      <Text size="sm" role="status">
        {sending.state === "waiting" ? t("waiting", { done: mega(sending.received) }) : ""}
      </Text>
    </Stack>
  );
}
