// SPDX-License-Identifier: GPL-3.0-or-later
import { useQuery } from "@tanstack/react-query";
import { api, told } from "../../api/client";

/** What the station knows of the plan: its picture, if there is one, and the places on it. */
export const useWardPlan = () =>
  useQuery({ queryKey: ["plan"], queryFn: async () => await told(api.GET("/api/v1/plan")) });

export interface Picture {
  address: string;
  width: number;
  height: number;
}

/** The picture itself: fetched, and seen to be one. */
export const usePicture = (version: string) =>
  useQuery({ queryKey: ["plan-picture", version], queryFn: () => pictureAt(version), retry: false });

async function pictureAt(version: string): Promise<Picture> {
  // The version makes a new address of a new picture; the station does not look at it.
  const address = `/api/v1/plan/picture?version=${version}`;
  const image = new Image();
  image.src = address;
  await image.decode();
  return { address, width: image.naturalWidth, height: image.naturalHeight };
}
