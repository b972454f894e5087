// SPDX-License-Identifier: GPL-3.0-or-later
import { useQuery } from "@tanstack/react-query";
import { useCallback } from "react";
import { api, type Schema, told } from "../api/client";
import { useHealthWords } from "./words";

export type Line = Schema["Line"];
export type Fault = Schema["Fault"];

export const useLines = () =>
  useQuery({ queryKey: ["lines"], queryFn: async () => (await told(api.GET("/api/v1/lines"))).lines });

export const useZones = () =>
  useQuery({ queryKey: ["zones"], queryFn: async () => (await told(api.GET("/api/v1/zones"))).zones });

const useAmplifiers = () =>
  useQuery({ queryKey: ["amplifiers"], queryFn: async () => (await told(api.GET("/api/v1/amplifiers"))).amplifiers });

/** Names of the site file's ids; the id itself while they are not here yet, or are gone from the file. */
export function useNames() {
  const { data: lines } = useLines();
  const { data: zones } = useZones();
  const { data: amplifiers } = useAmplifiers();
  const line = useCallback((id: string) => lines?.find((one) => one.id === id)?.name ?? id, [lines]);
  const zone = useCallback((id: string) => zones?.find((one) => one.id === id)?.name ?? id, [zones]);
  const amplifier = useCallback((id: string) => amplifiers?.find((one) => one.id === id)?.name ?? id, [amplifiers]);
  return { line, zone, amplifier };
}

/** Says where in the ward a fault is: "Khu phố 1 – Chợ Hoa Sen, đường dây Đường Lê Lợi". */
export function usePlace() {
  const t = useHealthWords();
  const { line, zone, amplifier } = useNames();
  return useCallback(
    (place: Fault["place"]) => {
      const parts: string[] = [];
      if (place.zone) parts.push(zone(place.zone));
      if (place.line) parts.push(t("place_line", { name: line(place.line) }));
      if (place.amplifier) parts.push(t("place_amplifier", { name: amplifier(place.amplifier) }));
      if (place.board)
        parts.push(
          place.contact
            ? t("place_contact", { name: place.board, contact: place.contact })
            : t("place_board", { name: place.board }),
        );
      if (place.meter) parts.push(t("place_meter", { name: place.meter }));
      return parts.join(", ") || t("place_none");
    },
    [t, line, zone, amplifier],
  );
}

export const lineAddress = (id: string) => `#/lines/${encodeURIComponent(id)}`;
export const faultAddress = (id: number) => `#/faults/${id}`;
export const minutesAddress = (id: string) => `#/sweeps/${encodeURIComponent(id)}`;
