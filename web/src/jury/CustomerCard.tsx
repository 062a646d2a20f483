/** The customer to play, on one screen, under the telephone; in a chat, the conversation beside the card. */

import css from "./jury.module.css";
import marked from "../shared/marking.module.css";

import { clsx } from "clsx";
import { type ReactNode, useEffect, useState } from "react";

import { server } from "../api/client";
import type { AttachedView, JuryDesk } from "../api/schema";
import { plural, t } from "../i18n/t";
import type { Command, LiveDesk } from "../live/desk";
import type { SoundLine } from "../phone/line";
import { AttachedPages } from "../shared/AttachedPages";
import { Chat } from "../shared/Chat";
import { Key, Tabs } from "../shared/Desk";
import { Meter, useSound } from "../shared/Sound";
import { PhoneTrouble } from "../shared/PhoneTrouble";
import { telephone } from "../shared/telephone";
import { clock, timeOfDay } from "../shared/time";
import { useAltShortcuts } from "../shared/useShortcuts";
import { useNow } from "../shared/useNow";
import { Block, Face } from "./Face";
import { FileSeen } from "./FileSeen";

interface CardProps {
  desk: JuryDesk;
  live: LiveDesk<JuryDesk>;
  line: SoundLine;
  now: () => number;
  typingUntil: number;
}

export function CustomerCard({ desk, live, line, now, typingUntil }: CardProps): ReactNode {
  const [tab, setTab] = useState("card");
  const exchange = desk.exchange;
  const isChat = desk.conversation !== null;
  const sheets = useSheets(desk);
  useEffect(() => setTab("card"), [exchange?.run_id]);
  if (!exchange)
    return (
      <section id="client" className="card center" aria-label={t("Le client à jouer")}>
        <p className="soft">
          {desk.steps.length > 0 ? t("Choisissez un échange à gauche.") : t("Le client paraît ici après le tirage.")}
        </p>
      </section>
    );
  const tabs = [
    { id: "card", label: t("Le client") },
    { id: "file", label: t("Fiche remplie") },
    { id: "written", label: exchange.confirmation?.sent_at ? t("Confirmation reçue ✓") : t("Confirmation") },
    { id: "notes", label: t("Notes du candidat") },
  ];
  return (
    <section id="client" className={clsx("card", css.juryMiddle)} aria-label={t("Le client à jouer")}>
      <PhoneBar desk={desk} live={live} line={line} now={now} />
      <div style={{ padding: "0 20px" }}>
        <Tabs items={tabs} value={tab} choose={setTab} label={t("Échange")} />
      </div>
      <div className={isChat && tab === "card" ? css.juryChatSplit : css.juryBody}>
        <div
          className={clsx("scroll", css.juryCardText)}
          tabIndex={0}
          role="region"
          aria-label={tabs.find((one) => one.id === tab)?.label ?? ""}
        >
          {tab === "card" &&
            (sheets.length > 0 ? (
              <Sheets desk={desk} documents={sheets} />
            ) : (
              <Face exchange={exchange} compact={isChat} />
            ))}
          {tab === "file" && <FileSeen desk={desk} />}
          {tab === "written" && <Written desk={desk} />}
          {tab === "notes" && (
            <p style={{ whiteSpace: "pre-wrap" }}>{desk.candidate_notes || t("Aucune note pour le moment.")}</p>
          )}
        </div>
        {isChat && tab === "card" && desk.conversation && (
          <div className={css.juryChat}>
            <Chat
              key={desk.conversation.run_id}
              live={live}
              conversation={desk.conversation}
              me="customer"
              deskKey={desk.seat_id}
              typingUntil={typingUntil}
              canWrite={!exchange.ended_at}
              suggestions={
                sheets.length > 0
                  ? []
                  : [{ trigger: t("Ouverture"), text: exchange.face.opening_line }, ...exchange.face.ready_replies]
              }
              spellCheck={false}
            />
          </div>
        )}
      </div>
    </section>
  );
}

