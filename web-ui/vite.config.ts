// SPDX-License-Identifier: GPL-3.0-or-later
import { copyFileSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";
import react from "@vitejs/plugin-react";
import { defineConfig, type Plugin } from "vite";
import { licences } from "./licences.ts";

const out = join(import.meta.dirname, "dist");

/** Beside each text file of the page its compressed forms, which the daemon sends to who takes them. */
function compressed(): Plugin {
  return {
    name: "compressed",
    apply: "build",
    closeBundle() {
      for (const file of readdirSync(join(out, "assets"))) {
        if (!/\.(js|css|svg)$/.test(file)) continue;
        const path = join(out, "assets", file);
        const content = readFileSync(path);
        writeFileSync(`${path}.gz`, gzipSync(content, { level: 9 }));
        writeFileSync(
          `${path}.br`,
          brotliCompressSync(content, { params: { [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY } }),
        );
      }
      copyFileSync(join(import.meta.dirname, "openapi.json"), join(out, "openapi.json"));
    },
  };
}

/** Takes out of the calendar a font for buttons that the page does not use; the page's policy would refuse it. */
function withoutIconFont(): Plugin {
  return {
    name: "without-icon-font",
    transform(code, id) {
      if (!id.includes("@fullcalendar/core")) return undefined;
      return code.replace(/@font-face\{[^}]*\}/, "");
    },
  };
}

/** Of the whole project: CMakeLists.txt says it once. */
const version = /^project\(wardcast VERSION (\S+)/m.exec(
  readFileSync(join(import.meta.dirname, "../CMakeLists.txt"), "utf8"),
)?.[1];

export default defineConfig({
  base: "./",
  define: { __VERSION__: JSON.stringify(version) },
  plugins: [react(), withoutIconFont(), licences(import.meta.dirname), compressed()],
  build: {
    outDir: out,
    emptyOutDir: true,
    target: "es2022",
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
    rollupOptions: {
      output: {
        // The form that the daemon knows as fingerprinted: it lets browsers keep such a file for ever.
        hashCharacters: "hex",
        entryFileNames: "assets/[name].[hash].js",
        chunkFileNames: "assets/[name].[hash].js",
        assetFileNames: "assets/[name].[hash][extname]",
      },
    },
  },
  // For work on the page: WARDCAST is the address of a daemon, `npx vite` serves the page before it.
  server: { proxy: { "/api": { target: process.env.WARDCAST ?? "http://127.0.0.1:8080", ws: true } } },
});
