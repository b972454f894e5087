// SPDX-License-Identifier: GPL-3.0-or-later
import { Alert, Button, Checkbox, Group, Modal, Stack, Stepper, Text, Textarea } from "@mantine/core";
import { useDisclosure, useMediaQuery } from "@mantine/hooks";
import { IconEar } from "@tabler/icons-react";
import { useState } from "react";
import { api, Refused, type Schema, told } from "../../api/client";
import { sentences } from "../../health/finding";
import type { Line } from "../../health/site";
import { useHealthWords } from "../../health/words";
import { useCommon } from "../../i18n/common";
import { number } from "../../i18n/format";
import { useLanguage } from "../../i18n/words";
import { sayProblem } from "../../parts/problem";
import { useCommand } from "../../parts/useCommand";
import { sight } from "./resolution";
import { TestOutcome, useTest } from "./TestNow";
import { useWords } from "./words";

type Confirmed = {
  deferred: boolean;
  detail?: string;
  reference?: Schema["LineReference"];
  resolution?: Schema["LineResolution"];
};

/** A measurement so far from what the taps promise is of a line, or a site file, that has to be mended first. */
const ODD_SHARE = 0.5;

/** Leads a technician from measuring through listening on site to the line's reference. */
export function Commission({ line }: { line: Line }) {
  const t = useWords();
  const small = useMediaQuery("(max-width: 48em)");
  const [open, modal] = useDisclosure(false);
  return (
    <>
      <Button size="md" variant="default" leftSection={<IconEar size={20} aria-hidden />} onClick={modal.open}>
        {t("commission")}
      </Button>
      <Modal
        opened={open}
        onClose={modal.close}
        title={`${t("commission")}: ${line.name || line.id}`}
        size="lg"
        fullScreen={small}
        closeOnClickOutside={false}
      >
        <Steps line={line} close={modal.close} />
      </Modal>
    </>
  );
}

function Steps({ line, close }: { line: Line; close: () => void }) {
  const t = useWords();
  const common = useCommon();
  const health = useHealthWords();
  const language = useLanguage();
  const [step, setStep] = useState(0);
  const [heard, setHeard] = useState<ReadonlySet<string>>(new Set());
  const [reason, setReason] = useState(() => t("reason_first", { count: line.speakers.length }));
  const test = useTest(line.id);
  const confirm = useCommand<string, Confirmed>(
    (why) =>
      told(api.POST("/api/v1/lines/{id}/reference", { params: { path: { id: line.id } }, body: { reason: why } })),
    ["lines", "faults"],
    (told) => !told.deferred && setStep(3),
    (error) => {
      const measured = error instanceof Refused ? error.problem?.measurement : undefined;
      if (!measured) return undefined;
      const found = [`${health(`verdict_${measured.verdict}`)}.`, ...sentences(measured, health, language)];
      return `${sayProblem(error, common)} ${found.join(" ")}`;
    },
  );
  const promised = line.speakers.reduce((sum, speaker) => sum + speaker.tap_watts, 0);
  const watts = test.data?.measurement?.watts;
  const odd = watts != null && promised > 0 && Math.abs(watts / promised - 1) > ODD_SHARE;
  const left = line.speakers.length - heard.size;
  const hear = (id: string, on: boolean) =>
    setHeard((known) => new Set(on ? [...known, id] : [...known].filter((one) => one !== id)));

  return (
    <Stack>
      <Stepper active={step} size="sm" allowNextStepsSelect={false}>
        <Stepper.Step label={t("step_measure")} disabled />
        <Stepper.Step label={t("step_listen")} disabled />
        <Stepper.Step label={t("step_confirm")} disabled />
      </Stepper>
      {step === 0 && (
        <>
          <Text>{t("measure_text", { watts: number(promised, language) })}</Text>
          <Button size="md" variant="default" loading={test.isPending} onClick={() => test.mutate()}>
            {t("test")}
          </Button>
          <TestOutcome pending={test.isPending} tested={test.data} />
          {odd && <Alert color="orange">{t("measure_odd")}</Alert>}
          <Buttons next={() => setStep(1)} ready={watts != null} />
        </>
      )}
      {step === 1 && (
        <>
          <Text>{t("listen_text")}</Text>
          {line.speakers.map((speaker) => (
            <Checkbox
              key={speaker.id}
              size="md"
              label={speaker.name || speaker.id}
              checked={heard.has(speaker.id)}
              onChange={(event) => hear(speaker.id, event.currentTarget.checked)}
            />
          ))}
          <Text role="status" fw={600}>
            {left > 0 ? t("listen_left", { count: left }) : t("listen_all")}
          </Text>
          <Buttons previous={() => setStep(0)} next={() => setStep(2)} ready={left === 0} />
        </>
      )}
      {step === 2 && (
        <>
          <Text>{t("confirm_text")}</Text>
          <Textarea
            label={t("reason")}
            required
            autosize
            minRows={2}
            maxLength={1000}
            value={reason}
            onChange={(event) => setReason(event.currentTarget.value)}
          />
          <TestOutcome pending={confirm.isPending} tested={confirm.data?.deferred ? confirm.data : undefined} />
          <Button
            size="md"
            loading={confirm.isPending}
            disabled={!reason.trim()}
            onClick={() => confirm.mutate(reason.trim())}
          >
            {t("confirm")}
          </Button>
          <Buttons previous={() => setStep(1)} />
        </>
      )}
      {step === 3 && confirm.data?.reference && confirm.data.resolution && (
        <>
          <Alert color="teal" title={t("step_done")}>
            {t("done_text", { watts: number(confirm.data.reference.watts, language, 1) })}{" "}
            {sight(confirm.data.resolution, t, language)}
          </Alert>
          <Button size="md" onClick={close}>
            {common("close")}
          </Button>
        </>
      )}
    </Stack>
  );
}

function Buttons({ previous, next, ready }: { previous?: () => void; next?: () => void; ready?: boolean }) {
  const t = useWords();
  return (
    <Group justify="space-between">
      {previous ? (
        <Button variant="default" size="md" onClick={previous}>
          {t("previous")}
        </Button>
      ) : (
        <span />
      )}
      {next && (
        <Button size="md" disabled={!ready} onClick={next}>
          {t("next")}
        </Button>
      )}
    </Group>
  );
}
