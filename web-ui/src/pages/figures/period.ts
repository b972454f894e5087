// SPDX-License-Identifier: GPL-3.0-or-later

/** Local dates, both inclusive. */
export interface Period {
  from: string;
  to: string;
}

const ROMAN = ["I", "II", "III", "IV"];
const two = (value: number) => String(value).padStart(2, "0");
const text = (date: Date) => date.toISOString().slice(0, 10);
const date = (year: number, month: number, day: number) => text(new Date(Date.UTC(year, month - 1, day)));
const partsOf = (day: string) => day.split("-").map(Number) as [number, number, number];
const lastOf = (year: number, month: number) => date(year, month + 1, 0);
const moved = (day: string, days: number) => text(new Date(Date.parse(day) + days * 86_400_000));

const isDate = (said: string) =>
  /^\d{4}-\d\d-\d\d$/.test(said) && !Number.isNaN(Date.parse(said)) && text(new Date(Date.parse(said))) === said;

export const quarter = (year: number, number: number): Period => ({
  from: `${year}-${two(number * 3 - 2)}-01`,
  to: lastOf(year, number * 3),
});

/** The quarter that a day lies in. */
export function quarterAt(day: string): Period {
  const [year, month] = partsOf(day);
  return quarter(year, Math.ceil(month / 3));
}

/** The period as a calendar quarter, where it is one. */
export function quarterOf(period: Period): { year: number; number: number } | null {
  const [year, month] = partsOf(period.from);
  const number = Math.ceil(month / 3);
  const whole = quarter(year, number);
  return whole.from === period.from && whole.to === period.to ? { year, number } : null;
}

/** As it stands in an address: 2018Q1, or 2018-09-20..2018-10-20. */
export function addressOf(period: Period): string {
  const whole = quarterOf(period);
  return whole ? `${whole.year}Q${whole.number}` : `${period.from}..${period.to}`;
}

export function periodAt(address: string): Period | null {
  const whole = /^(\d{4})Q([1-4])$/.exec(address);
  if (whole) return quarter(Number(whole[1]), Number(whole[2]));
  const [from, to, ...more] = address.split("..");
  if (!from || !to || more.length > 0 || !isDate(from) || !isDate(to) || from > to) return null;
  return { from, to };
}

/** The period of equal length and kind before it: whole months before whole months, else as many days. */
export function before(period: Period): Period {
  const [year, month, day] = partsOf(period.from);
  const [lastYear, lastMonth] = partsOf(period.to);
  if (day === 1 && period.to === lastOf(lastYear, lastMonth)) {
    const months = (lastYear - year) * 12 + lastMonth - month + 1;
    return { from: date(year, month - months, 1), to: date(year, month, 0) };
  }
  const days = daysOf(period);
  return { from: moved(period.from, -days), to: moved(period.from, -1) };
}

/** The period of equal length and kind after it. */
export function after(period: Period): Period {
  const [year, month, day] = partsOf(period.from);
  const [lastYear, lastMonth] = partsOf(period.to);
  if (day === 1 && period.to === lastOf(lastYear, lastMonth)) {
    const months = (lastYear - year) * 12 + lastMonth - month + 1;
    return { from: date(lastYear, lastMonth + 1, 1), to: date(lastYear, lastMonth + months + 1, 0) };
  }
  const days = daysOf(period);
  return { from: moved(period.to, 1), to: moved(period.to, days) };
}

/** The same days a year earlier; the last day of a month stays the last. */
export function yearBefore(period: Period): Period {
  const [year, month, day] = partsOf(period.from);
  const [lastYear, lastMonth, lastDay] = partsOf(period.to);
  const whole = day === 1 && period.to === lastOf(lastYear, lastMonth);
  const earlier = (y: number, m: number, d: number) => {
    const last = lastOf(y - 1, m);
    const same = `${y - 1}-${two(m)}-${two(d)}`;
    return same > last ? last : same;
  };
  return {
    from: earlier(year, month, day),
    to: whole ? lastOf(lastYear - 1, lastMonth) : earlier(lastYear, lastMonth, lastDay),
  };
}

/** dd/mm/yyyy of a date. */
export const dayText = (day: string) => day.split("-").reverse().join("/");
/** 03/2018 of 2018-03. */
export const monthText = (key: string) => key.split("-").reverse().join("/");

/** quý I/2018, tháng 3/2022 or 20/09/2018–20/10/2018; the words come from the page. */
export function periodText(period: Period, words: { quarter: string; month: string }): string {
  const whole = quarterOf(period);
  if (whole) return `${words.quarter} ${ROMAN[whole.number - 1]}/${whole.year}`;
  const [year, month, day] = partsOf(period.from);
  if (day === 1 && period.to === lastOf(year, month)) return `${words.month} ${month}/${year}`;
  return `${dayText(period.from)}–${dayText(period.to)}`;
}

/** The months that have a day in the period, as 2018-03. */
export function monthsOf(period: Period): string[] {
  const [year, month] = partsOf(period.from);
  const [lastYear, lastMonth] = partsOf(period.to);
  const count = (lastYear - year) * 12 + lastMonth - month + 1;
  return Array.from({ length: count }, (_, index) => date(year, month + index, 1).slice(0, 7));
}

/** The whole of a month such as 2018-03. */
export function monthOf(key: string): Period {
  const [year, month] = partsOf(`${key}-01`);
  return { from: `${key}-01`, to: lastOf(year, month) };
}

export const daysOf = (period: Period) => (Date.parse(period.to) - Date.parse(period.from)) / 86_400_000 + 1;
