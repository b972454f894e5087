// SPDX-License-Identifier: GPL-3.0-or-later
import { Center, Loader } from "@mantine/core";
import { useCommon } from "../i18n/common";

/** Something is on its way. */
export function Waiting({ height = 200 }: { height?: number | string }) {
  const t = useCommon();
  return (
    <Center mih={height} role="status" aria-label={t("loading")}>
      <Loader aria-hidden />
    </Center>
  );
}
