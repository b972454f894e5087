// SPDX-License-Identifier: GPL-3.0-or-later
import { Skeleton, Stack } from "@mantine/core";
import type { ReactNode } from "react";
import { useCommon } from "../i18n/common";
import { Failed } from "./Mishap";

/** A query, of one answer or of pages. */
interface Asked<T> {
  data: T | undefined;
  error: unknown;
  refetch: () => unknown;
}

/** What a query gave, or its loading or error state in its place. */
export function Loaded<T>({ query, children }: { query: Asked<T>; children: (data: T) => ReactNode }) {
  const t = useCommon();
  if (query.data !== undefined) return <>{children(query.data)}</>;
  if (query.error) return <Failed error={query.error} retry={() => void query.refetch()} />;
  return (
    <Stack role="status" aria-label={t("loading")}>
      <Skeleton h={28} w="60%" />
      <Skeleton h={90} />
      <Skeleton h={90} />
    </Stack>
  );
}
