/** One exchange on one page: the candidate's face left, the jury's right, what it looks like beside; played at once. */

import css from "./studio.module.css";

import { clsx } from "clsx";
import { type ReactNode, useEffect, useState } from "react";
import { useParams } from "react-router";

import { server, wordsOf } from "../api/client";
import type { Company, ItemView, StudioPackView } from "../api/schema";
import { t } from "../i18n/t";
import { Key, Logo } from "../shared/Desk";
import { MinutesOf } from "./MinutesOf";
import { CandidateFields } from "./CandidateFields";
import { Competences } from "./Criteria";
import { FaultNotes, fieldId } from "./FaultNotes";
import { Segments } from "./fields";
import { FaultCount, useNextFault } from "./FaultCount";
import { ExpectedHalf, PlayedHalf } from "./JuryFields";
import { OvertakenDialog } from "./OvertakenDialog";
import { CandidatePreview, JuryPreview } from "./Preview";
import { Publishing } from "./Publishing";
import { StepLinks } from "./StepLinks";
import { TryButton } from "./TryButton";
import { ItemContext, useItem } from "./useItem";
import { SavedWords, Versions } from "./Versions";
import { textAt } from "./content";

const ITEM = "/api/staff/studio/{studio_id}/items/{kind}/{item_id}";

export default function ExchangePage(): ReactNode {
  const { studioId = "", itemId = "" } = useParams();
  const pack = server.useQuery("get", "/api/staff/studio/{studio_id}", { params: { path: { studio_id: studioId } } });
  const read = server.useQuery("get", ITEM, {
    params: { path: { studio_id: studioId, kind: "exchange", item_id: itemId } },
  });
  const company = server.useQuery("get", ITEM, {
    params: { path: { studio_id: studioId, kind: "company", item_id: "company" } },
  });
  if (!pack.data || !read.data)
    return (
      <main className="page center">
        <h1 className="sr">{t("Un échange")}</h1>
        <p role="status">{wordsOf(pack.error ?? read.error) || t("Lecture de l'échange…")}</p>
      </main>
    );
  return (
    <Editor
      key={itemId}
      pack={pack.data}
      read={read.data}
      company={(company.data?.content as Company | undefined) ?? null}
      changed={() => pack.refetch()}
    />
  );
}

interface EditorProps {
  pack: StudioPackView;
  read: ItemView;
  company: Company | null;
  changed: () => Promise<unknown>;
}

function Editor({ pack, read, company, changed }: EditorProps): ReactNode {
  const item = useItem(pack.id, read);
  const [shown, setShown] = useState("off");
  const nextFault = useNextFault(item);
  const subject = pack.items.find((one) => one.kind === "subject" && one.id === read.parent);
  const name = pack.items.find((one) => one.kind === "customer" && one.id === textAt(item.content, "customer"))?.title;
  const title = `${pack.company_name} · ${subject?.title ?? ""}`;
  useEffect(() => {
    document.title = `${title} – Combiné`;
  }, [title]);
  const { undo, mayUndo } = item;
  useEffect(() => {
    const press = (event: KeyboardEvent): void => {
      const isInText = event.target instanceof HTMLTextAreaElement || event.target instanceof HTMLInputElement;
      // Inside a field Ctrl Z is the browser's own: word by word.
      if (!(event.ctrlKey || event.metaKey) || event.key !== "z" || event.shiftKey || isInText) return;
      event.preventDefault();
      if (mayUndo) undo();
    };
    window.addEventListener("keydown", press);
    return () => window.removeEventListener("keydown", press);
  }, [undo, mayUndo]);
  return (
    <ItemContext value={item}>
      <div className="desk">
        <header className="bar">
          <Logo />
          <h1 className="bar-title">
            <a className="link" href={`/atelier/${pack.id}`}>
              {title}
            </a>
          </h1>
          <StepLinks pack={pack} current={read.id} />
          <span className="grow" />
          <SavedWords />
          <button className="btn slim" disabled={!mayUndo && item.saving === "saved"} onClick={undo}>
            {t("Annuler")} <Key>{"Ctrl Z"}</Key>
          </button>
          <Publishing.State pack={pack} />
        </header>
        <main className={css.editor}>
          <div className={css.side}>
            <CandidateFields pack={pack} changed={changed} />
            <Versions pack={pack} />
          </div>
          <section className={clsx("card", css.jury)} aria-labelledby="jury-face">
            <div className={css.juryHead}>
              <h2 id="jury-face">{t("Face du jury")}</h2>
              <span className={clsx("small soft", css.never)}>{t("jamais montrée au candidat")}</span>
              <span className="grow" />
              <Competences />
              <MinutesOf />
              <Segments
                label={t("Aperçu en direct")}
                isLabelHidden
                value={shown}
                choose={setShown}
                options={[
                  { value: "off", label: t("Sans aperçu") },
                  { value: "candidate", label: t("Candidat") },
                  { value: "jury", label: t("Jury") },
                ]}
              />
            </div>
            <div className={css.headFaults}>
              <FaultNotes path="competences" />
              <FaultNotes path="minutes" />
            </div>
            <div className={clsx(css.faces, shown !== "off" && css.withPreview)}>
              <div className={css.fields} id={fieldId("")} tabIndex={-1}>
                <PlayedHalf />
                <ExpectedHalf company={company} />
              </div>
              {shown === "jury" && <JuryPreview customer={name ?? ""} />}
              {shown === "candidate" && <CandidatePreview pack={pack} />}
            </div>
            <div className={css.foot}>
              <FaultCount next={nextFault} />
              <span className="grow" />
              <Publishing.Button pack={pack} published={changed} flush={item.flush} />
              <TryButton packId={pack.id} exchange={read.id} nextFault={nextFault} />
            </div>
          </section>
        </main>
        {item.overtaken && <OvertakenDialog />}
      </div>
    </ItemContext>
  );
}
