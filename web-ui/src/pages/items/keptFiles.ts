// SPDX-License-Identifier: GPL-3.0-or-later

// Files on their way, kept by the browser so that a page that is loaded again goes on sending them. Where the browser keeps
// nothing (a private window), people choose the file again, and the upload still goes on from where it was.

export interface Kept {
  item: number;
  person: string;
  /** The tab that sends it: two that sent the same would be in each other's way. */
  tab: string;
  at: number;
  file: File;
}

const STORE = "files";
const LONGEST_MS = 24 * 3600 * 1000; // the station keeps a part of an upload as long

function run<T>(mode: IDBTransactionMode, work: (store: IDBObjectStore) => IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const open = indexedDB.open("wardcast-uploads", 1);
    open.onupgradeneeded = () => open.result.createObjectStore(STORE, { keyPath: "item" });
    open.onerror = () => reject(open.error);
    open.onsuccess = () => {
      const request = work(open.result.transaction(STORE, mode).objectStore(STORE));
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
      request.transaction?.addEventListener("complete", () => open.result.close());
    };
  });
}

export const keepFile = (kept: Kept) => run("readwrite", (store) => store.put(kept)).catch(() => {});
export const forgetFile = (item: number) => run("readwrite", (store) => store.delete(item)).catch(() => {});

/** What this tab was sending for the person before it was loaded again. */
export async function keptFiles(person: string, tab: string): Promise<Kept[]> {
  const all = await run<Kept[]>("readonly", (store) => store.getAll()).catch(() => []);
  const old = Date.now() - LONGEST_MS;
  for (const kept of all) if (kept.at < old) void forgetFile(kept.item);
  return all.filter((kept) => kept.person === person && kept.tab === tab && kept.at >= old);
}
