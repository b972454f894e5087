// SPDX-License-Identifier: GPL-3.0-or-later
import { Tabs } from "@mantine/core";
import { useLocation } from "wouter";
import { CalendarTab } from "./CalendarTab";
import { CheckTab } from "./CheckTab";
import { HolidaysTab } from "./HolidaysTab";
import { DoneBar } from "./useDone";
import { useWords } from "./words";

const TABS = [
  { path: "/schedule", word: "tab_calendar", show: CalendarTab },
  { path: "/schedule/check", word: "tab_check", show: CheckTab },
  { path: "/schedule/holidays", word: "tab_holidays", show: HolidaysTab },
] as const;

/** What is planned: the calendar, what of it will not air as planned, and the days off it keeps. */
export default function SchedulePage() {
  const t = useWords();
  const [path, go] = useLocation();
  const here = TABS.find((tab) => tab.path === path) ?? TABS[0];
  return (
    <Tabs value={here.path} onChange={(next) => next && go(next)} keepMounted={false}>
      <Tabs.List mb="sm" className="no-print">
        {TABS.map((tab) => (
          <Tabs.Tab key={tab.path} value={tab.path}>
            {t(tab.word)}
          </Tabs.Tab>
        ))}
      </Tabs.List>
      <DoneBar>
        {TABS.map((tab) => (
          <Tabs.Panel key={tab.path} value={tab.path}>
            <tab.show />
          </Tabs.Panel>
        ))}
      </DoneBar>
    </Tabs>
  );
}
