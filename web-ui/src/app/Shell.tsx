// SPDX-License-Identifier: GPL-3.0-or-later
import { AppShell, Badge, Burger, Button, Group, NavLink, Stack, Text, Title } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconLanguage, IconLogout } from "@tabler/icons-react";
import { Suspense, useEffect } from "react";
import { Redirect, Route, Switch, useLocation } from "wouter";
import type { Person } from "../api/client";
import { useCommon } from "../i18n/common";
import { language, speak } from "../i18n/words";
import { LinkState } from "../live/LinkState";
import { Mishap } from "../parts/Mishap";
import { Waiting } from "../parts/Waiting";
import { pagesOf } from "./pages";
import { followsStation, logOut, useFollow } from "./session";

/** What stands around every page: the station's name, the menu of what this person may do, and the state of the link. */
export function Shell({ person }: { person: Person }) {
  const t = useCommon();
  const [open, menu] = useDisclosure(false);
  const [path, go] = useLocation();
  useFollow(person);
  const pages = pagesOf(person.role);
  const name = person.station || t("station");
  const here = pages.find((page) => (page.path === "/" ? path === "/" : path.startsWith(page.path)));
  useEffect(() => {
    document.title = here ? `${t(here.title)} – ${name}` : name;
  }, [here, name, t]);
  const to = (target: string) => {
    menu.close();
    go(target);
  };

  return (
    <AppShell
      header={{ height: 56 }}
      navbar={{ width: 230, breakpoint: "md", collapsed: { mobile: !open } }}
      padding="md"
    >
      <AppShell.Header className="no-print" px="md">
        <button type="button" className="skip" onClick={() => document.getElementById("main")?.focus()}>
          {t("skip")}
        </button>
        <Group h="100%" wrap="nowrap" justify="space-between">
          <Group wrap="nowrap" gap="sm" miw={0}>
            <Burger
              opened={open}
              onClick={menu.toggle}
              hiddenFrom="md"
              size="sm"
              aria-label={t("menu")}
              aria-expanded={open}
            />
            <Text fw={700} truncate>
              {name}
            </Text>
          </Group>
          {followsStation(person) && <LinkState />}
        </Group>
      </AppShell.Header>
      <AppShell.Navbar className="no-print" p="xs" component="nav" aria-label={t("menu")}>
        <Stack gap={2} flex={1}>
          {pages.map((page) => (
            <NavLink
              key={page.path}
              href={`#${page.path}`}
              label={t(page.title)}
              leftSection={<page.icon size={20} aria-hidden />}
              rightSection={page.count && <page.count />}
              active={page === here}
              aria-current={page === here ? "page" : undefined}
              onClick={(event) => {
                event.preventDefault();
                to(page.path);
              }}
            />
          ))}
        </Stack>
        <Stack gap="xs">
          <Group gap="xs">
            <Text size="sm" fw={600}>
              {person.name}
            </Text>
            <Badge variant="light">{t(`role_${person.role}`)}</Badge>
          </Group>
          <Button
            variant="subtle"
            justify="start"
            leftSection={<IconLanguage size={18} aria-hidden />}
            lang={language() === "vi" ? "en" : "vi"}
            onClick={() => speak(language() === "vi" ? "en" : "vi")}
          >
            {t("other_language")}
          </Button>
          <Button
            variant="subtle"
            justify="start"
            leftSection={<IconLogout size={18} aria-hidden />}
            onClick={() => void logOut()}
          >
            {t("logout")}
          </Button>
        </Stack>
      </AppShell.Navbar>
      <AppShell.Main id="main" tabIndex={-1}>
        {here && (
          <Title order={1} size="h2" mb="md" className="no-print">
            {t(here.title)}
          </Title>
        )}
        <Mishap key={path}>
          <Suspense fallback={<Waiting />}>
            <Switch>
              {pages.map((page) => (
                <Route key={page.path} path={page.path === "/" ? "/" : `${page.path}/*?`} component={page.show} />
              ))}
              <Route>
                <Redirect to={pages[0]?.path ?? "/"} />
              </Route>
            </Switch>
          </Suspense>
        </Mishap>
      </AppShell.Main>
    </AppShell>
  );
}
