import css from "./documents.module.css";
import grid from "./candidate.module.css";

import { clsx } from "clsx";
import { type ReactNode, useEffect, useState } from "react";

import type { CandidateDesk } from "../api/schema";
import { t } from "../i18n/t";
import type { LiveDesk } from "../live/desk";
import { Chat } from "../shared/Chat";
import { Tabs } from "../shared/Desk";
import { Documents } from "./Documents";

interface RightProps {
  desk: CandidateDesk;
  live: LiveDesk<CandidateDesk>;
  typingUntil: number;
}

/** Documents, or the conversation: a live one comes to the front by itself, and stays as it was when one looks away. */
export function RightColumn({ desk, live, typingUntil }: RightProps): ReactNode {
  const [tab, setTab] = useState("documents");
  const conversation = desk.conversation;
  const runId = conversation?.run_id ?? null;
  const isOpen = conversation !== null && conversation.closed_at === null;
  useEffect(() => setTab(runId === null ? "documents" : "chat"), [runId]);
  const unread =
    conversation?.messages.filter((message) => message.by === "customer" && message.read_at === null).length ?? 0;
  const tabs = [
    { id: "documents", label: t("Documents") },
    {
      id: "chat",
      label: tab !== "chat" && unread > 0 ? t("Chat ({n})", { n: unread }) : isOpen ? t("Chat en cours") : t("Chat"),
    },
  ];
  return (
    <section id="documents" className={clsx("card", grid.candidateRight)} aria-label={t("Documents et chat")}>
      <div className={clsx("row", css.rightTabs)}>
        <div className="grow">
          <Tabs items={tabs} value={tab} choose={setTab} label={t("Documents et chat")} />
        </div>
        {tab === "chat" && isOpen && conversation.messages.length > 0 && (
          <CloseChat key={runId} close={() => void live.send({ type: "chat.close" })} />
        )}
      </div>
      <div className={css.rightPanel} hidden={tab !== "documents"}>
        <Documents first={desk.exchange?.documents ?? []} moment={desk.exchange?.run_id ?? desk.clock.state} />
      </div>
      {tab === "chat" &&
        (conversation ? (
          <Chat
            key={conversation.run_id}
            live={live}
            conversation={conversation}
            me="candidate"
            deskKey={desk.seat_id}
            typingUntil={typingUntil}
            pasteLimit={desk.paste_limit}
            spellCheck={desk.spell_check}
            canWrite
          />
        ) : (
          <p className={clsx("soft", css.empty)}>
            {t("Aucune conversation pour le moment. Elle s'ouvrira ici toute seule.")}
          </p>
        ))}
    </section>
  );
}

/** Two presses: a closed conversation does not open again. */
function CloseChat({ close }: { close: () => void }): ReactNode {
  const [isAsking, setAsking] = useState(false);
  if (!isAsking)
    return (
      <button className="btn slim" onClick={() => setAsking(true)}>
        {t("Clore…")}
      </button>
    );
  return (
    <>
      <button className="btn slim" onClick={() => setAsking(false)}>
        {t("Non")}
      </button>
      <button className="btn slim stop" onClick={close}>
        {t("Clore le chat")}
      </button>
    </>
  );
}
