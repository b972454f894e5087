// SPDX-License-Identifier: GPL-3.0-or-later

import licences from "virtual:licences";
import { Anchor, Stack, Text, Title } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { api, told } from "../../api/client";
import { usePerson } from "../../app/session";
import classes from "./admin.module.css";
import { useWords } from "./words";

/** What this is, under which licence, and whose work it is made with. */
export function About() {
  const t = useWords();
  const person = usePerson();
  const described = useQuery({
    queryKey: ["openapi"],
    queryFn: async () => (await told(api.GET("/api/v1/openapi.json"))) as { info?: { version?: string } },
  });
  return (
    <Stack maw={900}>
      <Title order={2} size="h3">
        {t("about")}
      </Title>
      <Text>
        <strong>Wardcast {__VERSION__}</strong> – {t("about_text", { station: person.station })}
      </Text>
      <Text>{t("about_api", { version: described.data?.info?.version ?? "–" })}</Text>
      <Text>
        {t("about_licence")} <strong>GPL-3.0-or-later</strong>. {t("about_free")}
      </Text>
      <Title order={2} size="h3">
        {t("libraries")}
      </Title>
      <Text className="soft">{t("libraries_text", { count: licences.length })}</Text>
      <ul className={classes.libraries}>
        {licences.map((one) => (
          <li key={`${one.name}@${one.version}`}>
            <details>
              <summary>
                <strong>{one.name}</strong> {one.version} – {one.licence}
              </summary>
              {/^https?:/.test(one.home) && (
                <Anchor href={one.home} target="_blank" rel="noreferrer" className={classes.target}>
                  {one.home}
                </Anchor>
              )}
              {one.text ? <pre className={classes.licence}>{one.text}</pre> : <Text>{t("libraries_no_text")}</Text>}
            </details>
          </li>
        ))}
      </ul>
    </Stack>
  );
}
