// SPDX-License-Identifier: GPL-3.0-or-later
import { QueryClient, useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import { api, keepToken, type Person, Refused, type Role, told, whenLoggedOut } from "../api/client";
import { type Event, station } from "../live/station";

export const queries = new QueryClient({
  defaultOptions: {
    queries: {
      // Events say when something changed; asking again on a timer would only hide that one was missed.
      staleTime: Number.POSITIVE_INFINITY,
      refetchOnWindowFocus: false,
      retry: (count, error) => !(error instanceof Refused) && count < 2,
    },
    mutations: { retry: false },
  },
});

const ME = ["me"];

async function whoAmI(): Promise<Person | null> {
  try {
    return enter(await told(api.GET("/api/v1/me")));
  } catch (error) {
    if (error instanceof Refused && error.status === 401) return null;
    throw error;
  }
}

function enter(person: Person): Person {
  keepToken(person.csrf_token);
  return person;
}

/** Who uses the page: null when nobody is logged in. */
export const useSession = () => useQuery({ queryKey: ME, queryFn: whoAmI });

/** The person who is logged in; only below the shell, where there is one. */
export function usePerson(): Person {
  const { data } = useSession();
  if (!data) throw new Error("nobody is logged in");
  return data;
}

export const may = (person: Person, ...roles: Role[]) => roles.includes(person.role) || person.role === "admin";

export async function logIn(username: string, password: string) {
  const person = await told(api.POST("/api/v1/session", { body: { username, password } }));
  queries.setQueryData(ME, enter(person));
}

export function leave() {
  keepToken(null);
  station.close();
  queries.clear();
  queries.setQueryData(ME, null);
}

export async function logOut() {
  await told(api.DELETE("/api/v1/session")).catch(() => {});
  leave();
}

whenLoggedOut(() => {
  if (queries.getQueryData(ME)) leave();
});

/** What an event makes stale: the first part of the keys of queries. */
const STALE: Partial<Record<Event["type"], string[]>> = {
  items: ["items", "timetable"],
  programmes: ["programmes", "timetable"],
  faults: ["faults", "lines"],
  sweeps: ["sweeps", "lines"],
  lines: ["lines"],
  minutes: ["sweeps"],
  plan: ["plan"],
  emergency: ["emergency"],
};

/** Contributors see their own items alone. */
export const followsStation = (person: Person) => person.role !== "contributor";

/** Follows the station while somebody who may see it is logged in. */
export function useFollow(person: Person) {
  const client = useQueryClient();
  const sees = followsStation(person);
  useEffect(() => {
    if (!sees) return;
    station.open();
    const stop = station.listen((event) => {
      const keys = event.type === "snapshot" ? Object.values(STALE).flat() : (STALE[event.type] ?? []);
      for (const key of new Set(keys)) void client.invalidateQueries({ queryKey: [key] });
    });
    return () => {
      stop();
      station.close();
    };
  }, [client, sees]);
}
