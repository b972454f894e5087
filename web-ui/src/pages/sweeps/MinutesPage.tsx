// SPDX-License-Identifier: GPL-3.0-or-later
import { Anchor, Button, Group, Stack, Text } from "@mantine/core";
import { IconArrowLeft, IconDownload, IconPrinter } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { api, type Schema, told } from "../../api/client";
import { may, usePerson } from "../../app/session";
import { useLanguage } from "../../i18n/words";
import { Loaded } from "../../parts/Loaded";
import { Clusters } from "./Clusters";
import { FoundFaults, OldFaults } from "./FaultTables";
import classes from "./Minutes.module.css";
import { MinutesHead } from "./MinutesHead";
import { MinutesLines } from "./MinutesLines";
import { MinutesTotals } from "./MinutesTotals";
import { Room } from "./Room";
import { useWords } from "./words";

export type Minutes = Schema["Minutes"];

/** The minutes of a session in the form of the paper; technicians fill in what people saw and heard. */
export function MinutesPage({ id }: { id: string }) {
  const t = useWords();
  const language = useLanguage();
  const works = may(usePerson(), "technician");
  const minutes = useQuery({
    queryKey: ["sweeps", "minutes", id],
    queryFn: () => told(api.GET("/api/v1/sweeps/{id}", { params: { path: { id } } })),
  });
  return (
    <Stack>
      <Group justify="space-between" className="no-print">
        <Anchor href="#/sweeps">
          <Group gap={4} py={6}>
            <IconArrowLeft size={18} aria-hidden />
            {t("back")}
          </Group>
        </Anchor>
        <Group gap="xs">
          <Button
            component="a"
            variant="default"
            href={`/api/v1/sweeps/${encodeURIComponent(id)}/minutes.csv?language=${language}`}
            download
            leftSection={<IconDownload size={18} aria-hidden />}
          >
            {t("csv")}
          </Button>
          <Button variant="default" leftSection={<IconPrinter size={18} aria-hidden />} onClick={() => window.print()}>
            {t("print")}
          </Button>
        </Group>
      </Group>
      {works && <Text className="soft no-print">{t("fill_text")}</Text>}
      <Loaded query={minutes}>
        {(data) => (
          <div className={classes.paper}>
            <MinutesHead minutes={data} works={works} />
            <Room minutes={data} works={works} />
            <MinutesLines minutes={data} />
            <Clusters minutes={data} works={works} />
            <FoundFaults faults={data.found} />
            <OldFaults faults={data.old} />
            <MinutesTotals minutes={data} works={works} />
          </div>
        )}
      </Loaded>
    </Stack>
  );
}
