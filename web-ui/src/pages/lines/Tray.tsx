// SPDX-License-Identifier: GPL-3.0-or-later
import { Button, Text, Title } from "@mantine/core";
import type { Ref } from "react";
import { toneOf } from "../../health/Mark";
import type { Line } from "../../health/site";
import classes from "./Arrange.module.css";
import { Sign } from "./Shape";
import type { useDrag } from "./useDrag";
import { useWords } from "./words";

interface Props {
  ref: Ref<HTMLElement>;
  lines: Line[];
  isPlaced: (id: string) => boolean;
  dragged: string | undefined;
  grip: ReturnType<typeof useDrag>["grip"];
}

/** Loudspeakers without a place yet, line by line. */
export function Tray({ ref, lines, isPlaced, dragged, grip }: Props) {
  const t = useWords();
  const left = lines
    .map((line) => ({ line, speakers: line.speakers.filter(({ id }) => !isPlaced(id)) }))
    .filter(({ speakers }) => speakers.length > 0);
  return (
    <section ref={ref} className={classes.tray} aria-labelledby="tray">
      <Title order={3} size="h5" id="tray">
        {t("tray")}
      </Title>
      {left.length === 0 && <Text className="soft">{t("tray_empty")}</Text>}
      <div className={classes.lines}>
        {left.map(({ line, speakers }) => (
          <div key={line.id}>
            <Text size="sm" fw={600} id={`tray-${line.id}`}>
              {line.name || line.id}
            </Text>
            <ul aria-labelledby={`tray-${line.id}`}>
              {speakers.map(({ id, name }) => (
                <li key={id}>
                  <Button
                    variant="default"
                    justify="start"
                    data-speaker={id}
                    data-dragged={id === dragged || undefined}
                    leftSection={<Sign tone={toneOf(line.health.verdict)} />}
                    {...grip(id)}
                  >
                    {name || id}
                  </Button>
                </li>
              ))}
            </ul>
          </div>
        ))}
      </div>
    </section>
  );
}
