// SPDX-License-Identifier: GPL-3.0-or-later
import { Button, Group, NativeSelect, Stack, Text, TextInput, Title } from "@mantine/core";
import { useInfiniteQuery } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { api, told } from "../../api/client";
import { useCommon } from "../../i18n/common";
import { Failed } from "../../parts/Mishap";
import { DayField } from "../../parts/When";
import { AuditRow } from "./AuditRow";
import classes from "./admin.module.css";
import { SUBJECTS, useWords } from "./words";

const NOTHING = { who: "", action: "", from: "", to: "" };

/** Who changed what and when, newest first. */
export function Audit() {
  const t = useWords();
  const common = useCommon();
  const [filter, setFilter] = useState(NOTHING);
  const query = useInfiniteQuery({
    queryKey: ["audit", filter],
    initialPageParam: undefined as number | undefined,
    queryFn: ({ pageParam: before }) => {
      const said = Object.fromEntries(Object.entries(filter).filter(([, value]) => value !== ""));
      return told(api.GET("/api/v1/audit", { params: { query: { ...said, before } } }));
    },
    getNextPageParam: (page) => page.next ?? undefined,
    staleTime: 0,
  });
  const entries = query.data?.pages.flatMap((page) => page.entries) ?? [];
  return (
    <Stack>
      <Title order={2} size="h3">
        {t("audit")}
      </Title>
      <AuditFilter show={setFilter} />
      {query.error ? (
        <Failed error={query.error} retry={() => void query.refetch()} />
      ) : query.isPending ? (
        <Text role="status">{common("loading")}</Text>
      ) : entries.length === 0 ? (
        <Text>{t("audit_none")}</Text>
      ) : (
        <ul className={classes.log} aria-label={t("audit")}>
          {entries.map((entry) => (
            <AuditRow key={entry.id} entry={entry} />
          ))}
        </ul>
      )}
      {query.hasNextPage && (
        <Button variant="default" loading={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
          {t("audit_older")}
        </Button>
      )}
    </Stack>
  );
}

function AuditFilter({ show }: { show: (filter: typeof NOTHING) => void }) {
  const t = useWords();
  const [form, setForm] = useState(NOTHING);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    // The station takes both dates or none.
    const { from, to } = form;
    show({ ...form, from: from || to, to: to || from });
  };
  const field = (name: keyof typeof form) => ({
    value: form[name],
    onChange: (event: { currentTarget: { value: string } }) => setForm({ ...form, [name]: event.currentTarget.value }),
  });
  return (
    <form onSubmit={submit}>
      <Group align="end" gap="xs">
        <TextInput label={t("audit_who")} autoCapitalize="none" spellCheck={false} {...field("who")} />
        <NativeSelect
          label={t("audit_what")}
          data={[
            { value: "", label: t("audit_all") },
            ...SUBJECTS.map((value) => ({ value, label: t(`on_${value}`) })),
          ]}
          {...field("action")}
        />
        <DayField label={t("audit_from")} w={172} value={form.from} onChange={(from) => setForm({ ...form, from })} />
        <DayField label={t("audit_to")} w={172} value={form.to} onChange={(to) => setForm({ ...form, to })} />
        <Button type="submit">{t("audit_show")}</Button>
      </Group>
    </form>
  );
}
