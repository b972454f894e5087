// SPDX-License-Identifier: GPL-3.0-or-later
import i18n from "i18next";
import { initReactI18next, useTranslation } from "react-i18next";

export type Language = "vi" | "en";
const KEPT = "language";

/** Every text of the page by namespace: what a test looks through for texts that were forgotten. */
export const dictionary = new Map<string, Record<Language, Record<string, string>>>();

const kept = () => (globalThis.localStorage?.getItem(KEPT) === "en" ? "en" : "vi");

void i18n.use(initReactI18next).init({
  lng: kept(),
  fallbackLng: false,
  resources: {},
  interpolation: { escapeValue: false },
  initAsync: false,
});

export const language = () => i18n.language as Language;
export function speak(next: Language) {
  localStorage.setItem(KEPT, next);
  document.documentElement.lang = next;
  void i18n.changeLanguage(next);
}
if (globalThis.document) document.documentElement.lang = kept();

type Base<K> = K extends `${infer B}_${"one" | "other"}` ? B : K;
/** Gives a text of the namespace; `count` chooses between `_one` and `_other`. */
export type Say<K> = (key: Base<K> & string, values?: Record<string, string | number>) => string;

/**
 * The texts of one page in both languages, and the hook that says them. A key without its translation does not compile.
 */
export function wordsOf<V extends Record<string, string>>(name: string, vi: V, en: { [K in keyof V]: string }) {
  dictionary.set(name, { vi, en });
  i18n.addResourceBundle("vi", name, vi);
  i18n.addResourceBundle("en", name, en);
  return function useWords(): Say<keyof V> {
    const { t } = useTranslation(name);
    return t as unknown as Say<keyof V>;
  };
}

/** The language the page speaks now; a component that uses it is drawn again when it changes. */
export function useLanguage(): Language {
  return useTranslation().i18n.language as Language;
}