function PhoneBar({
  desk,
  live,
  line,
  now,
}: {
  desk: JuryDesk;
  live: LiveDesk<JuryDesk>;
  line: SoundLine;
  now: () => number;
}): ReactNode {
  const current = useNow(now, 500);
  const call = desk.call && desk.call.state !== "ended" ? desk.call : null;
  const talking = call?.state === "connected" || call?.state === "held";
  const incoming = call?.state === "ringing" && call.caller === "candidate";
  const sound = useSound(line);
  const mine = telephone(desk.line, desk.call, sound.state === "connected");
  const act = (command: Command): void => void live.send(command);
  const since = call?.connected_at ?? call?.rang_at;
  const guarded = !!since && current - Date.parse(since) < 1000;
  const hangUp = (): void => {
    if (mine.isRinging && !call) act({ type: "call.hang_up" });
    else if (call && !guarded) act({ type: incoming ? "call.decline" : "call.hang_up" });
  };
  const mute = (): void => {
    if (talking) act({ type: "call.mute", muted: !call.customer_muted });
  };
  useAltShortcuts({ m: mute, f: hangUp, r: () => incoming && mine.isPageIn && act({ type: "call.answer" }) });
  const [tone, words] = state(desk);
  return (
    <div className={css.juryPhone}>
      <span className={`pill ${tone}`} role="status">
        <span className="dot" />
        {words}
      </span>
      {talking && call.connected_at && (
        <div style={{ width: 76 }}>
          <span className="num strong" style={{ fontSize: 18, lineHeight: 1.2 }} role="timer">
            {clock((current - Date.parse(call.connected_at)) / 1000)}
          </span>
          {!mine.carrier && <Meter line={line} side="other" label="" />}
        </div>
      )}
      {talking && mine.carrier && (
        <span className="pill live cut" title={desk.line.call_on_phone ?? ""}>
          {t("Sur le téléphone : {name}", { name: mine.carrier })}
        </span>
      )}
      {!talking && <PhoneTrouble line={desk.line} />}
      {mine.isRinging && (
        <span className="pill ring" role="status">
          {call
            ? mine.isAlone
              ? t("Votre téléphone sonne : décrochez.")
              : t("Votre téléphone sonne aussi")
            : t("Votre téléphone sonne : décrochez, l'appel partira aussitôt.")}
        </span>
      )}
      {call?.recorded && (
        <span
          className="pill bad"
          title={`${desk.notice.legal_basis} ${plural(desk.notice.retention_days, "Conservation : {n} jour.", "Conservation : {n} jours.")}`}
        >
          <span className="dot" />
          {t("Enregistré")}
        </span>
      )}
      <span className="grow" />
      {incoming && mine.isPageIn && (
        <button className="btn go" onClick={() => act({ type: "call.answer" })}>
          {t("Répondre")} <Key>{"Alt R"}</Key>
        </button>
      )}
      <button
        className={`btn ${call?.customer_muted ? "on" : ""}`}
        role="switch"
        aria-checked={call?.customer_muted ?? false}
        aria-label={t("Couper le micro")}
        disabled={!talking || desk.listening}
        onClick={mute}
      >
        {call?.customer_muted ? t("Micro coupé") : t("Micro")} <Key>{"Alt M"}</Key>
      </button>
      <button className="btn stop" disabled={(!call && !mine.isRinging) || desk.listening} onClick={hangUp}>
        {incoming ? t("Refuser") : mine.isRinging && !call ? t("Annuler l'appel") : t("Raccrocher")}{" "}
        <Key>{"Alt F"}</Key>
      </button>
    </div>
  );
}

function state(desk: JuryDesk): [string, string] {
  const call = desk.call;
  if (!call || call.state === "ended")
    return ["", desk.conversation && !desk.conversation.closed_at ? t("Chat ouvert") : t("Ligne libre")];
  if (call.state === "ringing")
    return ["ring", call.caller === "customer" ? t("Ça sonne chez lui") : t("Le candidat appelle")];
  if (call.lost_side)
    return ["bad", call.lost_side === "candidate" ? t("Le candidat est coupé") : t("Vous êtes coupé")];
  if (call.consultation) return ["hold", t("En consultation")];
  if (call.state === "held") return ["hold", t("Il vous a mis en attente")];
  if (call.candidate_muted) return ["hold", t("Son micro est coupé")];
  return ["live", desk.listening ? t("Vous écoutez") : t("Il vous entend")];
}

/** Of a subject in documents: the sheets of this exchange first, then the subject's, then what the candidate reads. */
function useSheets(desk: JuryDesk): AttachedView[] {
  const exchange = desk.exchange;
  const { data = [] } = server.useQuery(
    "get",
    "/api/staff/seats/{seat_id}/attached",
    { params: { path: { seat_id: desk.seat_id } } },
    { enabled: exchange !== null },
  );
  if (!exchange) return [];
  const rank = (one: AttachedView): number =>
    one.place === "jury" ? (one.of === exchange.exchange_id ? 0 : 1) : one.of === exchange.customer_id ? 2 : 3;
  const isElsewhere = (one: AttachedView): boolean =>
    one.of !== null && one.of !== exchange.exchange_id && one.of !== exchange.customer_id;
  return data.filter((one) => !isElsewhere(one)).sort((a, b) => rank(a) - rank(b));
}

function Sheets({ desk, documents }: { desk: JuryDesk; documents: AttachedView[] }): ReactNode {
  const exchange = desk.exchange;
  if (!exchange) return null;
  return (
    <div className="col" style={{ gap: 10, minHeight: "100%" }}>
      <div className="row wrap">
        <span className="label">{t("Vous jouez")}</span>
        <h1 style={{ fontSize: 17 }}>{exchange.customer_name}</h1>
        <span className="soft num">{exchange.customer_phone}</span>
      </div>
      {exchange.mission && <Block title={t("Sa mission")} items={[exchange.mission]} />}
      <AttachedPages key={exchange.run_id} documents={documents} label={t("Documents du sujet")} />
    </div>
  );
}

function Written({ desk }: { desk: JuryDesk }): ReactNode {
  const confirmation = desk.exchange?.confirmation;
  const expected = desk.exchange?.face.expected_confirmation;
  return (
    <div className="col" style={{ gap: 14 }}>
      {expected && <Block title={t("Ce qu'elle doit contenir")} items={expected.mentions} />}
      {expected && expected.must_not_mention.length > 0 && (
        <Block title={t("Ce qu'elle ne doit pas contenir")} items={expected.must_not_mention} tone="bad" />
      )}
      {!expected && <p className="soft">{t("Cet échange ne demande pas de confirmation écrite.")}</p>}
      {confirmation ? (
        <article className={marked.letter}>
          <div className="tiny soft">
            {confirmation.sent_at
              ? t("Envoyée à {time}", { time: timeOfDay(confirmation.sent_at) })
              : t("Brouillon en cours")}
            {confirmation.recipient && ` · ${confirmation.recipient}`}
          </div>
          <b>{confirmation.subject}</b>
          <p style={{ whiteSpace: "pre-wrap" }}>{confirmation.body}</p>
        </article>
      ) : (
        <p className="soft">{t("Rien d'écrit pour le moment.")}</p>
      )}
    </div>
  );
}
