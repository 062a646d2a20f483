/** The sound of one sequence: recorded at the microphone, from a file, or voiced; how long, how loud, what differs. */

import sequenceCss from "./sequences.module.css";
import css from "./studio.module.css";

import { type ReactNode, useEffect, useRef, useState } from "react";

import type { SequenceSound as Made, StudySounds } from "../api/schema";
import { plural, t } from "../i18n/t";
import { sendFile } from "../timetable/sendFile";
import { FaultNotes, fieldId } from "./FaultNotes";
import type { MicrophoneTrouble } from "./voiceRecorder";
import { useEdited } from "./useItem";
import { useVoice, type Voice } from "./useVoice";

const LARGEST = 32 * 1024 * 1024;
const MAKING_SECONDS = 200;
const HEARING_SECONDS = 320;
const NOTHING = new File([], "rien");

const TROUBLE: Record<MicrophoneTrouble, string> = {
  refused: "Le navigateur n'a pas accès au micro. Autorisez-le à gauche de l'adresse, puis recommencez.",
  none: "Aucun micro n'est branché. Branchez-le, puis recommencez.",
  failed: "Le micro ne s'ouvre pas. Fermez ce qui s'en sert, ou déposez un fichier.",
};

/** Every word of them. */
export const SEQUENCE_WORDS = Object.values(TROUBLE);

type Doing = "" | "keeping" | "speaking" | "hearing";

interface SoundProps {
  packId: string;
  /** Its identifier in the case study. */
  sequence: string;
  path: string;
  /** As it is called on the page. */
  title: string;
  audio: string;
  all: StudySounds | undefined;
  /** A sound was made or heard: what is known of it is to be read again. */
  changed: () => void;
  set: (audio: string) => void;
}

export function SequenceSound({ packId, sequence, path, title, audio, all, changed, set }: SoundProps): ReactNode {
  const { id, flush } = useEdited();
  const [doing, setDoing] = useState<Doing>("");
  const [problem, setProblem] = useState("");
  const picker = useRef<HTMLInputElement>(null);
  const recordButton = useRef<HTMLButtonElement>(null);
  const voice = useVoice();
  const here = `/api/staff/studio-sounds/${packId}/${id}`;
  const send = async (what: Doing, to: string, file: File, seconds: number): Promise<Made | null> => {
    setDoing(what);
    setProblem("");
    const answer = await sendFile<Made>("POST", `${here}/${sequence}${to}`, file, LARGEST, seconds);
    setDoing("");
    if (answer.ok) return answer.data;
    setProblem(`${answer.problem.message} ${answer.problem.remedy}`);
    return null;
  };
  const hear = async (of: string): Promise<void> => {
    await flush();
    await send("hearing", `/heard?audio=${encodeURIComponent(of)}`, NOTHING, HEARING_SECONDS);
    changed();
  };
  const made = async (sound: Made | null): Promise<void> => {
    if (!sound) return;
    set(sound.audio);
    await flush();
    changed();
    if (all?.why_not_heard === "") await hear(sound.audio);
  };
  const keep = async (file: File | null | undefined): Promise<void> => {
    if (file) await made(await send("keeping", "", file, MAKING_SECONDS));
  };
  const speak = async (): Promise<void> => {
    await flush();
    await made(await send("speaking", "/spoken", NOTHING, MAKING_SECONDS));
  };
  const known = all?.sounds.find((one) => one.sequence === sequence && one.audio === audio);
  return (
    <section className={css.block} id={fieldId(path)} tabIndex={-1} aria-label={t("Le son de « {title} »", { title })}>
      <span className="label">{t("Le son")}</span>
      <FaultNotes path={path} />
      {voice.isRecording ? (
        <Recording
          voice={voice}
          stop={() => void voice.end().then(keep)}
          drop={() => {
            voice.drop();
            requestAnimationFrame(() => recordButton.current?.focus());
          }}
        />
      ) : (
        <div className="row wrap">
          <button
            ref={recordButton}
            type="button"
            className="btn slim"
            disabled={doing !== ""}
            onClick={voice.begin}
            aria-label={
              audio ? t("Réenregistrer au micro : {title}", { title }) : t("Enregistrer au micro : {title}", { title })
            }
          >
            {audio ? t("Réenregistrer au micro") : t("Enregistrer au micro")}
          </button>
          <button
            type="button"
            className="btn slim"
            disabled={doing !== ""}
            onClick={() => picker.current?.click()}
            aria-label={t("Déposer un fichier… pour {title}", { title })}
          >
            {t("Déposer un fichier…")}
          </button>
          <input
            ref={picker}
            hidden
            type="file"
            accept="audio/*,.opus,.ogg,.m4a,.webm"
            aria-label={t("Fichier du son de « {title} »", { title })}
            onChange={(event) => {
              void keep(event.target.files?.[0]);
              event.target.value = "";
            }}
          />
          {all?.why_not_spoken === "" && (
            <button type="button" className="btn slim" disabled={doing !== ""} onClick={() => void speak()}>
              {t("Faire dire le texte")}
            </button>
          )}
        </div>
      )}
      <p role="status" className="small soft">
        {doing === "keeping" && t("Mise à niveau du son…")}
        {doing === "speaking" && t("La voix de synthèse dit le texte : une minute au plus…")}
        {doing === "hearing" && t("Écoute et comparaison au texte : une minute au plus…")}
      </p>
      {(problem || voice.trouble) && (
        <p role="alert" className="warn">
          {problem || (voice.trouble && t(TROUBLE[voice.trouble]))}
        </p>
      )}
      {known && (
        <>
          {/* eslint-disable-next-line jsx-a11y/media-has-caption -- what it says is written above it */}
          <audio
            controls
            preload="none"
            className={sequenceCss.player}
            aria-label={t("Écouter « {title} »", { title })}
            src={`${here}/file?audio=${encodeURIComponent(known.audio)}`}
          />
          <Known known={known} target={all?.target ?? 0} />
          {known.heard === null && all?.why_not_heard === "" && doing === "" && (
            <div>
              <button type="button" className="btn slim plain" onClick={() => void hear(known.audio)}>
                {t("Comparer au texte")}
              </button>
            </div>
          )}
        </>
      )}
      {all?.why_not_heard && known && <p className="small soft">{all.why_not_heard}</p>}
      {all?.why_not_spoken && !known && <p className="small soft">{all.why_not_spoken}</p>}
    </section>
  );
}

