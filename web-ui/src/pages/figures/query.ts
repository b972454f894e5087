// SPDX-License-Identifier: GPL-3.0-or-later
import { useQuery } from "@tanstack/react-query";
import { useSyncExternalStore } from "react";
import { api, type Schema, told } from "../../api/client";
import { useLanguage } from "../../i18n/words";
import { station } from "../../live/station";
import type { Period } from "./period";

export type Report = Schema["Report"];
export type Row = Schema["FiguresRow"];

// No event tells that figures have changed: each visit to the page asks anew.
const ANEW = { staleTime: 0 } as const;

/** The board's report of a period: all figures, and those of the periods it is compared with. */
export function useReport({ from, to }: Period) {
  const language = useLanguage();
  return useQuery({
    queryKey: ["report", from, to, language],
    queryFn: async () =>
      (await told(
        api.GET("/api/v1/reports", { params: { query: { from, to, format: "json", language } }, parseAs: "json" }),
      )) as Report,
    ...ANEW,
  });
}

export const useAirings = ({ from, to }: Period, enabled: boolean) =>
  useQuery({
    enabled,
    queryKey: ["airings", from, to],
    queryFn: async () => (await told(api.GET("/api/v1/airings", { params: { query: { from, to } } }))).airings,
    ...ANEW,
  });

export const useSessions = ({ from, to }: Period) =>
  useQuery({
    queryKey: ["sweeps", from, to],
    queryFn: () => told(api.GET("/api/v1/sweeps", { params: { query: { from, to } } })),
    ...ANEW,
  });

/** Those first found in the period. */
export const useFaults = ({ from, to }: Period) =>
  useQuery({
    queryKey: ["faults", from, to],
    queryFn: async () => (await told(api.GET("/api/v1/faults", { params: { query: { from, to } } }))).faults,
    ...ANEW,
  });

// The live state changes several times a second on air; what these give changes hardly ever, and so is drawn hardly ever.

const zoneNames = () =>
  JSON.stringify(Object.fromEntries(station.read().onair?.zones.map(({ id, name }) => [id, name]) ?? []));

/** Names zones; what is not a zone of this station any more keeps its id. */
export function useZoneNames() {
  const names = JSON.parse(useSyncExternalStore(station.subscribe, zoneNames)) as Record<string, string>;
  return (zones: string[]) => zones.map((id) => names[id] ?? id).join(", ");
}
