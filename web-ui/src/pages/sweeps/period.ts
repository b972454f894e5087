// SPDX-License-Identifier: GPL-3.0-or-later

import { addDays } from "../../i18n/civil";

/** The last so many days up to `today`, as local dates, both inclusive. */
export const lastDays = (days: number, today: string) => ({ from: addDays(today, -days), to: today });

/** "2018-03" as "03/2018". */
export const monthOf = (key: string) => `${key.slice(5, 7)}/${key.slice(0, 4)}`;
/** Counts below ten have two digits in Vietnamese papers. */
export const two = (count: number) => String(count).padStart(2, "0");
