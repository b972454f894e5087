// SPDX-License-Identifier: GPL-3.0-or-later
import { Autocomplete, Button, Group, Modal, Stack } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { api, told } from "../../api/client";
import { usePerson } from "../../app/session";
import { useCommon } from "../../i18n/common";
import { fieldsOf } from "../../parts/problem";
import { useCommand } from "../../parts/useCommand";
import { DayField, TimeField } from "../../parts/When";
import type { FaultWithStory } from "./FaultPage";
import { useWords } from "./words";

const END_OF_WORK = "17:00";

/** Gives a fault to somebody, with a day and hour to have it repaired by. */
export function Assign({ fault }: { fault: FaultWithStory }) {
  const t = useWords();
  const [open, modal] = useDisclosure(false);
  return (
    <>
      <Button size="md" variant="default" onClick={modal.open}>
        {t("assign")}
      </Button>
      <Modal opened={open} onClose={modal.close} title={t("assign")}>
        <Form fault={fault} close={modal.close} />
      </Modal>
    </>
  );
}

function Form({ fault, close }: { fault: FaultWithStory; close: () => void }) {
  const t = useWords();
  const common = useCommon();
  const person = usePerson();
  const [to, setTo] = useState(fault.owner ?? person.name);
  const [day, setDay] = useState(fault.deadline?.slice(0, 10) ?? "");
  const [time, setTime] = useState(fault.deadline?.slice(11, 16) ?? END_OF_WORK);
  const people = useQuery({
    queryKey: ["people"],
    queryFn: async () => (await told(api.GET("/api/v1/people"))).people.map((one) => one.username),
  });
  // The fields have no offset: it is the station's, as in every time that it sends.
  const offset = fault.since.slice(fault.since.search(/([+-]\d\d:\d\d|Z)$/));
  const assign = useCommand(
    () =>
      told(
        api.POST("/api/v1/faults/{id}/assign", {
          params: { path: { id: fault.id } },
          body: { to: to.trim(), deadline: day ? `${day}T${time.padEnd(8, ":00")}${offset}` : null },
        }),
      ),
    ["faults"],
    close,
  );
  const trouble = fieldsOf(assign.error);
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        assign.mutate();
      }}
    >
      <Stack>
        <Autocomplete
          label={t("assign_to")}
          required
          data={people.data ?? [person.name]}
          value={to}
          onChange={setTo}
          error={trouble.to}
          autoCapitalize="none"
        />
        <Group grow align="start">
          <DayField label={t("assign_deadline")} value={day} onChange={setDay} error={trouble.deadline} />
          <TimeField
            label={t("assign_time")}
            required={day !== ""}
            withAsterisk={false}
            value={time}
            onChange={setTime}
          />
        </Group>
        <Group justify="end">
          <Button variant="default" size="md" onClick={close}>
            {common("cancel")}
          </Button>
          <Button type="submit" size="md" loading={assign.isPending} disabled={!to.trim()}>
            {t("assign_do")}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
