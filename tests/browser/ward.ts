// SPDX-License-Identifier: GPL-3.0-or-later
import { type ChildProcess, spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface, type Interface } from "node:readline";
import { type Browser, type BrowserContext, chromium, type Page } from "playwright-core";

export type Role = "contributor" | "operator" | "editor" | "technician" | "board" | "admin";
const CHROMIUM = process.env.CHROMIUM ?? "/usr/bin/chromium";
const FLAGS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

export const DESKTOP = { width: 1366, height: 768 };
export const PHONE = { width: 390, height: 844 };

/** The demo ward with the real daemon and simulator, and an account for each role (ward_server.py). */
export class Ward {
  private constructor(
    private readonly child: ChildProcess,
    private readonly lines: AsyncIterator<string>,
    private readonly reader: Interface,
    readonly url: string,
    readonly sim: string,
    readonly logins: Record<Role, [string, string]>,
    readonly files: Record<"speech" | "tune" | "music", string>,
  ) {}

  /** `options` are those of ward_server.py. */
  static async start(...options: ("--line-tests" | `--hours=${string}`)[]): Promise<Ward> {
    const child = spawn("/usr/bin/python3", ["-B", join(import.meta.dirname, "ward_server.py"), ...options], {
      stdio: ["pipe", "pipe", "inherit"],
    });
    const reader = createInterface({ input: child.stdout as NodeJS.ReadableStream });
    const lines = reader[Symbol.asyncIterator]();
    const first = await lines.next();
    if (first.done) throw new Error("the ward did not start");
    const { url, sim, logins, files } = JSON.parse(first.value);
    return new Ward(child, lines, reader, url, sim, logins, files);
  }

  /** "kill" and "start" are the daemon's; "log" gives what it logged. */
  async order(what: "kill" | "start" | "log"): Promise<unknown> {
    this.child.stdin?.write(`${what}\n`);
    const answer = await this.lines.next();
    if (answer.done) throw new Error("the ward is gone");
    return JSON.parse(answer.value);
  }

  async stop() {
    const ended = new Promise((resolve) => this.child.once("exit", resolve));
    this.child.stdin?.end();
    await ended;
    this.reader.close();
  }

  /** Asks the API as somebody, with JSON or the bytes of a file; throws what it refused. */
  async ask<T = unknown>(role: Role, method: string, path: string, body?: unknown): Promise<T> {
    const session = await this.session(role);
    const raw = body instanceof Buffer;
    const answer = await fetch(`${this.url}/api/v1${path}`, {
      method,
      headers: {
        Cookie: session.cookie,
        "X-CSRF-Token": session.csrf,
        Origin: this.url,
        ...(body === undefined ? {} : { "Content-Type": raw ? "application/octet-stream" : "application/json" }),
      },
      body: raw ? new Uint8Array(body) : body === undefined ? undefined : JSON.stringify(body),
    });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${text}`);
    return (text ? JSON.parse(text) : undefined) as T;
  }

  /** An item with one of the recordings, prepared and approved. */
  async approved(file: keyof Ward["files"], fields: Record<string, unknown>): Promise<{ id: number; title: string }> {
    const { id } = await this.ask<{ id: number }>("operator", "POST", "/items", {
      kind: "news",
      not_classified: true,
      ...fields,
    });
    await this.recorded(id, file);
    await this.ask("operator", "POST", `/items/${id}/submit`, {});
    return await this.ask("editor", "POST", `/items/${id}/approve`, {});
  }

  /** Gives an item one of the recordings, and waits until it is prepared. */
  async recorded(item: number, file: keyof Ward["files"]) {
    await this.ask("operator", "PUT", `/items/${item}/audio?wait=60`, readFileSync(this.files[file]));
  }

  /** Sets or takes away a fault of the simulated ward. */
  async simulate(method: "PUT" | "DELETE", path: string, body?: unknown) {
    const answer = await fetch(this.sim + path, {
      method,
      headers: { "Content-Type": "application/json" },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`);
  }

  private readonly sessions = new Map<Role, { cookie: string; csrf: string }>();
  private async session(role: Role) {
    const known = this.sessions.get(role);
    if (known) return known;
    const [username, password] = this.logins[role];
    const answer = await fetch(`${this.url}/api/v1/session`, {
      method: "POST",
      headers: { "Content-Type": "application/json", Origin: this.url },
      body: JSON.stringify({ username, password }),
    });
    if (!answer.ok) throw new Error(`log in as ${username}: ${answer.status}`);
    const cookie = (answer.headers.get("Set-Cookie") ?? "").split(";")[0] ?? "";
    const { csrf_token } = (await answer.json()) as { csrf_token: string };
    const made = { cookie, csrf: csrf_token };
    this.sessions.set(role, made);
    return made;
  }
}

/** Chromium, and what its pages complained of: errors of the console, and requests to anybody but the station. */
export class Eyes {
  readonly complaints: string[] = [];
  private constructor(
    private readonly browser: Browser,
    private readonly ward: Ward,
  ) {}

  static async open(ward: Ward): Promise<Eyes> {
    return new Eyes(await chromium.launch({ executablePath: CHROMIUM, headless: true, args: FLAGS }), ward);
  }

  /** A window of its own, with nobody logged in. */
  async window(viewport = DESKTOP, language: "vi" | "en" = "vi"): Promise<Page> {
    const context: BrowserContext = await this.browser.newContext({
      viewport,
      baseURL: this.ward.url,
      hasTouch: viewport.width < 500,
      acceptDownloads: true,
      // Most of the day another date than the station's: what people see is the station's time.
      timezoneId: "Pacific/Pago_Pago",
      // What is looked at is there at once, not on its way.
      reducedMotion: "reduce",
    });
    await context.addInitScript((spoken) => localStorage.setItem("language", spoken), language);
    const page = await context.newPage();
    page.setDefaultTimeout(10_000);
    page.on("console", (message) => {
      const expected = message.text().includes("401 (Unauthorized)"); // GET /me before anybody has logged in
      if (message.type() === "error" && !expected) this.complaints.push(`console: ${message.text()}`);
    });
    page.on("pageerror", (error) => this.complaints.push(`page: ${error.message}`));
    page.on("request", (request) => {
      const { url } = { url: request.url() };
      if (
        !url.startsWith(this.ward.url) &&
        !url.startsWith(this.ward.url.replace("http", "ws")) &&
        !url.startsWith("blob:")
      )
        this.complaints.push(`a request to ${url}`);
    });
    return page;
  }

  /** The page as somebody who has just logged in sees it. */
  async as(role: Role, viewport = DESKTOP, language: "vi" | "en" = "vi"): Promise<Page> {
    const page = await this.window(viewport, language);
    await this.enter(page, role, language);
    return page;
  }

  /** Logs in in a window that nobody uses yet. */
  async enter(page: Page, role: Role, language: "vi" | "en" = "vi") {
    await page.goto("/");
    const [name, password] = this.ward.logins[role];
    const words =
      language === "vi"
        ? { name: "Tên đăng nhập", password: "Mật khẩu", enter: "Đăng nhập" }
        : { name: "User name", password: "Password", enter: "Log in" };
    await page.getByLabel(words.name).fill(name);
    await page.getByLabel(words.password, { exact: true }).fill(password);
    await page.getByRole("button", { name: words.enter }).click();
    await page.getByRole("main").getByRole("heading", { level: 1 }).waitFor();
  }

  async close() {
    await this.browser.close();
  }
}
