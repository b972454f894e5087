// SPDX-License-Identifier: GPL-3.0-or-later
import { Title } from "@mantine/core";
import type { ReactNode } from "react";
import { Wide } from "../../parts/Wide";
import classes from "./Minutes.module.css";

/** A part of the minutes with its table; on a narrow screen the table is moved sideways within its own frame. */
export function Sheet({ title, heads, children }: { title: string; heads: string[]; children: ReactNode }) {
  return (
    <section className={classes.part}>
      <Title order={3} size="h4">
        {title}
      </Title>
      <Wide label={title}>
        <table className={classes.table}>
          <thead>
            <tr>
              {heads.map((head) => (
                <th key={head} scope="col">
                  {head}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>{children}</tbody>
        </table>
      </Wide>
    </section>
  );
}
