// SPDX-License-Identifier: GPL-3.0-or-later
import {
  IconAlertTriangle,
  IconBroadcast,
  IconCalendarWeek,
  IconChartBar,
  IconChecklist,
  IconClipboardCheck,
  IconMicrophone,
  type IconProps,
  IconSettings,
  IconSpeakerphone,
  IconUserCircle,
} from "@tabler/icons-react";
import { type ComponentType, type LazyExoticComponent, lazy } from "react";
import type { Role } from "../api/client";
import { WaitingCount } from "../pages/approval/WaitingCount";

export interface Page {
  path: string;
  /** In the words that every page uses. */
  title:
    | "page_onair"
    | "page_schedule"
    | "page_items"
    | "page_approval"
    | "page_lines"
    | "page_faults"
    | "page_sweeps"
    | "page_figures"
    | "page_admin"
    | "page_account";
  icon: ComponentType<IconProps>;
  roles: Role[];
  /** Shown beside the title in the menu. */
  count?: ComponentType;
  /** Takes everything below its path too: "/lines" serves "/lines/line-1a". */
  show: LazyExoticComponent<ComponentType>;
}

const SEE: Role[] = ["operator", "editor", "technician", "board", "admin"];

/** Every page, in the order of the menu. Each is a bundle of its own. */
export const PAGES: Page[] = [
  {
    path: "/",
    title: "page_onair",
    icon: IconBroadcast,
    roles: SEE,
    show: lazy(() => import("../pages/onair/OnairPage")),
  },
  {
    path: "/schedule",
    title: "page_schedule",
    icon: IconCalendarWeek,
    roles: SEE,
    show: lazy(() => import("../pages/schedule/SchedulePage")),
  },
  {
    path: "/items",
    title: "page_items",
    icon: IconMicrophone,
    roles: ["contributor", "operator", "editor", "admin"],
    show: lazy(() => import("../pages/items/ItemsPage")),
  },
  {
    path: "/approval",
    title: "page_approval",
    icon: IconChecklist,
    roles: ["editor", "admin"],
    count: WaitingCount,
    show: lazy(() => import("../pages/approval/ApprovalPage")),
  },
  {
    path: "/lines",
    title: "page_lines",
    icon: IconSpeakerphone,
    roles: SEE,
    show: lazy(() => import("../pages/lines/LinesPage")),
  },
  {
    path: "/faults",
    title: "page_faults",
    icon: IconAlertTriangle,
    roles: SEE,
    show: lazy(() => import("../pages/faults/FaultsPage")),
  },
  {
    path: "/sweeps",
    title: "page_sweeps",
    icon: IconClipboardCheck,
    roles: SEE,
    show: lazy(() => import("../pages/sweeps/SweepsPage")),
  },
  {
    path: "/figures",
    title: "page_figures",
    icon: IconChartBar,
    roles: SEE,
    show: lazy(() => import("../pages/figures/FiguresPage")),
  },
  {
    path: "/admin",
    title: "page_admin",
    icon: IconSettings,
    roles: ["board", "admin"],
    show: lazy(() => import("../pages/admin/AdminPage")),
  },
  {
    path: "/account",
    title: "page_account",
    icon: IconUserCircle,
    roles: ["contributor", ...SEE],
    show: lazy(() => import("../pages/account/AccountPage")),
  },
];

export const pagesOf = (role: Role) => PAGES.filter((page) => page.roles.includes(role));
