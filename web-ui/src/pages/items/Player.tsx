// SPDX-License-Identifier: GPL-3.0-or-later
import { ActionIcon, Alert, Button, Group, Stack, Text } from "@mantine/core";
import { IconPlayerPauseFilled, IconPlayerPlayFilled, IconRewindBackward10 } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import { length, number } from "../../i18n/format";
import { useLanguage } from "../../i18n/words";
import classes from "./Player.module.css";
import { barsOf, LONGEST_PICTURE_S, readPeaks } from "./peaks";
import type { Item } from "./rights";
import { useWords } from "./words";

const BARS = 240;
const SPEEDS = [1, 1.25, 1.5, 2];

/** Listen to an item's recording: play, go back a little, faster, and a picture of its loudness to go anywhere in it. */
export function Player({ item }: { item: Item }) {
  const t = useWords();
  const language = useLanguage();
  const audio = useRef<HTMLAudioElement>(null);
  const [now, setNow] = useState(0);
  const [playing, setPlaying] = useState(false);
  const [speed, setSpeed] = useState(1);
  const [broken, setBroken] = useState(false);
  const whole = item.duration ?? 0;
  const times = number(speed, language, String(speed % 1).slice(2).length);
  const url = `/api/v1/items/${item.id}/audio`;
  useEffect(() => {
    if (audio.current) audio.current.playbackRate = speed;
  }, [speed]);

  const go = (to: number) => {
    if (!audio.current) return;
    audio.current.currentTime = Math.max(0, Math.min(whole, to));
    setNow(audio.current.currentTime);
  };
  const toggle = () => {
    if (!audio.current) return;
    if (playing) audio.current.pause();
    else void audio.current.play().catch((error: Error) => error.name !== "AbortError" && setBroken(true));
  };
  const Icon = playing ? IconPlayerPauseFilled : IconPlayerPlayFilled;
  return (
    <Stack gap="xs" role="group" aria-label={t("listen", { title: item.title })}>
      {/* biome-ignore lint/a11y/useMediaCaption: the script stands beside it */}
      <audio
        ref={audio}
        src={url}
        preload="metadata"
        onTimeUpdate={(event) => setNow(event.currentTarget.currentTime)}
        onPlay={() => setPlaying(true)}
        onPause={() => setPlaying(false)}
        onError={() => setBroken(true)}
      />
      {broken && (
        <Alert color="orange" role="alert">
          {t("cannot_play")}
        </Alert>
      )}
      <Group gap="xs" wrap="nowrap">
        <ActionIcon size={56} radius="xl" onClick={toggle} aria-label={playing ? t("pause") : t("play")}>
          <Icon size={28} aria-hidden />
        </ActionIcon>
        <div className={classes.picture}>
          <Picture url={url} recording={item.recording ?? ""} seconds={whole} part={whole > 0 ? now / whole : 0} />
          <input
            type="range"
            className={classes.seek}
            min={0}
            max={whole}
            step={whole < 10 ? 0.1 : 1}
            value={Math.min(now, whole)}
            aria-label={t("position")}
            aria-valuetext={t("position_of", { now: length(now), whole: length(whole) })}
            onChange={(event) => go(Number(event.currentTarget.value))}
          />
        </div>
      </Group>
      <Group gap="xs" justify="space-between">
        <Text className="numbers" size="sm">
          {length(now)} / {length(whole)}
        </Text>
        <Group gap="xs">
          <ActionIcon variant="default" size={44} onClick={() => go(now - 10)} aria-label={t("back_10")}>
            <IconRewindBackward10 size={22} aria-hidden />
          </ActionIcon>
          <Button
            variant="default"
            h={44}
            px="sm"
            className="numbers"
            aria-label={t("speed", { times })}
            onClick={() => setSpeed(SPEEDS[(SPEEDS.indexOf(speed) + 1) % SPEEDS.length] ?? 1)}
          >
            {times}×
          </Button>
        </Group>
      </Group>
    </Stack>
  );
}

function Picture({ url, recording, seconds, part }: { url: string; recording: string; seconds: number; part: number }) {
  const { data } = useQuery({
    queryKey: ["peaks", recording],
    queryFn: ({ signal }) => readPeaks(url, BARS, signal),
    enabled: seconds > 0 && seconds <= LONGEST_PICTURE_S,
    select: barsOf,
    retry: false,
  });
  const percent = `${(100 * Math.min(1, part)).toFixed(2)}%`;
  return (
    <>
      {data && (
        <>
          <svg viewBox={`0 0 ${BARS} 100`} preserveAspectRatio="none" aria-hidden="true" data-drawn>
            <path d={data} />
          </svg>
          <svg
            viewBox={`0 0 ${BARS} 100`}
            preserveAspectRatio="none"
            aria-hidden="true"
            className={classes.played}
            style={{ clipPath: `inset(0 calc(100% - ${percent}) 0 0)` }}
          >
            <path d={data} />
          </svg>
        </>
      )}
      <div className={classes.now} style={{ left: percent }} />
    </>
  );
}
