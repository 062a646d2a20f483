/** The draw, redone by hand: four steps with a pen and a public SHA-256 tool. */

import style from "./draws.module.css";

import type { ReactNode } from "react";

import type { BoundDraw, Drawing, RevealedDraw } from "../api/schema";
import { t } from "../i18n/t";
import { groups } from "./Ceremony";
import { sumOf } from "./byHand";

interface VerifyingProps {
  what: Drawing["what"];
  draw: BoundDraw | null;
  proof: string;
}

export function Verifying({ what, draw, proof }: VerifyingProps): ReactNode {
  const revealed = draw?.revealed ?? null;
  return (
    <section className={`card ${style.verifying}`} aria-labelledby="verifying">
      <h2 id="verifying">{t("Vérifier ce tirage")}</h2>
      {draw && revealed ? (
        <Redone what={what} draw={draw} revealed={revealed} />
      ) : (
        <>
          <p>{t("Après le tirage, chacun peut le refaire ici avec un stylo et un outil public « SHA-256 ».")}</p>
          {draw && (
            <>
              <p>
                {t(
                  "Notez l'engagement, ou photographiez-le : il ne change plus, sauf si le jury recommence le tirage, ce qui est noté avec son motif.",
                )}
              </p>
              <code className={style.value}>{groups(draw.commitment)}</code>
              <p>{t("En jeu : {numbers}.", { numbers: draw.numbers.join(", ") })}</p>
            </>
          )}
        </>
      )}
      {revealed && (
        <p className={style.foot}>
          <a className="btn slim" href={proof} download>
            {t("Télécharger la preuve")}
          </a>
          <button className="btn slim" onClick={() => window.print()}>
            {t("Imprimer")}
          </button>
        </p>
      )}
    </section>
  );
}

function Redone({
  what,
  draw,
  revealed,
}: {
  what: Drawing["what"];
  draw: BoundDraw;
  revealed: RevealedDraw;
}): ReactNode {
  const n = draw.numbers.length;
  const thing = what === "subject" ? t("sujet {n}", { n: revealed.number }) : t("séquence {n}", { n: revealed.number });
  const [before, after] = revealed.digest.split(revealed.group, 2);
  return (
    <ol className={style.redone}>
      <li>
        {t("Tapez cette ligne dans l'outil : il rend l'engagement. La graine n'a pas changé.")}
        <code className={style.value}>
          {revealed.seed} {draw.bound_line_ends}
        </code>
        <code className={style.value}>{groups(draw.commitment)}</code>
      </li>
      <li>
        {t("Ajoutez une espace et votre mot. Gardez les quatre premiers signes.")}
        {revealed.passed_over.length > 0 &&
          ` ${t("Trop grands, ces groupes sont passés : {groups}.", { groups: revealed.passed_over.join(", ") })}`}
        <code className={style.value}>{revealed.line}</code>
        <code className={style.value}>
          {before}
          <mark>{revealed.group}</mark>
          {(after ?? "").slice(0, 16)}…
        </code>
      </li>
      <li>
        {t("Changez-les en nombre (a vaut 10, b 11, c 12, d 13, e 14, f 15) :")}
        <code className={style.value}>{sumOf(revealed.group)}</code>
      </li>
      <li>
        {t("Divisez par {n} : il reste {rest}. Comptez un de plus dans la liste {numbers} :", {
          n,
          rest: revealed.remainder,
          numbers: draw.numbers.join(", "),
        })}{" "}
        <b>{thing}</b>.
      </li>
    </ol>
  );
}
