// SPDX-License-Identifier: GPL-3.0-or-later
import { Tabs } from "@mantine/core";
import { IconFileText, IconInfoCircle, IconKey, IconListDetails, IconUsers } from "@tabler/icons-react";
import { useLocation } from "wouter";
import { usePerson } from "../../app/session";
import { About } from "./About";
import { Accounts } from "./Accounts";
import { Audit } from "./Audit";
import { Site } from "./Site";
import { Tokens } from "./Tokens";
import { useWords } from "./words";

const PARTS = [
  { name: "accounts", icon: IconUsers, show: Accounts, board: false },
  { name: "tokens", icon: IconKey, show: Tokens, board: false },
  { name: "audit", icon: IconListDetails, show: Audit, board: true },
  { name: "site", icon: IconFileText, show: Site, board: true },
  { name: "about", icon: IconInfoCircle, show: About, board: true },
] as const;

/** Accounts, tokens, audit log, site file, about: /admin/audit. The board reads the last three. */
export default function AdminPage() {
  const t = useWords();
  const { role } = usePerson();
  const [path, go] = useLocation();
  const parts = PARTS.filter((part) => role === "admin" || part.board);
  const here = parts.find((part) => path === `/admin/${part.name}`) ?? parts[0];
  if (!here) return null;
  return (
    <Tabs value={here.name} onChange={(name) => go(name === parts[0]?.name ? "/admin" : `/admin/${name}`)}>
      <Tabs.List mb="md">
        {parts.map(({ name, icon: Icon }) => (
          <Tabs.Tab key={name} value={name} leftSection={<Icon size={18} aria-hidden />}>
            {t(name)}
          </Tabs.Tab>
        ))}
      </Tabs.List>
      {parts.map(({ name, show: Show }) => (
        <Tabs.Panel key={name} value={name}>
          {name === here.name && <Show />}
        </Tabs.Panel>
      ))}
    </Tabs>
  );
}
