// SPDX-License-Identifier: GPL-3.0-or-later
import { Button, Center, Paper, Stack } from "@mantine/core";
import { IconLanguage } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { api, told } from "../../api/client";
import { useCommon } from "../../i18n/common";
import { speak, useLanguage } from "../../i18n/words";
import { Login } from "./Login";
import { Setup } from "./Setup";
import { useWords } from "./words";

/** What stands before the station: the login, or the making of the first account while there is none. */
export function Door() {
  const t = useWords();
  const common = useCommon();
  const other = useLanguage() === "vi" ? "en" : "vi";
  const [over, setOver] = useState(false);
  const setup = useQuery({ queryKey: ["setup"], queryFn: () => told(api.GET("/api/v1/setup")) });
  const needed = !over && setup.data?.needed === true;
  return (
    <Center mih="100vh" p="md" component="main">
      <Stack w="100%" maw={400}>
        <Paper withBorder p="lg">
          {needed ? <Setup over={() => setOver(true)} /> : <Login notice={over ? t("setup_over") : null} />}
        </Paper>
        <Button
          variant="subtle"
          leftSection={<IconLanguage size={18} aria-hidden />}
          lang={other}
          onClick={() => speak(other)}
        >
          {common("other_language")}
        </Button>
      </Stack>
    </Center>
  );
}
