// SPDX-License-Identifier: GPL-3.0-or-later
import { Alert, Button, Group, Modal, Stack, Text } from "@mantine/core";
import { useMediaQuery } from "@mantine/hooks";
import { IconUsers } from "@tabler/icons-react";
import { useState } from "react";
import { useCommon } from "../../i18n/common";
import { setRundown } from "./changes";
import { type Programme, useItems } from "./data";
import { Rundown } from "./Rundown";
import { moment } from "./said";
import { useDone, usePlanCommand } from "./useDone";
import type { Edition } from "./verdict";
import { useWords } from "./words";

const same = (one: number[], other: number[]) => one.join() === other.join();

/** The rundown of one edition. The programme's own goes on serving the others. */
export function RundownModal(props: { edition: Edition; programme: Programme | undefined; onClose: () => void }) {
  const { edition, programme, onClose } = props;
  const t = useWords();
  const common = useCommon();
  const tell = useDone();
  const narrow = useMediaQuery("(max-width: 700px)");
  const [items, setItems] = useState(edition.items);
  // What the person knows of the saved rundown. The edition itself is as it is now: somebody else may have saved another.
  const [base, setBase] = useState(edition.items);
  const theirs = useItems(edition.items);
  const changed = !same(edition.items, base);
  const changedUnder = changed && !same(items, base) && !same(items, edition.items);
  const take = () => {
    setBase(edition.items);
    setItems(edition.items);
  };
  if (changed && !changedUnder) take();
  const save = usePlanCommand(
    (wanted: number[] | null) => setRundown(edition, wanted, programme),
    (undo) => {
      tell({ said: t("saved_rundown", { title: edition.title }), undo });
      onClose();
    },
  );
  return (
    <Modal opened onClose={onClose} size="xl" fullScreen={narrow} title={`${t("rundown")}: ${edition.title}`}>
      <Stack>
        <Text size="sm" className="soft">
          {t("of_edition", { time: moment(edition.start) })}
        </Text>
        <Rundown
          items={items}
          onChange={setItems}
          slot={edition.duration}
          around={[programme?.opening_item, programme?.closing_item]}
        />
        {changedUnder && (
          <Alert color="orange" role="alert" icon={<IconUsers aria-hidden />}>
            <Stack gap="xs">
              {t("changed_rundown")}
              <Text size="sm" fw={600}>
                {edition.items.map((id) => theirs(id)?.title ?? t("item_unknown", { id })).join("; ") || t("none")}
              </Text>
              <Group>
                <Button variant="default" onClick={take}>
                  {t("take_theirs")}
                </Button>
                <Button variant="default" onClick={() => setBase(edition.items)}>
                  {t("keep_mine")}
                </Button>
              </Group>
            </Stack>
          </Alert>
        )}
        <Group justify="end">
          {programme?.rrule && (
            <Button variant="subtle" loading={save.isPending} disabled={changedUnder} onClick={() => save.mutate(null)}>
              {t("own_rundown")}
            </Button>
          )}
          <Button variant="default" onClick={onClose}>
            {common("cancel")}
          </Button>
          <Button loading={save.isPending} disabled={changedUnder} onClick={() => save.mutate(items)}>
            {common("save")}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
