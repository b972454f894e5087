// SPDX-License-Identifier: GPL-3.0-or-later
import { Card, Table, Text, Title } from "@mantine/core";
import { sentences, signed } from "../../health/finding";
import type { Line } from "../../health/site";
import { useHealthWords } from "../../health/words";
import { useCommon } from "../../i18n/common";
import { dayAndHour, number } from "../../i18n/format";
import { useLanguage } from "../../i18n/words";
import { LoadBar } from "./LoadBar";
import { sight } from "./resolution";
import { useWords } from "./words";

/** The newest measurement, the reference it is compared with, and what such a comparison can show. */
export function LineNow({ line }: { line: Line }) {
  const t = useWords();
  const common = useCommon();
  const health = useHealthWords();
  const language = useLanguage();
  const now = line.health;
  const none = common("not_measured");
  const unit = (value: number | null | undefined, name: string, decimals = 1, times = 1) =>
    value == null ? none : `${number(value * times, language, decimals)} ${name}`;
  const reference = now.reference_watts ?? line.reference?.watts;
  const length = line.length_m == null ? t("length_unknown") : t("metres", { value: number(line.length_m, language) });
  const section =
    line.wire_mm2 == null ? t("section_unknown") : t("square", { value: number(line.wire_mm2, language, 1) });
  const rows: [string, string][] = [
    [t("load"), unit(now.watts, "W")],
    [t("reference_load"), unit(reference, "W")],
    [t("deviation"), now.deviation == null ? none : `${signed(now.deviation * 100, language)} %`],
    [
      t("impedance"),
      now.volts != null && now.amps
        ? `${unit(now.volts / now.amps, "Ω")} / ${unit(reference && line.voltage ** 2 / reference, "Ω")}`
        : none,
    ],
    [t("volts"), unit(now.volts, "V", 2)],
    [t("amps"), unit(now.amps, "mA", 1, 1000)],
    [t("leakage"), unit(now.leakage_amps, "mA", 2, 1000)],
    [t("when"), now.at ? dayAndHour(now.at) : none],
    [t("purpose"), now.purpose ? t(`purpose_${now.purpose}`) : none],
    [t("contact"), t(`contact_${line.contact}`)],
    [
      t("devices"),
      [t("relay", { relay: line.relay }), line.meter ? t("meter", { meter: line.meter }) : t("no_meter")].join(", "),
    ],
    [t("wire"), t("wire_text", { length, section, voltage: number(line.voltage, language) })],
  ];
  return (
    <Card withBorder component="section" aria-label={t("now")}>
      <Title order={3} size="h4" mb="xs">
        {t("now")}
      </Title>
      <LoadBar watts={now.watts} reference={reference} tolerance={line.tolerance} />
      <Text my="xs" fw={600}>
        {sentences(now, health, language).join(" ")}
      </Text>
      <Table variant="vertical" layout="auto" className="numbers">
        <Table.Tbody>
          {rows.map(([name, value]) => (
            <Table.Tr key={name}>
              <Table.Th scope="row" w="42%">
                {name}
              </Table.Th>
              <Table.Td>{value}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
      <Title order={3} size="h4" mt="md">
        {t("reference")}
      </Title>
      {line.reference ? (
        <Text>
          {t("reference_by", {
            watts: number(line.reference.watts, language, 1),
            who: line.reference.who,
            time: dayAndHour(line.reference.at),
          })}
          <br />
          <span className="soft">{line.reference.reason}</span>
        </Text>
      ) : (
        <Text>{t("reference_none")}</Text>
      )}
      <Title order={3} size="h4" mt="md">
        {t("sight")}
      </Title>
      <Text>{sight(line.resolution, t, language)}</Text>
    </Card>
  );
}
