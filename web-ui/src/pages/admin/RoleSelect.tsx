// SPDX-License-Identifier: GPL-3.0-or-later
import { NativeSelect } from "@mantine/core";
import type { Role } from "../../api/client";
import { useCommon } from "../../i18n/common";
import { useWords } from "./words";

const ROLES: Role[] = ["contributor", "operator", "editor", "technician", "board", "admin"];

/** One of the six roles, with what it may do. */
export function RoleSelect({ value, onChange }: { value: Role; onChange: (role: Role) => void }) {
  const t = useWords();
  const common = useCommon();
  return (
    <NativeSelect
      label={t("role")}
      description={t(`may_${value}`)}
      data={ROLES.map((role) => ({ value: role, label: common(`role_${role}`) }))}
      value={value}
      onChange={(event) => onChange(event.currentTarget.value as Role)}
    />
  );
}
