// SPDX-License-Identifier: GPL-3.0-or-later
import { Badge, VisuallyHidden } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { api, told } from "../../api/client";
import { useWords } from "./words";

/** How many items wait for an editor, in the menu; nothing where none does. */
export function WaitingCount() {
  const t = useWords();
  const { data } = useQuery({
    queryKey: ["items", "waiting"],
    queryFn: () => told(api.GET("/api/v1/items", { params: { query: { status: "submitted", limit: 1 } } })),
  });
  const count = data?.count ?? 0;
  if (count === 0) return null;
  return (
    <Badge color="orange.9" circle={count < 10}>
      {count}
      <VisuallyHidden> {t("in_menu")}</VisuallyHidden>
    </Badge>
  );
}
