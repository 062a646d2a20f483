/** « Varier »: sisters of one exchange as practice, drawn by what the pack declares; the seed is shown and kept. */

import { type ReactNode, type SubmitEvent, useState } from "react";

import { client, server, wordsOf } from "../api/client";
import type { ItemLine } from "../api/schema";
import { plural, t } from "../i18n/t";
import { Dialog } from "../shared/Dialog";
import { Segments } from "./fields";

const AT = "/api/staff/studio/{studio_id}/variations/{item_id}";
const LARGEST_SEED = 999_999;

interface VaryProps {
  packId: string;
  exchange: ItemLine;
  close: () => void;
  /** In which draft they are. */
  varied: (studioId: string) => Promise<void>;
}

export function VaryDialog({ packId, exchange, close, varied }: VaryProps): ReactNode {
  const path = { studio_id: packId, item_id: exchange.id };
  const { data, error } = server.useQuery("get", AT, { params: { path } });
  const [count, setCount] = useState(6);
  const [seed, setSeed] = useState(() => Math.floor(Math.random() * 1000));
  const [into, setInto] = useState("draft");
  const [problem, setProblem] = useState("");
  const [isDrawing, setDrawing] = useState(false);
  const draw = async (event: SubmitEvent<HTMLFormElement>): Promise<void> => {
    event.preventDefault();
    setDrawing(true);
    const { data: made, error: refused } = await client.POST(AT, {
      params: { path },
      body: { count, seed, into: into === "new" ? "new" : "draft" },
    });
    setProblem(wordsOf(refused));
    setDrawing(false);
    if (made) await varied(made.studio_id);
  };
  return (
    <Dialog title={t("Varier « {title} »", { title: exchange.title || t("À écrire") })} width={560} close={close}>
      {error && (
        <p role="alert" className="warn">
          {wordsOf(error)}
        </p>
      )}
      {data && !data.may_vary && (
        <div role="status">
          <p>
            <b>{data.problem}</b>
          </p>
          <p>{data.remedy}</p>
        </div>
      )}
      {data?.may_vary && (
        <form className="col" onSubmit={(event) => void draw(event)}>
          <p className="small soft">
            {t(
              "Le même cas avec d'autres noms, numéros, montants et dates, cohérents partout : un exercice que personne n'apprend par cœur.",
            )}
          </p>
          <div className="two">
            <label className="small strong">
              {t("Combien de variantes")}
              <input
                className="field num"
                type="number"
                required
                min={1}
                max={data.most}
                value={count}
                onChange={(event) => setCount(Number(event.target.value))}
              />
            </label>
            <label className="small strong">
              {t("Tirage (le même redonne les mêmes)")}
              <input
                className="field num"
                type="number"
                required
                min={0}
                max={LARGEST_SEED}
                value={seed}
                onChange={(event) => setSeed(Number(event.target.value))}
              />
            </label>
          </div>
          <Segments
            label={t("Où les mettre")}
            value={into}
            choose={setInto}
            options={[
              { value: "draft", label: t("Dans ce brouillon") },
              { value: "new", label: t("Dans un nouveau brouillon") },
            ]}
          />
          {problem && (
            <p role="alert" className="warn">
              {problem}
            </p>
          )}
          <div className="row wrap">
            <button className="btn primary" disabled={isDrawing}>
              {isDrawing ? t("Tirage en cours…") : plural(count, "Créer {n} variante", "Créer {n} variantes")}
            </button>
            <button type="button" className="btn" onClick={close}>
              {t("Annuler")}
            </button>
          </div>
        </form>
      )}
      {!data?.may_vary && (
        <div>
          <button className="btn" onClick={close}>
            {t("Fermer")}
          </button>
        </div>
      )}
    </Dialog>
  );
}
