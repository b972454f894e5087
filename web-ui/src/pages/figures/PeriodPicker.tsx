// SPDX-License-Identifier: GPL-3.0-or-later
import { ActionIcon, Button, Group, NativeSelect, Text } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconChevronLeft, IconChevronRight } from "@tabler/icons-react";
import { type FormEvent, useState } from "react";
import { useLocation } from "wouter";
import { DayField } from "../../parts/When";
import { addressOf, after, before, type Period, periodAt, quarter, quarterAt, quarterOf } from "./period";
import { useWords } from "./words";

const YEARS_BACK = 10;

/** A quarter of a year, or any first and last day. */
export function PeriodPicker({ period, today }: { period: Period; today: string }) {
  const t = useWords();
  const [, go] = useLocation();
  const whole = quarterOf(period);
  const [free, set] = useDisclosure(!whole);
  const show = (next: Period) => go(`/figures/${addressOf(next)}`);
  const near = whole ?? quarterOf(quarterAt(period.from)) ?? { year: Number(today.slice(0, 4)), number: 1 };
  const newest = Math.max(Number(today.slice(0, 4)), near.year);
  const oldest = Math.min(newest - YEARS_BACK, near.year);
  const years = Array.from({ length: newest - oldest + 1 }, (_, index) => String(newest - index));
  return (
    <Group align="end" gap="xs" className="no-print">
      <ActionIcon variant="default" size={36} aria-label={t("earlier")} onClick={() => show(before(period))}>
        <IconChevronLeft size={20} aria-hidden />
      </ActionIcon>
      {free ? (
        <Days period={period} show={show} />
      ) : (
        <>
          <NativeSelect
            label={t("quarter")}
            data={["I", "II", "III", "IV"].map((label, index) => ({ label, value: String(index + 1) }))}
            value={String(near.number)}
            onChange={(event) => show(quarter(near.year, Number(event.currentTarget.value)))}
          />
          <NativeSelect
            label={t("year")}
            data={years}
            value={String(near.year)}
            onChange={(event) => show(quarter(Number(event.currentTarget.value), near.number))}
          />
        </>
      )}
      <ActionIcon variant="default" size={36} aria-label={t("later")} onClick={() => show(after(period))}>
        <IconChevronRight size={20} aria-hidden />
      </ActionIcon>
      {free ? (
        <Button
          variant="subtle"
          onClick={() => {
            set.close();
            show(quarter(near.year, near.number));
          }}
        >
          {t("quarter")}
        </Button>
      ) : (
        <Button variant="subtle" onClick={set.open}>
          {t("other")}
        </Button>
      )}
    </Group>
  );
}

function Days({ period, show }: { period: Period; show: (next: Period) => void }) {
  const t = useWords();
  const [days, setDays] = useState(period);
  const right = periodAt(`${days.from}..${days.to}`);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (right) show(right);
  };
  return (
    <form onSubmit={submit}>
      <Group align="end" gap="xs">
        <DayField label={t("from")} w={172} value={days.from} onChange={(from) => setDays({ ...days, from })} />
        <DayField label={t("to")} w={172} value={days.to} onChange={(to) => setDays({ ...days, to })} />
        <Button type="submit" disabled={!right}>
          {t("show")}
        </Button>
      </Group>
      {days.from && days.to && days.from > days.to && (
        <Text size="sm" role="alert">
          {t("wrong_order")}
        </Text>
      )}
    </form>
  );
}
