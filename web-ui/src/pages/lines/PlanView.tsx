// SPDX-License-Identifier: GPL-3.0-or-later
import { Stack, Text } from "@mantine/core";
import { useState } from "react";
import { may, usePerson } from "../../app/session";
import type { Line } from "../../health/site";
import { Loaded } from "../../parts/Loaded";
import { Arrange } from "./Arrange";
import { PictureTools } from "./PictureTools";
import { planOf, planOnPicture } from "./plan";
import { WardPlan } from "./WardPlan";
import { usePicture, useWardPlan } from "./wardPicture";
import { useWords } from "./words";

/** The ward from above: the picture it was given, else a drawing from coordinates; and for who works on it, the tools. */
export function PlanView({ lines, all }: { lines: Line[]; all: Line[] }) {
  const works = may(usePerson(), "technician");
  const [arranging, setArranging] = useState(false);
  return (
    <Loaded query={useWardPlan()}>
      {({ picture }) => (
        <Stack>
          {picture && arranging && works ? (
            <Arrange version={picture.version} lines={all} done={() => setArranging(false)} />
          ) : (
            <>
              {picture ? <OnPicture version={picture.version} lines={lines} /> : <Drawn lines={lines} />}
              {works && <PictureTools has={picture !== null} arrange={() => setArranging(true)} />}
            </>
          )}
        </Stack>
      )}
    </Loaded>
  );
}

function Drawn({ lines }: { lines: Line[] }) {
  const t = useWords();
  const plan = planOf(lines);
  return plan ? <WardPlan plan={plan} /> : <Text className="soft">{t("plan_none")}</Text>;
}

function OnPicture({ version, lines }: { version: string; lines: Line[] }) {
  const { data: plan } = useWardPlan();
  return (
    <Loaded query={usePicture(version)}>
      {(picture) => (
        <WardPlan plan={planOnPicture(lines, plan?.loudspeakers ?? [], picture)} picture={picture.address} />
      )}
    </Loaded>
  );
}
