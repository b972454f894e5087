// SPDX-License-Identifier: GPL-3.0-or-later
import { Alert, Anchor, Button, Group, List, Stack, Text, Title } from "@mantine/core";
import { IconRefresh } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { api, type Schema, told } from "../../api/client";
import { usePerson } from "../../app/session";
import { dayAndHour } from "../../i18n/format";
import { Loaded } from "../../parts/Loaded";
import { useCommand } from "../../parts/useCommand";
import classes from "./admin.module.css";
import { useWords } from "./words";

type SiteFile = Schema["SiteFile"];

/** The site file as it is on the disk, with its problems; an administrator has it read again. */
export function Site() {
  const t = useWords();
  const admin = usePerson().role === "admin";
  const query = useQuery({ queryKey: ["site"], queryFn: () => told(api.GET("/api/v1/site")), staleTime: 0 });
  const reload = useCommand(() => told(api.POST("/api/v1/site/reload", { body: {} })), ["site"]);
  return (
    <Stack>
      <Group justify="space-between">
        <Title order={2} size="h3">
          {t("site")}
        </Title>
        {admin && (
          <Button
            leftSection={<IconRefresh size={18} aria-hidden />}
            loading={reload.isPending}
            onClick={() => reload.mutate()}
          >
            {t("site_reload")}
          </Button>
        )}
      </Group>
      <div role="status">{reload.data && <Answer answer={reload.data} />}</div>
      <Loaded query={query}>{(site) => <Content site={site} />}</Loaded>
    </Stack>
  );
}

function Answer({ answer }: { answer: { applied: string[]; needs_restart: string[]; problems: unknown[] } }) {
  const t = useWords();
  if (answer.problems.length > 0) return <Alert color="red">{t("site_not_used")}</Alert>;
  const same = answer.applied.length === 0 && answer.needs_restart.length === 0;
  return (
    <Alert color={answer.needs_restart.length > 0 ? "orange" : "teal"}>
      {same && t("site_same")}
      {answer.applied.length > 0 && <Keys title={t("site_applied")} keys={answer.applied} />}
      {answer.needs_restart.length > 0 && <Keys title={t("site_needs_restart")} keys={answer.needs_restart} />}
    </Alert>
  );
}

function Keys({ title, keys }: { title: string; keys: string[] }) {
  return (
    <>
      <Text fw={600}>{title}</Text>
      <List>
        {keys.map((key) => (
          <List.Item key={key}>{key}</List.Item>
        ))}
      </List>
    </>
  );
}

const lineId = (line: number) => `site-line-${line}`;
const showLine = (line: number) => document.getElementById(lineId(line))?.scrollIntoView({ block: "center" });

function Content({ site }: { site: SiteFile }) {
  const t = useWords();
  const lines = site.text?.replace(/\n$/, "").split("\n") ?? [];
  const wrong = new Map<number, string[]>();
  for (const { file, line, message } of site.problems)
    if (file === site.file) wrong.set(line, [...(wrong.get(line) ?? []), message]);
  return (
    <>
      <Text>
        {t("site_loaded", { time: dayAndHour(site.loaded_at) })} {t(site.changed ? "site_changed" : "site_unchanged")}
      </Text>
      {site.problems.length === 0 ? (
        <Text>{t("site_right")}</Text>
      ) : (
        <Alert color="red" title={t("site_problems", { count: site.problems.length })}>
          <List>
            {site.problems.map((problem) => (
              <List.Item key={`${problem.file}:${problem.line}:${problem.column}:${problem.message}`}>
                {problem.file === site.file ? (
                  <Anchor
                    component="button"
                    type="button"
                    inherit
                    c="inherit"
                    underline="always"
                    onClick={() => showLine(problem.line)}
                  >
                    {t("site_at", { line: problem.line, column: problem.column })}
                  </Anchor>
                ) : (
                  t("site_elsewhere", { file: problem.file, line: problem.line, column: problem.column })
                )}
                : {problem.message}
              </List.Item>
            ))}
          </List>
        </Alert>
      )}
      <Text ff="monospace" size="sm" className={classes.target}>
        {site.file}
      </Text>
      {site.text === null ? (
        <Text>{t("site_unreadable")}</Text>
      ) : (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: without it the arrow keys cannot move what is out of sight
        <section className={classes.file} aria-label={t("site_text")} tabIndex={0}>
          <ol>
            {lines.map((line, index) => {
              const problems = wrong.get(index + 1);
              return (
                <li key={index} id={lineId(index + 1)} className={problems && classes.wrong}>
                  <code>{line || " "}</code>
                  {problems && <span className={classes.why}>▲ {problems.join("; ")}</span>}
                </li>
              );
            })}
          </ol>
        </section>
      )}
    </>
  );
}
