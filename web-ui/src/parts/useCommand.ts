// SPDX-License-Identifier: GPL-3.0-or-later
import { notifications } from "@mantine/notifications";
import { type QueryKey, useMutation, useQueryClient } from "@tanstack/react-query";
import { useCommon } from "../i18n/common";
import { sayProblem } from "./problem";

/**
 * Something a person does at the station. What went wrong is told; what may have changed (`stale`, first parts of query
 * keys) is asked for again either way. `say` puts a refusal into the page's own words, where it has better ones.
 */
export function useCommand<In = void, Out = unknown>(
  does: (input: In) => Promise<Out>,
  stale: string[],
  done?: (out: Out) => void,
  say?: (error: unknown) => string | undefined,
) {
  const t = useCommon();
  const client = useQueryClient();
  return useMutation<Out, unknown, In>({
    mutationFn: does,
    onSuccess: (out) => done?.(out),
    onError: (error) =>
      notifications.show({ color: "red", message: say?.(error) ?? sayProblem(error, t), autoClose: 12_000 }),
    onSettled: () => Promise.all(stale.map((key) => client.invalidateQueries({ queryKey: [key] satisfies QueryKey }))),
  });
}
