// SPDX-License-Identifier: GPL-3.0-or-later
import {
  Alert,
  Button,
  Checkbox,
  Group,
  Modal,
  MultiSelect,
  NumberInput,
  Select,
  Stack,
  Text,
  TextInput,
} from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconAlarm } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { memo, useState } from "react";
import { api, told } from "../../api/client";
import { sameNames, type Zone } from "../../live/station";
import { Loaded } from "../../parts/Loaded";
import { useCommand } from "../../parts/useCommand";
import { useWords } from "./words";

const KIND = "emergency";

async function messages() {
  const query = { status: "approved", kind: KIND, order: "newest" as const };
  return (await told(api.GET("/api/v1/items", { params: { query } }))).items;
}

/** The button, and two steps behind it: what and where, then the word that says it is meant. */
export const RaiseEmergency = memo(
  function RaiseEmergency({ zones }: { zones: Zone[] }) {
    const t = useWords();
    const [open, modal] = useDisclosure(false);
    return (
      <>
        <Button color="red.9" leftSection={<IconAlarm size={18} aria-hidden />} onClick={modal.open}>
          {t("raise")}
        </Button>
        <Modal opened={open} onClose={modal.close} title={t("raise")} size="lg" closeOnClickOutside={false}>
          {open && <Steps zones={zones} close={modal.close} />}
        </Modal>
      </>
    );
  },
  (before, after) => sameNames(before.zones, after.zones),
);

function Steps({ zones, close }: { zones: Zone[]; close: () => void }) {
  const t = useWords();
  const query = useQuery({ queryKey: ["items", "emergency"], queryFn: messages });
  const [order, setOrder] = useState({ item: null as string | null, zones: [] as string[], repeat: 3, drill: false });
  const [sure, setSure] = useState(false);
  return (
    <Loaded query={query}>
      {(items) => {
        const title = items.find((item) => String(item.id) === order.item)?.title ?? "";
        if (sure) return <Sure order={order} title={title} zones={zones} back={() => setSure(false)} close={close} />;
        if (items.length === 0) return <Alert color="yellow">{t("raise_none")}</Alert>;
        return (
          <Stack>
            <Select
              label={t("raise_what")}
              data={items.map((item) => ({ value: String(item.id), label: item.title }))}
              value={order.item}
              onChange={(item) => setOrder({ ...order, item })}
            />
            <MultiSelect
              label={t("raise_where")}
              placeholder={order.zones.length === 0 ? t("raise_everywhere") : undefined}
              data={zones.map((zone) => ({ value: zone.id, label: zone.name }))}
              value={order.zones}
              onChange={(chosen) => setOrder({ ...order, zones: chosen })}
            />
            <NumberInput
              label={t("raise_repeat")}
              min={1}
              max={100}
              value={order.repeat}
              onChange={(value) => setOrder({ ...order, repeat: Number(value) || 1 })}
            />
            <Checkbox
              label={t("raise_drill")}
              checked={order.drill}
              onChange={(event) => setOrder({ ...order, drill: event.currentTarget.checked })}
            />
            <Button disabled={!order.item} onClick={() => setSure(true)}>
              {t("raise_next")}
            </Button>
          </Stack>
        );
      }}
    </Loaded>
  );
}

interface Order {
  item: string | null;
  zones: string[];
  repeat: number;
  drill: boolean;
}

function Sure(props: { order: Order; title: string; zones: Zone[]; back: () => void; close: () => void }) {
  const { order, title, zones, back, close } = props;
  const t = useWords();
  const [typed, setTyped] = useState("");
  const word = t(order.drill ? "raise_word_drill" : "raise_word");
  const meant = typed.trim().normalize("NFC").toLocaleUpperCase() === word;
  const raise = useCommand(
    () =>
      told(
        api.POST("/api/v1/emergency", {
          body: {
            item_id: Number(order.item),
            repeat: order.repeat,
            interval: 5,
            expires_in: 600,
            drill: order.drill,
            ...(order.zones.length > 0 ? { zones: order.zones } : {}),
          },
        }),
      ),
    ["emergency"],
    close,
  );
  const named = zones.filter((zone) => order.zones.includes(zone.id)).map((zone) => zone.name);
  return (
    <Stack
      component="form"
      onSubmit={(event) => {
        event.preventDefault();
        if (meant) raise.mutate();
      }}
    >
      <Alert color="red" title={t("raise_sure", { where: named.join(", ") || t("raise_everywhere") })}>
        {t("raise_sure_text", { title, count: order.repeat })}
      </Alert>
      <TextInput
        label={t(order.drill ? "raise_type_drill" : "raise_type")}
        autoComplete="off"
        data-autofocus
        value={typed}
        onChange={(event) => setTyped(event.currentTarget.value)}
      />
      <Group justify="space-between">
        <Button variant="default" onClick={back}>
          {t("raise_back")}
        </Button>
        <Button type="submit" color="red.9" size="md" disabled={!meant} loading={raise.isPending}>
          <Text fw={700}>{t("raise_now")}</Text>
        </Button>
      </Group>
    </Stack>
  );
}
