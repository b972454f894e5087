// SPDX-License-Identifier: GPL-3.0-or-later
import { Alert, Button, Center, Stack } from "@mantine/core";
import { Router } from "wouter";
import { useHashLocation } from "wouter/use-hash-location";
import { useCommon } from "../i18n/common";
import { Door } from "../pages/door/Door";
import { Waiting } from "../parts/Waiting";
import { Shell } from "./Shell";
import { useSession } from "./session";

/** The door while nobody is logged in, else the shell with its pages. */
export function App() {
  const t = useCommon();
  const { data: person, error, isPending, refetch } = useSession();
  if (isPending) return <Waiting height="100vh" />;
  if (error)
    return (
      <Center mih="100vh" p="md" component="main">
        <Stack>
          <Alert color="red" role="alert">
            {t("no_station")}
          </Alert>
          <Button onClick={() => void refetch()}>{t("retry")}</Button>
        </Stack>
      </Center>
    );
  if (!person) return <Door />;
  return (
    <Router hook={useHashLocation}>
      <Shell person={person} />
    </Router>
  );
}
