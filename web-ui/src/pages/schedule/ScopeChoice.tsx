// SPDX-License-Identifier: GPL-3.0-or-later
import { Button, Modal, Stack, Text } from "@mantine/core";
import type { ReactNode } from "react";
import { useCommon } from "../../i18n/common";
import type { Scope } from "./changes";
import { useWords } from "./words";

interface Props {
  title: string;
  /** Why it is asked, and what to know before choosing. */
  lead: ReactNode;
  choices: { scope: Scope; label: string; danger?: boolean }[];
  busy: boolean;
  onChoose: (scope: Scope) => void;
  onClose: () => void;
}

/** This edition, it and the following ones, or all of them. */
export function ScopeChoice({ title, lead, choices, busy, onChoose, onClose }: Props) {
  const common = useCommon();
  return (
    <Modal opened onClose={onClose} title={title}>
      <Stack>
        {lead}
        {choices.map(({ scope, label, danger }) => (
          <Button
            key={scope}
            size="md"
            color={danger ? "red.8" : undefined}
            variant={danger ? "outline" : "filled"}
            loading={busy}
            onClick={() => onChoose(scope)}
          >
            {label}
          </Button>
        ))}
        <Button variant="default" onClick={onClose}>
          {common("cancel")}
        </Button>
      </Stack>
    </Modal>
  );
}

/** The scopes that a change of a repeating programme may have. */
export function useScopes(only?: Scope[]) {
  const t = useWords();
  const all: { scope: Scope; label: string }[] = [
    { scope: "this", label: t("scope_this") },
    { scope: "following", label: t("scope_following") },
    { scope: "all", label: t("scope_all") },
  ];
  return { lead: <Text>{t("scope_ask")}</Text>, choices: only ? all.filter(({ scope }) => only.includes(scope)) : all };
}
