// SPDX-License-Identifier: GPL-3.0-or-later

/** Made when the page is built, by web-ui/licences.ts. */
declare module "virtual:licences" {
  import type { Licence } from "../licences";

  const list: Licence[];
  export default list;
}

/** The project's, such as 0.1.0. */
declare const __VERSION__: string;
