// SPDX-License-Identifier: GPL-3.0-or-later
import { Text, Title } from "@mantine/core";
import { day, hour } from "../../i18n/format";
import classes from "./Minutes.module.css";
import type { Minutes } from "./MinutesPage";
import { monthOf, two } from "./period";
import { Written } from "./Written";
import { useWords } from "./words";

export function MinutesHead({ minutes, works }: { minutes: Minutes; works: boolean }) {
  const t = useWords();
  const { month, started_at, ended_at } = minutes;
  const target = two(month.target);
  const number =
    month.number != null
      ? t("session_number", { month: monthOf(month.key), number: two(month.number), target })
      : minutes.origin === "planned" && !minutes.dry
        ? t("session_missed", { month: monthOf(month.key), target })
        : t("session_beside", { month: monthOf(month.key) });
  const from = hour(started_at);
  return (
    <>
      <div className={classes.letterhead}>
        <Text fw={700}>{minutes.station}</Text>
        <div>
          <Text fw={700}>{t("republic")}</Text>
          <Text fw={700}>{t("motto")}</Text>
        </div>
      </div>
      <Title order={2} size="h3" ta="center" mt="md">
        {t("title")}
      </Title>
      <div className={classes.head}>
        <Text fw={600}>{number}</Text>
        <Text className="numbers">
          {ended_at
            ? t("times", { from, to: hour(ended_at), date: day(started_at) })
            : t("times_running", { from, date: day(started_at) })}
        </Text>
        <Text>{t(`result_${minutes.result}`)}</Text>
      </div>
      <div className={classes.fields}>
        {(["present", "weather"] as const).map((field) => (
          <div key={field}>
            <Text fw={600} className={works ? classes.printed : undefined}>
              {t(field)}
            </Text>
            <Written
              session={minutes.id}
              field={field}
              remark={minutes[field]}
              label={t(field)}
              works={works}
              kind={field === "present" ? "text" : "line"}
              titled
            />
          </div>
        ))}
      </div>
    </>
  );
}
