// SPDX-License-Identifier: GPL-3.0-or-later
import { Paper, Stack, Text } from "@mantine/core";
import { toneOf } from "../../health/Mark";
import { lineAddress } from "../../health/site";
import { useHealthWords } from "../../health/words";
import { number } from "../../i18n/format";
import { useLanguage } from "../../i18n/words";
import { nameAt, nameWithin, type Plan, roundLength } from "./plan";
import { Legend, Shape } from "./Shape";
import classes from "./WardPlan.module.css";
import { useWords } from "./words";

/** Loudspeakers where they hang, on a picture or on plain ground. Each line is one link. */
export function WardPlan({ plan, picture }: { plan: Plan; picture?: string }) {
  const t = useWords();
  const health = useHealthWords();
  const count = plan.wires.reduce((sum, wire) => sum + wire.spots.length, 0);
  return (
    <Stack>
      <Paper withBorder p="xs" component="section" aria-label={t("plan_label", { count, lines: plan.wires.length })}>
        <div className={classes.frame}>
          <svg
            viewBox={`0 0 ${plan.width} ${plan.height}`}
            className={picture ? `${classes.plan} ${classes.onPicture}` : classes.plan}
          >
            <title>{t("view_plan")}</title>
            {picture && <image href={picture} width={plan.width} height={plan.height} preserveAspectRatio="none" />}
            {plan.wires.map(({ line, spots }) => {
              const tone = toneOf(line.health.verdict);
              const called = line.name || line.id;
              const said = t("plan_of_line", {
                line: called,
                verdict: line.latched ? health("latched") : health(`verdict_${line.health.verdict}`),
              });
              const name = picture ? nameWithin(spots, called, plan) : nameAt(spots);
              return (
                <a
                  key={line.id}
                  href={lineAddress(line.id)}
                  data-line={line.id}
                  aria-label={said}
                  className={classes[tone]}
                >
                  <title>{said}</title>
                  <polyline points={spots.map((spot) => `${spot.x},${spot.y}`).join(" ")} className={classes.reach} />
                  <polyline points={spots.map((spot) => `${spot.x},${spot.y}`).join(" ")} className={classes.wire} />
                  {spots.map((spot) => (
                    <g key={spot.id}>
                      <title>{spot.name || spot.id}</title>
                      <Shape x={spot.x} y={spot.y} tone={tone} />
                    </g>
                  ))}
                  <text x={name.x} y={name.y} textAnchor={name.anchor} className={classes.name}>
                    {called}
                  </text>
                </a>
              );
            })}
            {plan.unitsPerMetre && <Scale plan={plan} unitsPerMetre={plan.unitsPerMetre} />}
          </svg>
        </div>
      </Paper>
      <Legend />
      {plan.missing > 0 && (
        <Text className="soft">{t(picture ? "plan_unplaced" : "plan_missing", { count: plan.missing })}</Text>
      )}
    </Stack>
  );
}

function Scale({ plan, unitsPerMetre }: { plan: Plan; unitsPerMetre: number }) {
  const t = useWords();
  const language = useLanguage();
  const scale = roundLength(plan.width / 4 / unitsPerMetre);
  return (
    <g aria-hidden className={classes.scale}>
      <path d={`M20 ${plan.height - 14} v8 h${scale * unitsPerMetre} v-8`} />
      <text x={20} y={plan.height - 20}>
        {t("plan_metres", { metres: number(scale, language) })}
      </text>
      <path d={`M${plan.width - 30} 50 v-36 l-8 12 m8 -12 l8 12`} />
      <text x={plan.width - 30} y={72} textAnchor="middle">
        {t("plan_north")}
      </text>
    </g>
  );
}
