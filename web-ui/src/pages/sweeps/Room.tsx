// SPDX-License-Identifier: GPL-3.0-or-later
import type { Minutes } from "./MinutesPage";
import { Sheet } from "./Sheet";
import { Written } from "./Written";
import { useWords } from "./words";

const STATES = ["good", "weak", "broken"] as const;
const NUMBERS = ["volts", "amps", "celsius"] as const;

/** A: the amplifiers. Their state is the machine's until a person writes another. */
export function Room({ minutes, works }: { minutes: Minutes; works: boolean }) {
  const t = useWords();
  return (
    <Sheet title={t("room")} heads={[t("device"), t("state"), t("volts"), t("amps"), t("celsius"), t("note")]}>
      {minutes.amplifiers.map((amplifier) => {
        const device = amplifier.name || amplifier.id;
        const at = { session: minutes.id, field: `amplifier/${amplifier.id}`, works };
        const standing = t(`standing_${amplifier.standing}`);
        return (
          <tr key={amplifier.id}>
            <th scope="row">{device}</th>
            <td>
              <Written
                {...at}
                part="state"
                remark={amplifier.state}
                otherwise={standing}
                label={t("state_of", { device })}
                choices={[
                  { value: "", label: `${t("not_seen")}: ${standing}` },
                  ...STATES.map((value) => ({ value, label: t(`state_${value}`) })),
                ]}
              />
            </td>
            {NUMBERS.map((part) => (
              <td key={part}>
                <Written
                  {...at}
                  part={part}
                  kind="number"
                  remark={amplifier[part]}
                  label={t(`${part}_of`, { device })}
                />
              </td>
            ))}
            <td>
              <Written {...at} part="note" remark={amplifier.note} label={t("note_of", { speaker: device })} />
            </td>
          </tr>
        );
      })}
    </Sheet>
  );
}
