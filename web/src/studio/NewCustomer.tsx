/** A customer that the exchange needs and the pack has not: a name is enough, the file can be completed later. */

import { type ReactNode, type SubmitEvent } from "react";

import { server, wordsOf } from "../api/client";
import { t } from "../i18n/t";
import { Dialog } from "../shared/Dialog";
import { textIn } from "../shared/formText";
import { pasteLine } from "./fields";

interface NewCustomerProps {
  packId: string;
  close: () => void;
  made: (id: string) => void;
}

export function NewCustomer({ packId, close, made }: NewCustomerProps): ReactNode {
  const { mutate, error, isPending } = server.useMutation("post", "/api/staff/studio/{studio_id}/items/{kind}", {
    onSuccess: (item) => made(item.id),
  });
  const create = (event: SubmitEvent<HTMLFormElement>): void => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const given = Object.fromEntries(
      ["title", "first_name", "last_name", "phone"].map((name) => [name, textIn(form, name).trim()]),
    );
    const content = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== ""));
    mutate({
      params: { path: { studio_id: packId, kind: "customer" } },
      body: { parent: "", copy_of: "", content },
    });
  };
  return (
    <Dialog title={t("Nouveau client")} close={close}>
      <form className="col" onSubmit={create}>
        <label className="small strong">
          {t("Civilité")}
          <select className="field" name="title">
            <option value="Mme">{"Mme"}</option>
            <option value="M.">{"M."}</option>
          </select>
        </label>
        <div className="two">
          <label className="small strong">
            {t("Prénom")}
            <input className="field" name="first_name" required maxLength={300} onPaste={pasteLine} />
          </label>
          <label className="small strong">
            {t("Nom")}
            <input className="field" name="last_name" required maxLength={300} onPaste={pasteLine} />
          </label>
        </div>
        <label className="small strong">
          {t("Téléphone (facultatif : un numéro de fiction est donné)")}
          <input className="field num" name="phone" maxLength={14} placeholder="06 39 98 12 34" />
        </label>
        {error && (
          <p role="alert" className="warn">
            {wordsOf(error)}
          </p>
        )}
        <div className="row">
          <button className="btn primary" disabled={isPending}>
            {t("Créer le client")}
          </button>
          <button type="button" className="btn" onClick={close}>
            {t("Annuler")}
          </button>
        </div>
      </form>
    </Dialog>
  );
}
