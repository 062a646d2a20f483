/** The desk is open on the exercise: who plays the customer, and how they come in. */

import css from "./assignments.module.css";

import { clsx } from "clsx";
import type { ReactNode } from "react";

import type { OpenedPlace } from "../api/schema";
import { t } from "../i18n/t";
import { Dialog } from "../shared/Dialog";

interface PlayDialogProps {
  place: OpenedPlace;
  title: string;
  /** Goes to the desk. */
  close: () => void;
}

export function PlayDialog({ place, title, close }: PlayDialogProps): ReactNode {
  return (
    <Dialog title={t("Qui joue le client ?")} width={520} close={close}>
      <p>{t("Votre poste est ouvert sur : {title}.", { title })}</p>
      {place.partner_code ? (
        <>
          <p>
            {t(
              "Un camarade joue le client sur un autre ordinateur : il ouvre {address}, puis « Je joue les clients d'un camarade », et tape ce code.",
              { address: `${location.origin}/connexion` },
            )}
          </p>
          <p className={clsx("num strong", css.code)} data-testid="partner-code">
            {place.partner_code}
          </p>
          <p className="small soft">
            {t("Ou prévenez votre formateur : il vous trouve dans « Mes postes » et joue le client lui-même.")}
          </p>
        </>
      ) : (
        <p>{t("Quelqu'un est déjà là pour jouer le client.")}</p>
      )}
      <div className="row">
        <button className="btn primary" onClick={close}>
          {t("Aller à mon poste")}
        </button>
      </div>
    </Dialog>
  );
}
