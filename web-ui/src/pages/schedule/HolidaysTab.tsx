// SPDX-License-Identifier: GPL-3.0-or-later
import { Button, Group, Modal, NativeSelect, Stack, Text, TextInput } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { useState } from "react";
import { api, told } from "../../api/client";
import { useCommon } from "../../i18n/common";
import { Loaded } from "../../parts/Loaded";
import { useCalendars, useMayPlan, useProgrammes } from "./data";
import { type HolidayCalendar, HolidayEditor } from "./HolidayEditor";
import { useDone, usePlanCommand } from "./useDone";
import { useWords } from "./words";

/** The calendars of days off that programmes can follow. */
export function HolidaysTab() {
  const t = useWords();
  const mayPlan = useMayPlan();
  const calendars = useCalendars();
  const [chosen, choose] = useState("");
  return (
    <Stack>
      <Loaded query={calendars}>
        {(all) => {
          const calendar = all.find((one) => one.name === chosen) ?? all[0];
          return (
            <>
              <Group align="end">
                {all.length > 0 && (
                  <NativeSelect
                    label={t("calendar_choose")}
                    value={calendar?.name}
                    data={all.map((one) => one.name)}
                    onChange={(event) => choose(event.currentTarget.value)}
                  />
                )}
                {mayPlan && <NewCalendar onMade={choose} />}
                {mayPlan && calendar && <DeleteCalendar calendar={calendar} />}
              </Group>
              {!calendar && <Text className="soft">{t("holidays_none")}</Text>}
              {calendar && (
                <>
                  <Users name={calendar.name} />
                  <HolidayEditor key={`${calendar.name} ${calendar.version}`} calendar={calendar} />
                </>
              )}
            </>
          );
        }}
      </Loaded>
    </Stack>
  );
}

function Users({ name }: { name: string }) {
  const t = useWords();
  const users = (useProgrammes().data ?? []).filter((programme) => programme.holiday_calendar === name);
  const titles = [...new Set(users.map((programme) => `“${programme.title}”`))].join(", ");
  return <Text className="soft">{titles ? t("calendar_used", { titles }) : t("calendar_unused")}</Text>;
}

function NewCalendar({ onMade }: { onMade: (name: string) => void }) {
  const t = useWords();
  const [open, ask] = useDisclosure(false);
  const [name, setName] = useState("");
  const make = usePlanCommand(
    () =>
      told(
        api.PUT("/api/v1/holiday-calendars/{name}", {
          params: { path: { name: name.trim() } },
          body: { days_off: [] },
        }),
      ),
    (made) => {
      onMade(made.name);
      setName("");
      ask.close();
    },
  );
  return (
    <>
      <Button variant="default" onClick={ask.open}>
        {t("calendar_new")}
      </Button>
      <Modal opened={open} onClose={ask.close} title={t("calendar_new")}>
        <form
          onSubmit={(event) => {
            event.preventDefault();
            make.mutate(undefined);
          }}
        >
          <Stack>
            <TextInput
              label={t("calendar_name")}
              value={name}
              required
              withAsterisk={false}
              maxLength={60}
              data-autofocus
              onChange={(event) => setName(event.currentTarget.value)}
            />
            <Button type="submit" loading={make.isPending} disabled={!name.trim()}>
              {t("calendar_make")}
            </Button>
          </Stack>
        </form>
      </Modal>
    </>
  );
}

function DeleteCalendar({ calendar }: { calendar: HolidayCalendar }) {
  const t = useWords();
  const common = useCommon();
  const tell = useDone();
  const [open, ask] = useDisclosure(false);
  const remove = usePlanCommand(
    () =>
      told(
        api.DELETE("/api/v1/holiday-calendars/{name}", {
          params: { path: { name: calendar.name }, header: { "If-Match": `"${calendar.version}"` } },
        }),
      ),
    () => {
      tell({ said: t("deleted_done", { title: calendar.name }) });
      ask.close();
    },
  );
  return (
    <>
      <Button variant="light" color="red" onClick={ask.open}>
        {t("calendar_delete")}
      </Button>
      <Modal opened={open} onClose={ask.close} title={t("calendar_delete_ask", { name: calendar.name })}>
        <Group justify="end">
          <Button variant="default" onClick={ask.close}>
            {common("cancel")}
          </Button>
          <Button color="red.8" loading={remove.isPending} onClick={() => remove.mutate(undefined)}>
            {t("calendar_delete")}
          </Button>
        </Group>
      </Modal>
    </>
  );
}
