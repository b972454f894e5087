// SPDX-License-Identifier: GPL-3.0-or-later
import { keepPreviousData, useQueries, useQuery } from "@tanstack/react-query";
import { useCallback, useSyncExternalStore } from "react";
import { api, type Schema, told } from "../../api/client";
import { may, usePerson } from "../../app/session";
import { toCivil } from "../../i18n/civil";
import { station } from "../../live/station";

export type Programme = Schema["Programme"];
export type Item = Schema["Item"];

/** Editions of local dates, both inclusive; at most 92 days. */
export const useTimetable = (from: string, to: string) =>
  useQuery({
    queryKey: ["timetable", from, to],
    queryFn: async () => (await told(api.GET("/api/v1/timetable", { params: { query: { from, to } } }))).editions,
    placeholderData: keepPreviousData,
    enabled: from !== "" && to !== "",
  });

export const useProgrammes = () =>
  useQuery({
    queryKey: ["programmes"],
    queryFn: async () => (await told(api.GET("/api/v1/programmes"))).programmes,
  });

export const useCalendars = () =>
  useQuery({
    queryKey: ["programmes", "calendars"],
    queryFn: async () => (await told(api.GET("/api/v1/holiday-calendars"))).holiday_calendars ?? [],
  });

export const useZones = () =>
  useQuery({ queryKey: ["zones"], queryFn: async () => (await told(api.GET("/api/v1/zones"))).zones });

/** Approved items whose words match, the newest 200 first. */
export const useApproved = (search: string) =>
  useQuery({
    queryKey: ["items", "approved", search],
    queryFn: async () => {
      const query = { status: "approved", order: "newest" as const, ...(search ? { search } : {}) };
      return (await told(api.GET("/api/v1/items", { params: { query } }))).items;
    },
    placeholderData: keepPreviousData,
  });

/** Items by id, as far as they are known; technicians may not read items. */
export function useItems(ids: number[]): (id: number) => Item | undefined {
  const { role } = usePerson();
  const wanted = role === "technician" ? [] : [...new Set(ids)];
  const found = useQueries({
    queries: wanted.map((id) => ({
      queryKey: ["items", id],
      queryFn: () => told(api.GET("/api/v1/items/{id}", { params: { path: { id } } })),
    })),
  });
  const known = new Map(found.map((query, at) => [wanted[at], query.data]));
  return (id) => known.get(id);
}

/** Who may change what is planned. */
export const useMayPlan = () => may(usePerson(), "operator");

/** The station's offset from UTC, such as "+07:00"; empty while it is not known. */
const offset = () => station.read().onair?.at.match(/[+-]\d\d:\d\d$/)?.[0] ?? "";

/**
 * What the station's clocks show now: this machine's clock, in the station's zone. Levels change many times a second; the
 * page is drawn anew only when the offset does.
 */
export function useStationNow(): () => string {
  const zone = useSyncExternalStore(station.subscribe, offset);
  return useCallback(() => {
    const [hours = 0, minutes = 0] = zone.slice(1).split(":").map(Number);
    const ahead = zone ? Number(`${zone[0]}1`) * (hours * 60 + minutes) : -new Date().getTimezoneOffset();
    return toCivil(Date.now() + ahead * 60_000);
  }, [zone]);
}
