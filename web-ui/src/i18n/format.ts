// SPDX-License-Identifier: GPL-3.0-or-later
import type { Language } from "./words";

// Times come with the station's offset and are shown as the station's clocks read, wherever the page is opened.

/** "17:00:05" of an RFC 3339 time. */
export const clock = (time: string) => time.slice(11, 19);
/** "17:00". */
export const hour = (time: string) => time.slice(11, 16);
/** "13/03/2018". */
export const day = (time: string) => `${time.slice(8, 10)}/${time.slice(5, 7)}/${time.slice(0, 4)}`;
export const dayAndHour = (time: string) => `${hour(time)} ${day(time)}`;

/** Seconds as "29h30'": hours and whole minutes, rounded; the form of Vietnamese reports. */
export function hours(seconds: number): string {
  const minutes = Math.round(seconds / 60);
  return `${Math.floor(minutes / 60)}h${String(minutes % 60).padStart(2, "0")}'`;
}

/** Seconds as "0:07:15" or "7:15", rounded to whole seconds. */
export function length(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds));
  const two = (value: number) => String(value).padStart(2, "0");
  const rest = `${two(Math.floor(whole / 60) % 60)}:${two(whole % 60)}`;
  return whole >= 3600 ? `${Math.floor(whole / 3600)}:${rest}` : rest.replace(/^0/, "");
}

/** 10.100 and 98,3 in Vietnamese, 10,100 and 98.3 in English. */
export const number = (value: number, language: Language, decimals = 0) =>
  value.toLocaleString(language === "vi" ? "vi-VN" : "en-GB", {
    minimumFractionDigits: decimals,
    maximumFractionDigits: decimals,
  });

/** Today's date where the station is, from any of its times ("2018-03-13T…+07:00"). */
export const dateOf = (time: string) => time.slice(0, 10);
