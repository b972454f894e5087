// SPDX-License-Identifier: GPL-3.0-or-later
import { Alert, Button, Stack } from "@mantine/core";
import { Component, type ReactNode } from "react";
import { useCommon } from "../i18n/common";
import { sayProblem } from "./problem";

/** A fault of the page itself is told where the page would be; the rest stays usable. */
export class Mishap extends Component<{ children: ReactNode }, { error: unknown }> {
  override state: { error: unknown } = { error: null };
  static getDerivedStateFromError(error: unknown) {
    return { error };
  }
  override render() {
    if (!this.state.error) return this.props.children;
    return <Failed error={this.state.error} retry={() => this.setState({ error: null })} />;
  }
}

/** What could not be shown and why, with a way to try again. */
export function Failed({ error, retry }: { error: unknown; retry?: () => void }) {
  const t = useCommon();
  return (
    <Stack align="start">
      <Alert color="red" role="alert">
        {sayProblem(error, t)}
      </Alert>
      {retry && <Button onClick={retry}>{t("retry")}</Button>}
    </Stack>
  );
}
