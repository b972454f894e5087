// SPDX-License-Identifier: GPL-3.0-or-later

/** Enough for a picture of the loudness, and small in memory: a quarter of an hour is 29 MB. */
const RATE = 8000;
/** Above this a phone's memory is worth more than a picture. */
export const LONGEST_PICTURE_S = 1800;

/** The loudest sample of each of `count` equal stretches, the loudest of all being 1. */
export function peaksOf(samples: Float32Array, count: number): number[] {
  const peaks = Array.from({ length: count }, (_, at) => {
    const end = Math.floor(((at + 1) * samples.length) / count);
    let most = 0;
    for (let i = Math.floor((at * samples.length) / count); i < end; ++i)
      most = Math.max(most, Math.abs(samples[i] ?? 0));
    return most;
  });
  const loudest = Math.max(...peaks, 0.001);
  return peaks.map((peak) => peak / loudest);
}

/** Decodes the recording in the browser. */
export async function readPeaks(url: string, count: number, signal: AbortSignal): Promise<number[]> {
  const answer = await fetch(url, { signal });
  if (!answer.ok) throw new Error(String(answer.status));
  const sound = await new OfflineAudioContext(1, 1, RATE).decodeAudioData(await answer.arrayBuffer());
  return peaksOf(sound.getChannelData(0), count);
}

/** The peaks as bars around the middle of a picture that is `count` wide and 100 high, for an SVG path. */
export const barsOf = (peaks: number[]) =>
  peaks.map((peak, at) => `M${at + 0.5} ${(50 - 48 * peak).toFixed(1)}V${(50 + 48 * peak + 1).toFixed(1)}`).join("");
