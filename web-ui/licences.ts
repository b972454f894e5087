// SPDX-License-Identifier: GPL-3.0-or-later
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Plugin } from "vite";

const MODULE = "virtual:licences";

export interface Licence {
  name: string;
  version: string;
  licence: string;
  home: string;
  /** As the package carries it; empty when it carries none. */
  text: string;
}

interface Manifest {
  name: string;
  version: string;
  license?: string;
  homepage?: string;
  repository?: string | { url?: string };
  dependencies?: Record<string, string>;
}

const manifestOf = (folder: string) => JSON.parse(readFileSync(join(folder, "package.json"), "utf8")) as Manifest;

/** Where a package finds one that it depends on: in its own node_modules, else in those of the folders above. */
function folderOf(name: string, from: string): string | undefined {
  for (let at = from; ; at = dirname(at)) {
    const folder = join(at, "node_modules", name);
    if (existsSync(join(folder, "package.json"))) return folder;
    if (at === dirname(at)) return undefined;
  }
}

function textIn(folder: string): string {
  const file = readdirSync(folder).find((name) => /^licen[cs]e/i.test(name));
  return file ? readFileSync(join(folder, file), "utf8").trim() : "";
}

function homeOf({ homepage, repository }: Manifest): string {
  const url = typeof repository === "string" ? repository : repository?.url;
  return homepage ?? url?.replace(/^git\+/, "").replace(/\.git$/, "") ?? "";
}

/** Every package that the page is made of, with all that they depend on, by name. */
export function licencesOf(root: string): Licence[] {
  const found = new Map<string, Licence>();
  const visit = (folder: string) => {
    for (const name of Object.keys(manifestOf(folder).dependencies ?? {})) {
      const at = folderOf(name, folder);
      if (!at || found.has(at)) continue;
      const manifest = manifestOf(at);
      found.set(at, {
        name: manifest.name,
        version: manifest.version,
        licence: manifest.license ?? "",
        home: homeOf(manifest),
        text: textIn(at),
      });
      visit(at);
    }
  };
  visit(root);
  return [...found.values()].sort((a, b) => a.name.localeCompare(b.name, "en"));
}

/** Makes `virtual:licences`: the list above, read from the installed packages whenever the page is built. */
export function licences(root: string): Plugin {
  return {
    name: "licences",
    resolveId: (id) => (id === MODULE ? `\0${MODULE}` : null),
    load: (id) => (id === `\0${MODULE}` ? `export default ${JSON.stringify(licencesOf(root))};` : null),
  };
}