function Recording({ voice, stop, drop }: { voice: Voice; stop: () => void; drop: () => void }): ReactNode {
  const button = useRef<HTMLButtonElement>(null);
  useEffect(() => button.current?.focus(), []);
  return (
    <div className="row wrap">
      <span className="pill bad">
        <span className="dot" />
        {t("Enregistrement : {n} s", { n: voice.seconds })}
      </span>
      <meter className={sequenceCss.level} aria-label={t("Niveau du micro")} min={0} max={1} value={voice.level} />
      <button ref={button} type="button" className="btn slim primary" onClick={stop}>
        {t("Arrêter et garder")}
      </button>
      <button type="button" className="btn slim plain" onClick={drop}>
        {t("Abandonner")}
      </button>
    </div>
  );
}

const seconds = (length: number): string => length.toFixed(1).replace(".", ",");
/** A minus that is as wide as a figure. */
const level = (lufs: number): string => lufs.toFixed(1).replace(".", ",").replace("-", "−");

function Known({ known, target }: { known: Made; target: number }): ReactNode {
  const count = known.differing.length;
  return (
    <>
      <p className="small num">
        {[
          t("{n} s", { n: seconds(known.seconds) }),
          t("niveau {n} LUFS, visé {target}", { n: level(known.lufs), target: level(target) }),
          known.share !== null &&
            (count === 0
              ? t("chaque mot est entendu comme il est écrit")
              : plural(count, "{n} endroit entendu autrement", "{n} endroits entendus autrement")),
        ]
          .filter(Boolean)
          .join(" · ")}
      </p>
      {count > 0 && (
        <ul className={sequenceCss.differing} aria-label={t("Mots entendus autrement")}>
          {known.differing.map((one, index) => (
            // The same words may differ twice.
            <li key={index}>
              {one.written ? <del>{one.written}</del> : <span className="soft">{t("(rien d'écrit)")}</span>}
              <span aria-hidden="true">{" → "}</span>
              <span className="sr">{t("entendu :")}</span>
              {one.heard ? <ins>{one.heard}</ins> : <span className="soft">{t("(pas entendu)")}</span>}
            </li>
          ))}
        </ul>
      )}
    </>
  );
}
