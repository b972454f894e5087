// SPDX-License-Identifier: GPL-3.0-or-later
import { useWords } from "./words";

/** Kinds that the station itself knows by a code; every other kind is the word that people wrote. */
const CODES = ["emergency", "tune", "music"] as const;

/** Kinds offered to whoever writes an item, in the words of Vietnamese stations. */
export const USUAL = [
  "tin",
  "bài",
  "bài chuyên sâu",
  "phóng sự",
  "phỏng vấn",
  "thông báo",
  "bản tin",
  "gương người tốt, việc tốt",
];

/** The kind as people read it, and what is stored for what they wrote. */
export function useKinds() {
  const t = useWords();
  const code = (kind: string) => CODES.find((one) => one === kind);
  const word = (kind: string) => {
    const known = code(kind);
    return known ? t(`kind_${known}`) : kind;
  };
  const stored = (written: string) => CODES.find((one) => t(`kind_${one}`) === written) ?? written;
  return { word, stored, codes: CODES.map((one) => t(`kind_${one}`)) };
}
