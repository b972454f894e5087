// SPDX-License-Identifier: GPL-3.0-or-later
import { List, Stack, Text, Title } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { api, type Schema, told } from "../../api/client";
import { dayAndHour } from "../../i18n/format";
import { Loaded } from "../../parts/Loaded";
import { useWords } from "./words";

const KNOWN = ["create", "edit", "audio", "prepared", "submit", "approve", "return", "withdraw"] as const;

/** Who did what with the item, newest first, from the audit log: for those who may read it. */
export function Story({ id }: { id: number }) {
  const t = useWords();
  const query = useQuery({
    queryKey: ["items", id, "story"],
    queryFn: () => told(api.GET("/api/v1/audit", { params: { query: { target: `item/${id}`, limit: 50 } } })),
  });
  const what = (action: string) => {
    const known = KNOWN.find((one) => `item.${one}` === action);
    return known ? t(`story_${known}`) : action;
  };
  return (
    <Stack gap="xs">
      <Title order={3} size="h4">
        {t("story")}
      </Title>
      <Loaded query={query}>
        {({ entries }) => (
          <List listStyleType="none" spacing={4}>
            {entries.map((entry) => (
              <List.Item key={entry.id}>
                <span className="numbers">{dayAndHour(entry.at)}</span> · {entry.who} {what(entry.action)}
                {noteOf(entry) && (
                  <Text size="sm" style={{ whiteSpace: "pre-wrap" }}>
                    {noteOf(entry)}
                  </Text>
                )}
              </List.Item>
            ))}
          </List>
        )}
      </Loaded>
    </Stack>
  );
}

function noteOf({ action, after }: Schema["AuditEntry"]): string {
  if (action !== "item.return" && action !== "item.withdraw") return "";
  return typeof after === "object" && after !== null && "note" in after ? String(after.note) : "";
}
