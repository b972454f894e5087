// SPDX-License-Identifier: GPL-3.0-or-later
import { useSyncExternalStore } from "react";
import { api, Refused, told } from "../../api/client";
import { queries } from "../../app/session";
import { randomText } from "./items";
import { forgetFile, keepFile, keptFiles } from "./keptFiles";
import type { Item } from "./rights";
import { type Door, sendWhole, uploadId } from "./sending";

export interface Sending {
  name: string;
  bytes: number;
  received: number;
  state: "sending" | "waiting" | "failed";
  error?: unknown;
}

/** A request that says nothing for so long is given up; the next one asks how much of it arrived. */
const SILENCE_MS = 120_000;
const TAB = "upload-tab";

/** Recordings on their way. They go on while people look at other pages, and after the page is loaded again. */
class Uploads {
  private readonly running = new Map<
    number,
    { file: File; person: string; sending: Sending; abort: AbortController }
  >();
  private readonly readers = new Set<() => void>();
  private resumed = "";

  /** Sends the file as the item's recording; what was on its way for the item before is given up. */
  start(item: Pick<Item, "id" | "recording">, file: File, person: string) {
    this.running.get(item.id)?.abort.abort();
    const abort = new AbortController();
    const sending: Sending = { name: file.name, bytes: file.size, received: 0, state: "sending" };
    this.running.set(item.id, { file, person, sending, abort });
    this.told();
    void keepFile({ item: item.id, person, tab: tab(), at: Date.now(), file });
    const show = (change: Partial<Sending>) => {
      const entry = this.running.get(item.id);
      if (entry?.abort !== abort) return;
      entry.sending = { ...entry.sending, ...change };
      this.told();
    };
    const watcher = {
      progress: (received: number) => show({ received, state: "sending" }),
      wait: async (ms: number) => {
        show({ state: "waiting" });
        await pause(ms, abort.signal);
      },
    };
    sendWhole(file, door(item, file, abort.signal), watcher, () => abort.signal.aborted)
      .then(() => abort.signal.aborted || this.forget(item.id))
      .catch((error) => {
        void forgetFile(item.id);
        show({ state: "failed", error });
      })
      .finally(() => void queries.invalidateQueries({ queryKey: ["items"] }));
  }

  again(item: Pick<Item, "id" | "recording">) {
    const entry = this.running.get(item.id);
    if (entry) this.start(item, entry.file, entry.person);
  }

  cancel(item: number) {
    this.running.get(item)?.abort.abort();
    this.forget(item);
  }

  /** Goes on with what this tab was sending for the person when it was loaded again; once for each person. */
  async resume(person: string) {
    if (this.resumed === person) return;
    this.resumed = person;
    for (const [item, entry] of this.running) if (entry.person !== person) this.cancel(item);
    for (const { item, file } of await keptFiles(person, tab())) {
      if (this.running.has(item)) continue;
      const known = await told(api.GET("/api/v1/items/{id}", { params: { path: { id: item } } })).catch(() => null);
      if (known) this.start(known, file, person);
    }
  }

  readonly subscribe = (call: () => void) => {
    this.readers.add(call);
    return () => void this.readers.delete(call);
  };
  readonly read = (item: number) => this.running.get(item)?.sending;

  private forget(item: number) {
    this.running.delete(item);
    void forgetFile(item);
    this.told();
  }
  private told() {
    for (const call of this.readers) call();
  }
}

export const uploads = new Uploads();
export const useUpload = (item: number) => useSyncExternalStore(uploads.subscribe, () => uploads.read(item));

function tab(): string {
  const known = sessionStorage.getItem(TAB) ?? randomText();
  sessionStorage.setItem(TAB, known);
  return known;
}

/** Ends early when the network is back or the upload is given up. */
function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer);
      removeEventListener("online", done);
      signal.removeEventListener("abort", done);
      resolve();
    };
    const timer = setTimeout(done, ms);
    addEventListener("online", done);
    signal.addEventListener("abort", done);
  });
}

function door(item: Pick<Item, "id" | "recording">, file: File, signal: AbortSignal): Door {
  const id = uploadId(file);
  // No If-Match: only the text has versions to lose, and people go on writing it while the recording is on its way.
  const send = async (range: string, part: Blob) => {
    const silence = new AbortController();
    const timer = setTimeout(() => silence.abort(), SILENCE_MS);
    const stop = () => silence.abort();
    signal.addEventListener("abort", stop);
    try {
      return await told(
        api.PUT("/api/v1/items/{id}/audio", {
          params: { path: { id: item.id }, header: { "Upload-Id": id, "Content-Range": range } },
          headers: { "Content-Type": "application/octet-stream" },
          body: part as unknown as string,
          bodySerializer: (body: unknown) => body as Blob,
          signal: silence.signal,
        }),
      );
    } finally {
      clearTimeout(timer);
      signal.removeEventListener("abort", stop);
    }
  };
  return {
    async ask() {
      const answer = await send(`bytes */${file.size}`, new Blob());
      return "received" in answer ? answer.received : 0;
    },
    async put(from, part) {
      const answer = await send(`bytes ${from}-${from + part.size - 1}/${file.size}`, part);
      return "received" in answer ? answer.received : "whole";
    },
    async taken() {
      const now = await told(api.GET("/api/v1/items/{id}", { params: { path: { id: item.id } }, signal }));
      return now.audio_state === "preparing" || now.recording !== item.recording;
    },
  };
}

/** Whether people can hope that it will be sent later: what the station refused it will refuse again. */
export const worthAgain = (error: unknown) => !(error instanceof Refused) || error.status === 507;
